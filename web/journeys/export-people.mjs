// The list of people as a file: the rows of the list, in its order, with masked names, and as it is filtered.
import { readFileSync } from "node:fs";
import { expect } from "./house.mjs";

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
}
