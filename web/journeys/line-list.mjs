// The line list: what the table shows, picks and sorts is what the server has; the curve counts the same cases, the file
// holds them, and a view that was kept comes back.
import { readFileSync } from "node:fs";
import { dayOf, expect } from "./house.mjs";

export const account = "cdc";

/** Every case, as the server has it. */
async function allCases(cdc, ask = {}) {
  const rows = [];
  let after;
  do {
    const page = await cdc.get(`/cases?${new URLSearchParams({ ...ask, limit: "500", ...(after ? { after } : {}) })}`);
    rows.push(...page.rows);
    after = page.next;
  } while (after);
  return rows;
}

/** The investigator reports four people. */
async function reported(house) {
  const [cdc, day] = [await house.as("cdc"), await dayOf(house)];
  const people = (await cdc.get("/subjects?kind=person&limit=4")).rows.map((row) => row.subject.id);
  const types = ["clinical", "clinical", "suspected", "clinical"];
  const diseases = ["varicella", "hfmd", "varicella", "varicella"];
  for (const [n, subject] of people.entries()) {
    const body = { disease: diseases[n], classification: types[n], onset: `2025-10-${20 + n}` };
    await cdc.record({ ledger: "case_report", subject, at: `${day} 07:0${n}`, body });
  }
}

export async function walk({ page, at, house }) {
  const cdc = await house.as("cdc");
  await reported(house);
  const all = await allCases(cdc);
  const total = (n) => page.getByText(`${n} 例（共 ${n} 例）`).waitFor();
  await at("/cases");
  await total(all.length);

  const onsets = all.map((row) => row.cells.date_onset?.value).filter(Boolean);
  await page.getByRole("columnheader", { name: "发病日期" }).click();
  const first = page.locator(".ant-table-row").first();
  await first.getByText(onsets.toSorted()[0]).waitFor();

  const clinical = all.filter((row) => row.cells.case_type?.value === "clinical").length;
  await page.getByRole("columnheader", { name: "病例分类" }).locator(".ant-table-filter-trigger").click();
  await page.getByRole("menuitem", { name: "临床诊断病例" }).click();
  await page.getByRole("button", { name: "确定" }).click();
  await page.getByText(`${clinical} 例（共 ${all.length} 例）`).waitFor();
  await page.getByRole("button", { name: "存为视图" }).click();
  await page.getByLabel("视图名称").fill("临床诊断");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "我的视图（1）" }).waitFor();
  const [view] = await cdc.get("/kept/cases");
  expect("the view on the server", [view.name, view.view.view.picked], ["临床诊断", { case_type: ["clinical"] }]);

  await page.getByRole("tab", { name: "流行曲线" }).click();
  await page.getByRole("img", { name: `${clinical} 例，` }).waitFor();

  const disease = all[0].cells.disease.value;
  const asked = await allCases(cdc, { disease });
  await at(`/cases?disease=${disease}`);
  await total(asked.length);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "导出 CSV" }).click();
  const lines = readFileSync(await (await download).path(), "utf8")
    .trimEnd()
    .split("\n");
  expect("lines of the file", lines.length - 1, asked.length);
  expect("names of the field", lines[0].split(",").slice(5, 8), ["case_id", "disease", "case_type"]);

  await page.getByRole("button", { name: "我的视图（1）" }).hover();
  await page.getByRole("menuitem", { name: "临床诊断" }).click();
  await page.getByText(`${clinical} 例（共 ${all.length} 例）`).waitFor();
  await first.getByRole("link", { name: "报告卡" }).click();
  await page.waitForURL("**/cases/*");
  const one = await cdc.get(`/cases/${page.url().split("/").pop()}`);
  await page.getByRole("heading", { level: 1, name: one.case.cells.disease.shown.zh }).waitFor();
  await page.getByText(one.card.root).waitFor();
  const printed = await page.pdf({ format: "A4" });
  expect("a page to print", printed.subarray(0, 5).toString(), "%PDF-");
  await page.getByRole("link", { name: "一人一档" }).last().click();
  await page.waitForURL("**/people/*");
}
