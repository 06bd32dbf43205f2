// A messy line list at the desk of the centre for disease control: what is not known is said, what was mended and doubted is
// shown, and each row becomes facts of several ledgers; the list comes again with another day of onset, which becomes a correction.
export const account = "cdc";

const ROWS = [
  "case_id,date_onset,date_reporting,gender,outcome,date_outcome,hospital ward",
  "1,3.8.2025,13.8.2025,m,Discharged,20.8.2025,x",
  "2,5.8.2025,14.8.2025,f,Death,2.8.2025,x",
];

/** The first step: a line list of this name, with what the file does not say. */
async function give({ page, at }, rows, before) {
  const file = { name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(`${rows.join("\n")}\n`) };
  await at("/ledgers/case_report/import");
  await page.getByText("病例一览表：每行一例").click();
  await page.getByLabel("一览表名称").fill("journey");
  for (const [label, word] of [
    ["文件没有此列时：疾病", "霍乱"],
    ["文件没有此列时：病例分类", "确诊病例"],
  ]) {
    await page.getByLabel(label).fill(word);
    await page.keyboard.press("Enter");
  }
  await before?.();
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByText("请选择顺序").waitFor();
  await page.getByText("日、月、年").click();
  await page.getByLabel("含义 Discharged").fill("痊愈");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "按新的对应关系重新检查" }).click();
}

/** How many cases have this day of onset. */
async function casesOf(house, day) {
  const cdc = await house.as("cdc");
  return (await cdc.get(`/cases?disease=cholera&onset_from=${day}&onset_until=${day}`)).rows.length;
}

export async function walk({ page, at, house }) {
  await give({ page, at }, ROWS);
  await page.getByText("相应的列不导入：收治").waitFor();
  await page.getByText("可导入 2，已有 0，不合格 0").waitFor();
  await page.getByText("转归日期早于发病日期").first().waitFor();
  await page.getByRole("row", { name: "outcome 按导入者说明的含义 1" }).getByRole("button").click();
  await page.getByText("Discharged").last().waitFor();
  await page.getByRole("button", { name: "导入 2 行" }).click();
  await page.getByText("已导入 2，已有 0，未接受 0").waitFor();
  await page.getByText("病例转归 2").waitFor();

  const changed = ROWS.map((row) => row.replace("1,3.8.2025", "1,4.8.2025"));
  await give({ page, at }, changed, () => page.getByText("与已录入内容不同的，作为更正").click());
  await page.getByText("可导入 1，已有 1，不合格 0").waitFor();
  await page.getByRole("row", { name: /发病日期 2025-08-03 2025-08-04/ }).waitFor();
  await page.getByRole("button", { name: "导入 1 行" }).click();
  await page.getByText("已导入 1，已有 1，未接受 0").waitFor();
  await page.getByText("已作为更正的内容（1）").waitFor();
  const days = [await casesOf(house, "2025-08-03"), await casesOf(house, "2025-08-04")];
  if (days.join() !== "0,1") throw new Error(`the day of onset was not corrected: ${days}`);
}
