// A duty is found by a part of its title and by whom it is about; the page shows what the server finds, and the file holds
// the same.
import { readFileSync } from "node:fs";
import { expect } from "./house.mjs";

export const account = "duty";

export async function walk({ page, at, house }) {
  const duty = await house.as("duty");
  const found = async (ask) => (await duty.get(`/duties?limit=50&state=owed&${new URLSearchParams(ask)}`)).rows;
  const all = await found({});
  const one = all.find((row) => row.subject.kind === "person") ?? all[0];
  const word = one.title.zh.slice(0, 4);
  const shown = () => page.locator("tbody tr[data-row-key]").evaluateAll((rows) => rows.map((r) => r.dataset.rowKey));
  const search = async (text) => {
    const answered = page.waitForResponse((told) => new URL(told.url()).searchParams.get("text") === text && told.ok());
    await page.getByLabel("按任务名称、单位或人员查").fill(text);
    await page.keyboard.press("Enter");
    await answered;
    await page.locator(".ant-spin-spinning").waitFor({ state: "detached" });
    await page.locator("tbody tr[data-row-key]").first().waitFor();
    const rows = await found({ text });
    expect(
      `rows for ${text}`,
      await shown(),
      rows.map((row) => row.key),
    );
    return rows;
  };
  await at("/duties");
  await page.locator("tbody tr[data-row-key]").first().waitFor();
  const titled = await search(word);
  // An organisation may be called so as well; whatever is found says the word, or is about one who does.
  const says = (row) => `${row.title.zh} ${row.subject.label}`.includes(word);
  expect(
    `all say ${word}`,
    titled.filter((row) => !says(row)),
    [],
  );
  expect(
    "and among them",
    titled.some((row) => row.name === one.name),
    true,
  );

  const code = one.subject.id.slice(one.subject.id.indexOf(":") + 1);
  const about = await search(code);
  // Who stands below it names it as its parent, and is found by it too.
  const below = (await duty.get(`/subjects?kind=org&limit=500&text=${encodeURIComponent(code)}`)).rows;
  const known = new Set([one.subject.id, ...below.map((row) => row.subject.id)]);
  const strangers = about.filter((row) => !known.has(row.subject.id) && !row.name.includes(code));
  expect("about whom", strangers, []);
  expect("and it among them", new Set(about.map((row) => row.subject.id)).has(one.subject.id), true);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "导出 CSV" }).click();
  const lines = readFileSync(await (await download).path(), "utf8")
    .trimEnd()
    .split("\n");
  expect("lines of the file", lines.length - 1, about.length);

  await page.getByLabel("按任务名称、单位或人员查").fill("没有这样的任务");
  await page.keyboard.press("Enter");
  await page.getByText("没有符合条件的任务").waitFor();
}
