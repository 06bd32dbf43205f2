// The third walkthrough of ARCHITECTURE.md: in the morning the villages' reports of the day before come in or do not, the
// town's draft has counted by itself and is signed, a late fact makes a note of correction beside the number, the county sees
// which towns are missing and signs its own over all of them.
import { dayOf, eventually, expect, forward, openDesk } from "./house.mjs";

export const account = "town";

const [TOWN, COUNTY, VILLAGE] = ["org:liuxi", "org:qinghe", "org:v06"];
const of = (level) => `daily-zero-report/${level}-daily`;
const pathOf = (level, org, day) => `/reports/${encodeURIComponent(of(level))}/${org}/${day}`;
const number = (sheet, id) => Number(sheet.indicators.find((i) => i.id.endsWith(`.${id}`)).value);
const states = (rows) => Object.fromEntries(rows.map((row) => [row.org.id, row.nil ? "zero" : row.state]));
const corrected = (sheet) => sheet.corrections.find((c) => c.id.endsWith(".abnormal_temperature"));

/** How the holder of a session is called. */
const nameOf = async (who) => (await who.get("/session")).name;

/** What a village doctor measured on the evening before. */
async function measured(doctor, person, at, celsius) {
  await doctor.record({ ledger: "temperature", subject: person, at, org: VILLAGE, body: { celsius } });
}

/** The rows of a number as the server opens them. */
async function rowsOf(town, indicator, day) {
  const path = `${pathOf("town", TOWN, day)}/rows?limit=500&indicator=${encodeURIComponent(indicator.id)}`;
  const { rows, hidden } = await town.get(path);
  return rows.length + hidden;
}

/** Every number opens as many rows as it says; the page shows those of duties, of reports and of a ratio. */
async function opensAll({ page, town, draft, day }) {
  const counts = ["facts", "latest", "duties", "statuses", "courses", "alerts", "reports"];
  for (const of of draft.indicators.filter((i) => counts.includes(i.opens)))
    expect(`rows behind ${of.title.zh}`, await rowsOf(town, of, day), Number(of.value));
  const drawer = page.getByRole("dialog");
  const opened = async (name, n) => {
    await page.getByRole("button", { name }).click();
    await (n > 0 ? drawer.locator("article").first() : drawer.getByText("没有明细").first()).waitFor();
    expect(`lines behind ${name}`, await drawer.locator("article").count(), Math.min(n, 50));
  };
  await opened(/^到期任务/, number(draft, "duties_due"));
  const due = new URL(await drawer.getByText("在任务列表中查看").evaluate((link) => link.href)).searchParams;
  const listed = await town.get(`/duties?${due}&limit=500`);
  expect("the list behind a number of duties", listed.rows.length, number(draft, "duties_due"));
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
  const missing = draft.indicators.find((i) => i.id.endsWith(".below_missing"));
  await opened(new RegExp(`^${missing.title.zh} `), 2);
  await drawer.getByRole("link", { name: "双井村" }).waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
  const ratio = draft.indicators.find((i) => i.ratio);
  await page.getByRole("button", { name: new RegExp(`^${ratio.title.zh} `) }).click();
  await drawer.getByText(/^分子：/).waitFor();
  await drawer.getByText(/^分母：/).click();
  const whole = draft.indicators.find((i) => i.id === ratio.ratio.whole);
  await drawer
    .locator("article")
    .nth(Math.min(Number(whole.value), 50) - 1)
    .waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
}

/** 08:40: two villages have sent theirs, one of them zero; the town's draft has counted, and is signed. */
async function townSigns({ page, at, town, day }) {
  const draft = await eventually("the villages' reports", async () => {
    const sheet = await town.get(pathOf("town", TOWN, day));
    return sheet.below.filter((row) => row.received).length === 2 && sheet;
  });
  const wanted = { "org:v05": "zero", "org:v06": "received", "org:v07": "missing", "org:v08": "missing" };
  expect("who has reported to the town", states(draft.below), wanted);
  expect("missing, as a number", number(draft, "below_missing"), 2);
  expect("counted from the evening's fact", number(draft, "abnormal_temperature"), 1);

  await at("/reports");
  await page.getByRole("link", { name: "柳溪镇", exact: true }).first().click();
  await page.getByText("草稿（数字随登记更新）").waitFor();
  await page.getByRole("row", { name: /柳溪村.*零报告/ }).waitFor();
  await page.getByRole("row", { name: /双井村.*缺报/ }).waitFor();
  await page.getByRole("button", { name: "体温异常 1" }).click();
  await page.getByRole("dialog").locator("article").first().waitFor();
  expect("rows behind the number", await page.getByRole("dialog").locator("article").count(), 1);
  await page.keyboard.press("Escape");
  await opensAll({ page, town, draft, day });
  await page.getByRole("button", { name: "签发" }).first().click();
  const dialog = page.getByRole("dialog", { name: /签发/ });
  await dialog.getByText("尚有 2 个下级单位未报").waitFor();
  await dialog.getByRole("button", { name: "签发" }).click();
  await page.getByText(`签发人 ${await nameOf(town)}`).waitFor();

  const key = encodeURIComponent(`${of("town")}|${TOWN}|${day}T00:00`);
  const duty = await eventually("the town's duty closed", async () => {
    const found = (await town.get(`/duties/${key}`)).duty;
    return found.state === "done" && found;
  });
  const { signed } = await town.get(pathOf("town", TOWN, day));
  expect("closed by the signature", [signed.by, duty.done.fact], [account, signed.fact]);
}

