// On a phone every page fits its width: nothing has to be scrolled sideways to be read.
export const account = "duty";
export const width = 390;

const PAGES = [
  "/",
  "/duties",
  "/alerts",
  "/reports",
  "/people",
  "/cases",
  "/chains",
  "/followup",
  "/spread",
  "/detectors",
  "/areas",
  "/courses",
  "/orgs",
  "/gaps",
  "/ledgers",
  "/plans",
  "/purges",
];

export async function walk({ page, at }) {
  for (const path of PAGES) {
    await at(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) throw new Error(`${path} is ${over} px too wide`);
  }
  await at("/no-such-page");
  await page.getByText("没有这个页面").waitFor();
  await page.getByLabel("打开菜单").click();
  await page.getByRole("link", { name: "台账" }).click();
  await page.getByRole("heading", { name: "台账" }).waitFor();
}
