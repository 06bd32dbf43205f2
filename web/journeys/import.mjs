// A spreadsheet with one wrong row: the preview says so, the others are taken, the wrong one can be fetched with its
// reason, and the same file again changes nothing.
import { ask } from "./house.mjs";

export const account = "doctor";

export async function walk({ page, at }) {
  const people = (await ask(page, "/subjects?kind=person&limit=3")).rows.map((row) => row.subject.id);
  const rows = people.map((id, n) => `${id},2025-08-26 0${n + 7}:00,${n === 2 ? 99 : 36.5 + n / 10}`);
  const file = {
    name: "morning.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`subject,at,体温\n${rows.join("\n")}\n`),
  };
  await at("/ledgers/temperature/import");
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByText("可导入 2，已有 0，不合格 1").waitFor();
  await page.getByRole("button", { name: "导入 2 行" }).click();
  await page.getByText("已导入 2，已有 0，未接受 1").waitFor();
  const fetched = page.waitForEvent("download");
  await page.getByText("下载未接受的行").click();
  if (!(await fetched).suggestedFilename().endsWith(".xlsx")) throw new Error("the refused rows are no spreadsheet");
  await page.getByRole("button", { name: "导入另一个文件" }).click();
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByText("可导入 0，已有 2，不合格 1").waitFor();
}
