// A class teacher finds the whole class and nobody else, by masked names; a pupil of another class is unknown to her.
import { expect } from "./house.mjs";

export const account = "teacher";

const CLASS = "org:school-hm-c1";

export async function walk({ page, at, house }) {
  const [teacher, duty] = [await house.as("teacher"), await house.as("duty")];
  const ids = async (who, ask) =>
    (await who.get(`/subjects?kind=person&limit=500${ask}`)).rows.map((r) => r.subject.id);
  const pupils = await ids(duty, `&org=${CLASS}`);
  expect("pupils of the class", pupils.length, 30);
  expect("whom the teacher sees", await ids(teacher, ""), pupils);
  const [other] = await ids(duty, "&org=org:school-hm-c2");
  expect("a pupil of another class", await teacher.status(`/subjects/${other}`), 404);

  await page.getByRole("link", { name: "一人一档" }).click();
  await page.getByText("共 30 条").waitFor();
  const shown = await page.locator("tbody tr[data-row-key]").evaluateAll((rows) => rows.map((r) => r.dataset.rowKey));
  expect("rows of the page", shown, pupils);
  const names = await page.locator("tbody tr td:first-child a").allInnerTexts();
  const named = names.filter((name) => /^\p{Script=Han}\*+\p{Script=Han}?$/u.test(name.trim()));
  expect("masked names", named.length, 30);
  await page.locator("tbody tr td:first-child a").first().click();
  await page.getByText("一年级班", { exact: true }).first().waitFor();
  await page.getByText("时间线").waitFor();
  await at(`/people/${encodeURIComponent(other)}`);
  await page.getByText("未找到，或不在您的管辖范围").waitFor();
}