/** 09:40: the county sees which towns are missing, what was told upwards, and signs its own. */
async function countySigns({ page, house, duty, day }) {
  const list = await duty.get(`/reports?day=${day}`);
  const towns = list.rows.filter((row) => row.report === of("town"));
  const wanted = { "org:chengguan": "missing", "org:liuxi": "received", "org:shiqiao": "missing" };
  expect("which towns have signed", states(towns), wanted);
  const late = await duty.get(`/duties/${encodeURIComponent(`${of("town")}|org:shiqiao|${day}T00:00`)}`);
  const kinds = late.why.history.map((h) => h.kind);
  for (const kind of ["reminded", "late", "escalated"])
    if (!kinds.includes(kind)) throw new Error(`the history does not tell ${kind}: ${kinds}`);

  const own = await duty.get(pathOf("county", COUNTY, day));
  expect("below the county", states(own.below), wanted);
  const parts = await Promise.all(towns.map((row) => duty.get(pathOf("town", row.org.id, day))));
  const sum = parts.reduce((n, sheet) => n + Number(corrected(sheet)?.now ?? number(sheet, "abnormal_temperature")), 0);
  expect("counted over the whole tree, the late fact too", number(own, "abnormal_temperature"), sum);

  const desk = await openDesk(page.context().browser(), house.address, "duty");
  await desk.at(pathOf("county", COUNTY, day));
  await desk.page.getByRole("row", { name: /石桥镇.*缺报/ }).waitFor();
  await desk.page.getByRole("button", { name: "签发" }).first().click();
  const dialog = desk.page.getByRole("dialog", { name: /签发/ });
  await dialog.getByText("尚有 2 个下级单位未报").waitFor();
  await dialog.getByRole("button", { name: "签发" }).click();
  const signed = await eventually("the county's signature", async () => {
    const sheet = await duty.get(pathOf("county", COUNTY, day));
    return sheet.signed && sheet;
  });
  expect("signed by", signed.signed.by, "duty");
  await desk.page.getByText(`签发人 ${await nameOf(duty)}`).waitFor();
  expect("errors of the county's page", desk.errors, []);
  await desk.page.context().close();
  return number(signed, "abnormal_temperature");
}

export async function walk({ page, at, house }) {
  const [eve, day] = [await dayOf(house), await dayOf(house, 1)];
  const [town, doctor, village, duty] = await Promise.all(["town", "doctor", "village", "duty"].map(house.as));
  const people = (await doctor.get("/subjects?kind=person&limit=3")).rows.map((row) => row.subject.id);
  await forward(house, `${eve} 23:30`);
  await measured(doctor, people[0], `${eve} 18:10`, 38.2);
  await forward(house, `${day} 07:30`);
  await village.post(`${pathOf("village", VILLAGE, day)}/sign`, {});
  // The neighbouring village told headquarters by telephone that there was nothing.
  await duty.post(`${pathOf("village", "org:v05", day)}/sign`, { comment: "电话报告" });
  await forward(house, `${day} 08:40`);
  await townSigns({ page, at, town, day });

  await measured(doctor, people[1], `${eve} 20:00`, 37.9);
  const noted = await eventually("the note of correction", async () => {
    const sheet = await town.get(pathOf("town", TOWN, day));
    return corrected(sheet) && sheet;
  });
  expect("the signed number stays", number(noted, "abnormal_temperature"), 1);
  expect("what it is now", Number(corrected(noted).now), 2);
  await page.reload();
  await page.getByRole("row", { name: /^体温异常.*现为 2/ }).waitFor();
  await page.getByRole("button", { name: "体温异常 1" }).click();
  await page.getByText("签发时为 1，现为 2").waitFor();
  await page.getByRole("dialog").locator("article").nth(1).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });

  await page.getByRole("button", { name: "重新签发" }).click();
  const again = page.getByRole("dialog", { name: /重新签发/ });
  await again.getByRole("row", { name: /^体温异常.*2/ }).waitFor();
  await again.getByRole("button", { name: "重新签发" }).click();
  const renewed = await eventually("the second signature", async () => {
    const sheet = await town.get(pathOf("town", TOWN, day));
    return sheet.corrections.length === 0 && sheet;
  });
  expect("signed as it is now", number(renewed, "abnormal_temperature"), 2);
  expect("by a fact of its own", renewed.signed.fact === noted.signed.fact, false);
  await page.getByRole("button", { name: "体温异常 2" }).waitFor();
  await again.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "重新签发" }).waitFor({ state: "hidden" });

  await forward(house, `${day} 09:40`);
  const signed = await countySigns({ page, house, duty, day });
  await measured(doctor, people[2], `${eve} 21:00`, 38.4);
  const above = await eventually("the note in the county's report", async () => {
    const sheet = await duty.get(pathOf("county", COUNTY, day));
    return corrected(sheet) && sheet;
  });
  const { signed: then, now } = corrected(above);
  expect("as signed and as it is", [Number(then), Number(now)], [signed, signed + 1]);
}
