// The daily report of a school in the afternoon: the draft counts by itself, a number opens its rows, the signature freezes
// the numbers and closes the duty, a late fact makes a note beside them, and the bureau sees who has signed and who has not.
// Not here: the mornings of towns and the county (`walk-report`).
import { dayOf, eventually, expect, forward } from "./house.mjs";

export const account = "reporter";

const [REPORT, SCHOOL] = ["guiyang-school-spring%2Fdaily-zero", "org:school-hm"];

export async function walk({ page, at, house }) {
  const day = await dayOf(house);
  await forward(house, `${day} 16:30`);
  const [reporter, teacher, education] = [
    await house.as("reporter"),
    await house.as("teacher"),
    await house.as("education"),
  ];
  const sheet = () => reporter.get(`/reports/${REPORT}/${SCHOOL}/${day}`);
  const number = (of, id) => of.indicators.find((i) => i.id.endsWith(`.${id}`));
  const draft = await eventually("the draft", sheet);
  const counted = number(draft, "with_symptoms").value;

  await at("/reports");
  await page.locator("tbody tr", { hasText: "回放小学" }).getByRole("link").first().click();
  await page.getByText("草稿（数字随登记更新）").waitFor();
  await page.getByRole("button", { name: /^晨午晚检有症状/ }).click();
  const rows = page.getByRole("dialog");
  await (counted > 0 ? rows.locator("article").first() : rows.getByText("没有")).first().waitFor();
  expect("rows behind the number", await rows.locator("article").count(), Number(counted));
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "签发" }).first().click();
  const dialog = page.getByRole("dialog", { name: /签发/ });
  await dialog.getByText("签发后以下数字固定").waitFor();
  await dialog.getByRole("button", { name: "签发" }).click();
  await page.getByText("已签发").first().waitFor();

  const signed = await eventually("the signature", async () => {
    const found = await sheet();
    return found.signed && found;
  });
  expect("signed by", signed.signed.by, "reporter");
  expect("frozen as it was counted", number(signed, "with_symptoms").value, counted);
  const key = encodeURIComponent(`guiyang-school-spring/daily-zero|${SCHOOL}|${day}T16:00`);
  const duty = await eventually("the duty closed", async () => {
    const found = (await reporter.get(`/duties/${key}`)).duty;
    return found.state === "done" && found;
  });
  expect("closed by the signature", duty.done.fact, signed.signed.fact);

  const [, , , pupil] = (await teacher.get("/subjects?kind=person&limit=4")).rows.map((r) => r.subject.id);
  const body = { session: "noon", has_symptom: true, symptoms: ["cough"] };
  await teacher.record({
    ledger: "morning_noon_check",
    subject: pupil,
    at: `${day} 13:50`,
    org: "org:school-hm-c1",
    body,
  });
  const noted = await eventually("the note of correction", async () => {
    const found = await sheet();
    return found.corrections.length > 0 && found;
  });
  expect("the signed number stays", number(noted, "with_symptoms").value, counted);

  await forward(house, `${day} 17:10`);
  const list = await education.get(`/reports?day=${day}`);
  const schools = list.rows.filter((r) => r.report === "guiyang-school-spring/daily-zero");
  const of = (state) => schools.filter((r) => r.state === state).map((r) => r.org.id);
  expect("who has signed", of("received"), [SCHOOL]);
  expect("who is missing", of("missing").length, schools.length - 1);
  const today = await education.get("/today");
  expect("counted on the page of today", today.today.reports_expected, list.figures.expected);
}
