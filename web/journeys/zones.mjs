// The map of areas: what the server says of villages with cases stands on the map, behind it and in the table; an area is
// opened by a click on its shape and by keyboard.
import { readFile } from "node:fs/promises";
import { eventually, expect, signIn } from "./house.mjs";

export const account = "cdc";

/** Two confirmed cases in one family of a village, one without known source in a community. */
async function cases(house) {
  const cdc = await house.as("cdc");
  const people = async (org, n) =>
    (await cdc.get(`/subjects?kind=person&org=${org}&limit=${n}`)).rows.map((row) => row.subject.id);
  const report = (subject, day, more) =>
    cdc.record({
      ledger: "case_report",
      subject,
      at: `2025-10-${day} 09:00`,
      body: { disease: "hepatitis_a", classification: "confirmed", diagnosed_at: `2025-10-${day} 08:00`, ...more },
    });
  const villages = (await cdc.get("/analyses/areas")).areas.map((area) => area.org.id);
  const homes = [];
  for (const org of villages) homes.push({ org, persons: await people(org, 2) });
  const family = homes.find((home) => home.persons.length === 2);
  const other = homes.find((home) => home !== family && home.persons.length > 0);
  const [first, second] = family.persons;
  await report(first, 22, { source_known: true, small_area: "桃花巷3号" });
  await report(second, 24, { source_known: true, small_area: "桃花巷3号" });
  await report(other.persons[0], 25, { source_known: false });
  return { cdc, two: family.org, one: other.org };
}

/** The map as a file, one shape of it without a name or all as they are. */
const file = (map, features) => ({
  name: "areas.geojson",
  mimeType: "application/geo+json",
  buffer: Buffer.from(JSON.stringify({ ...map, features })),
});

/** Whoever registers organisations brings their shapes on the page; a wrong file is refused with where. */
async function bringShapes(page, house, map) {
  const context = await page
    .context()
    .browser()
    .newContext({ viewport: { width: 390, height: 844 }, locale: "zh-CN" });
  const phone = await context.newPage();
  await phone.goto(house.address);
  await signIn(phone, "duty");
  await phone.getByRole("heading", { level: 1, name: "今日" }).waitFor();
  await phone.goto(`${house.address}/areas`);
  const input = phone.locator("input[type=file]");
  await input.waitFor({ state: "attached" });
  const nameless = map.features.map((feature, n) => (n === 1 ? { ...feature, properties: {} } : feature));
  await input.setInputFiles(file(map, nameless));
  await phone.getByText("第 2 个要素：应为属性 org").waitFor();
  await input.setInputFiles(file(map, map.features.slice(1)));
  await phone.getByText(`已收下 ${map.features.length - 1} 个地区的轮廓`).waitFor();
  await phone.getByText(`没有轮廓的地区：${map.features[0].properties.name}`).waitFor();
  await input.setInputFiles(file(map, map.features));
  await phone.getByText(`已收下 ${map.features.length} 个地区的轮廓`).waitFor();
  await context.close();
}

const of = (map, id) => map.areas.find((area) => area.org.id === id);

export async function walk({ page, at, house }) {
  const { cdc, two, one } = await cases(house);
  const told = await eventually("the status by rules", async () => {
    const map = await cdc.get("/analyses/areas?disease=hepatitis_a");
    return of(map, two).statuses[0].value === "appears" && map;
  });
  const village = of(told, two);
  expect("two in one family", village.assessment.situation, "outbreak");
  expect("and one elsewhere", of(told, one).assessment.unknown_source, 1);
  expect("nobody else is ill", told.areas.filter((area) => area.assessment.cases > 0).length, 2);
  const map = await cdc.get("/areas/map");
  expect("every village has a shape", map.features.length, told.areas.length);
  await bringShapes(page, house, map);

  await at("/areas?disease=hepatitis_a");
  const shape = (id) => page.locator(`[data-org="${id}"]`);
  await shape(two).waitFor();
  expect("all areas are drawn", await page.locator("[data-org]").count(), told.areas.length);
  const words = { green: "绿", blue: "蓝", yellow: "黄", orange: "橙", red: "红" };
  const colour = words[village.colouring.at_worst];
  await page.getByRole("button", { name: `${village.org.name}: ${colour}` }).waitFor();

  // By a click on the shape itself.
  await shape(two).click();
  const panel = page.getByRole("dialog");
  await panel.getByText("计入 2 例，来源不明 0 例，暴发 1 起").waitFor();
  await panel.getByText(village.zone.rule.zh).waitFor();
  await panel.getByText(village.zone.legal_basis.zh).waitFor();
  await panel.getByText(`最早 ${village.zone.lower_from} 可降为“非风险区”`).waitFor();
  // Whether they hang together is for a person to judge: until then the rules say less than the cases.
  await panel.getByText("规则认定为“出现病例”，按病例计算为“暴发疫情”").waitFor();
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });

  // By keyboard, on another layer.
  await page.getByLabel("图层").click();
  await page.getByTitle("计算的态势").click();
  await page.getByRole("button", { name: `${of(told, one).org.name}: 出现病例` }).waitFor();
  await shape(one).focus();
  await page.keyboard.press("Enter");
  await panel.getByText("计入 1 例，来源不明 1 例").waitFor();
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });

  // Nearer and back; a drag opens nothing.
  const sheet = page.locator(".lf-map > svg");
  const whole = await sheet.getAttribute("viewBox");
  await page.getByLabel("放大").click();
  expect("nearer", (await sheet.getAttribute("viewBox")) !== whole, true);
  await page.getByLabel("全图").click();
  expect("the whole again", await sheet.getAttribute("viewBox"), whole);

  // The picture as a file.
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByText("保存图片").click()]);
  const drawn = await readFile(await saved.path(), "utf8");
  expect("a picture of its own", [drawn.startsWith("<svg"), drawn.includes(village.org.name)], [true, true]);

  // The day before the first case.
  await at("/areas?disease=hepatitis_a&at=2025-10-21&layer=cases");
  await page.getByRole("button", { name: `${village.org.name}: 0` }).waitFor();
  const row = page.getByRole("row", { name: new RegExp(village.org.name) });
  await row.getByText("未发现病例").waitFor();

  // From an area to its cases.
  await at(`/areas?disease=hepatitis_a&area=${two}`);
  await panel.getByRole("link", { name: "病例一览" }).click();
  await page.waitForURL(/\/cases\?/);
  expect("its line list", new URL(page.url()).searchParams.get("org"), two);
}
