// The reports of yesterday: who is missing; one of them opens with its numbers, and the dialog of signing shows what
// will be frozen.
export const account = "duty";

export async function walk({ page, at }) {
  await at("/reports");
  await page.getByLabel("前一天").click();
  await page.waitForURL(/day=/);
  await page.locator("tbody tr a").first().click();
  await page.getByText("草稿（数字随登记更新）").waitFor();
  await page.locator("tbody tr").first().waitFor();
  await page.getByRole("button", { name: "签发" }).click();
  await page.getByText("签发后以下数字固定").waitFor();
  await page.getByRole("button", { name: "取消" }).click();
}
