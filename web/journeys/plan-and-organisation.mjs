// Reading a plan, finding a clause, comparing it with another, and looking at the organisations that carry it out.
export const account = "head";

export async function walk({ page, at }) {
  await at("/plans");
  await page.locator("tbody a.lf-row-title").last().click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.locator("article.lf-item").first().waitFor();
  await page.getByRole("link", { name: "对照" }).click();
  await page.getByLabel("选择要对照的方案").click();
  await page.locator(".ant-select-item-option").first().click();
  await page.locator("tbody tr").first().waitFor();
  await at("/plans");
  const school = page.locator("tbody tr").filter({ hasText: "school-infectious-disease" });
  await school.getByRole("button", { name: "启用" }).click();
  await page.getByRole("button", { name: "先看影响" }).click();
  await page.getByRole("button", { name: "确认启用" }).waitFor();
  // Who gets work from it is listed by name, and found by a part of a name.
  const posts = page.getByRole("dialog").locator(".ant-table").last();
  const first = posts.locator("tbody tr.ant-table-row td").first();
  const who = (await first.textContent()).split("、")[0];
  if (!who) throw new Error("a post without anybody");
  await page.getByLabel("姓名、岗位或单位").fill(who);
  await posts.locator("tbody tr.ant-table-row").first().getByText(who).waitFor();
  await page.getByRole("button", { name: "取消" }).click();
  await at("/orgs");
  await page.locator(".ant-tree-treenode").nth(3).waitFor();
  await page.getByText("在岗人员").waitFor();
}
