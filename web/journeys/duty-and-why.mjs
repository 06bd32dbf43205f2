// What is mine and what is about the county are counted apart. From a number to the duties behind it, to the reason of one, and to a waiver that asks for its own reason.
import { ask, expect } from "./house.mjs";

export const account = "duty";

export async function walk({ page }) {
  const { mine, now } = await ask(page, "/today");
  const overdue = (row) => page.getByRole("region", { name: row }).getByRole("link", { name: "逾期" });
  const shown = async (row) => Number((await overdue(row).locator("b").innerText()).replace(",", ""));
  expect("overdue of mine", await shown("我的任务"), mine.overdue);
  expect("overdue about the county", await shown(/有关$/), now.overdue);
  expect("which are not the same", mine.overdue < now.overdue, true);
  await overdue(/有关$/).click();
  await page.waitForURL(/state=overdue/);
  const first = page.locator("tbody button.lf-linkish").first();
  const title = await first.innerText();
  await first.click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("heading", { name: title }).waitFor();
  for (const part of ["条款", "所依据的登记", "经过"]) await drawer.getByRole("heading", { name: part }).waitFor();
  await drawer.getByRole("button", { name: "免办" }).click();
  const asked = page.getByRole("dialog").last();
  await asked.getByRole("button", { name: "确定" }).click();
  await asked.getByText("请写明原因").waitFor();
  await asked.getByLabel("原因").fill("演练中由上级统一完成");
  await asked.getByRole("button", { name: "确定" }).click();
  await page.getByText("已免办").waitFor();
  await drawer.getByText("免办", { exact: true }).first().waitFor();
  await page.goBack();
  await page.waitForURL((url) => !url.searchParams.has("why"));
}
