// Somebody mistypes the password, is told so, signs in, switches the language, and signs out again.
import { signIn } from "./house.mjs";

export const account = null;

export async function walk({ page }) {
  await signIn(page, "duty", "not the password");
  await page.getByRole("alert").waitFor();
  await signIn(page, "duty");
  await page.getByRole("heading", { name: "今日", exact: true }).waitFor();
  await page.getByText("演练时钟").first().waitFor();
  await page.getByText("回放", { exact: true }).waitFor();
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "Today", exact: true }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Today", exact: true }).waitFor();
  await page.getByLabel("Signed-in user").click();
  await page.getByText("Sign out").click();
  await page.getByLabel("Account", { exact: true }).waitFor();
}
