// A plan on one's own disk: the browser checks it as it is typed, and says where what is wrong.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const account = "cdc";

export async function walk({ page, at }) {
  const folder = mkdtempSync(join(tmpdir(), "plan-"));
  writeFileSync(join(folder, "pack.toml"), 'id = "mine"\nversion = "1.0.0"\ncolour = 3\n');
  await at("/plans");
  await page.getByRole("link", { name: "校核方案文件" }).click();
  await page.locator('input[type="file"]').setInputFiles(folder);
  await page.getByRole("row", { name: /pack\.toml:3:1 / }).waitFor();
  const text = page.getByRole("textbox", { name: /pack\.toml/ });
  await text.fill('id = "mine"\nversion = "1.0.0"\n\n\ncolour = 3\n');
  await page.getByRole("button", { name: /pack\.toml:5:1/ }).click();
  await page.waitForFunction(() => document.activeElement?.selectionStart === 32);
}
