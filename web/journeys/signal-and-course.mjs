// From a signal to the facts behind it, to the person's file with the calendar of the course, and to a receipt of the
// signal with a note.
import { ask } from "./house.mjs";

export const account = "reporter";

export async function walk({ page, at }) {
  await at("/alerts?open=1");
  await page.locator("tbody button.lf-linkish").first().click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("heading", { name: "所依据的登记" }).waitFor();
  await drawer.locator("article.lf-fact").first().waitFor();
  const course = (await ask(page, "/courses?limit=1")).rows[0];
  await at(`/people/${encodeURIComponent(course.subject.id)}`);
  await page.getByRole("img", { name: /日历/ }).first().waitFor();
  await page.getByRole("button", { name: "依据", exact: true }).first().click();
  await drawer.getByRole("heading", { name: course.title.zh }).waitFor();
  await at("/alerts?open=1");
  await page.getByRole("button", { name: "签收", exact: true }).first().click();
  await page.getByLabel("处置说明").fill("已安排班主任核实，校医留观");
  await page.getByRole("button", { name: "确定" }).click();
  await page.getByText("已签收").first().waitFor();
}
