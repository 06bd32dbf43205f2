// The list of people as a file: the rows of the list, in its order, with masked names, and as it is filtered. Each file is a
// look: whoever manages users sees who took it, with which filters and how many rows.
import { readFileSync } from "node:fs";
import { expect, openDesk } from "./house.mjs";

export const account = "teacher";

/** Cells of a CSV; those of this file may be quoted. */
function cells(text) {
  const rows = text
    .replace(/^\ufeff/, "")
    .trimEnd()
    .split(/\r?\n/);
  return rows.map((row) => [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => m[1] ?? m[2]));
}

export async function walk({ page, at, house }) {
  const teacher = await house.as("teacher");
  const people = (await teacher.get("/subjects?kind=person&limit=500")).rows;
  expect("pupils of the class", people.length, 30);
  const fetched = async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "导出 CSV" }).click();
    const file = await download;
    expect("its name", file.suggestedFilename(), "person.csv");
    return cells(readFileSync(await file.path(), "utf8"));
  };
  await page.getByRole("link", { name: "一人一档" }).click();
  await page.getByText("共 30 条").waitFor();
  const [head, ...rows] = await fetched();
  expect("headings", head.slice(0, 4), ["编号", "称呼", "所属组织编号", "所属组织"]);
  const wanted = people.map((row) => [row.subject.id, row.subject.label]);
  expect(
    "rows of the file",
    rows.map((row) => row.slice(0, 2)),
    wanted,
  );
  const named = rows.filter((row) => /^\p{Script=Han}\*+\p{Script=Han}?$/u.test(row[1]));
  expect("masked names", named.length, 30);

  const { id } = people[7].subject;
  await at(`/people?q=${encodeURIComponent(id.slice(id.indexOf(":") + 1))}`);
  await page.getByText("共 1 条").waitFor();
  expect(
    "one person by code",
    (await fetched()).slice(1).map((row) => row[0]),
    [id],
  );

  const admin = await house.as("admin");
  const taken = (await admin.get("/looks?text=teacher")).rows.filter((look) => look.export?.list === "subjects");
  expect(
    "two files of people, the newer first",
    taken.slice(0, 2).map((look) => [look.account, look.export.rows, look.export.whole]),
    [
      ["teacher", 1, true],
      ["teacher", 30, true],
    ],
  );
  const desk = await openDesk(page.context().browser(), house.address, "admin");
  await desk.at("/looks");
  await desk.page.getByLabel("按账号、被查看人或原因查").fill("teacher");
  await desk.page.keyboard.press("Enter");
  await desk.page
    .getByRole("row", { name: /teacher.*导出：档案名单.*CSV，30 行/ })
    .first()
    .waitFor();
  await desk.page.getByRole("link", { name: "导出 CSV" }).waitFor();
  await desk.at("/accounts");
  await desk.page.getByLabel("按账号、姓名或邮箱查").fill("teacher");
  await desk.page.keyboard.press("Enter");
  await desk.page.locator("tbody tr[data-row-key=teacher]").waitFor();
  const found = (await admin.get("/accounts?text=teacher")).rows.map((row) => row.account);
  const shown = () =>
    desk.page.locator("tbody tr[data-row-key]").evaluateAll((rows) => rows.map((r) => r.dataset.rowKey));
  await desk.page.getByText(`共 ${found.length} 条`).waitFor();
  expect("users that were found", await shown(), found);
  expect("errors of the administrator's page", desk.errors, []);
  await desk.page.context().close();
}
