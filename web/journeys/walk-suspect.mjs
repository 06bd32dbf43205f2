// The second walkthrough of ARCHITECTURE.md: a village clinic finds a suspect; the report is owed within two hours of the
// event, becomes late, is escalated, and is done late by twenty minutes; when the find turns out to be wrong, what hung on
// it is withdrawn and stays in the history.
import { dayOf, eventually, expect, forward } from "./house.mjs";

export const account = "clinic";

const CLINIC = "org:v06-clinic";

export async function walk({ page, at, house }) {
  const day = await dayOf(house, 1);
  await forward(house, `${day} 10:05`);
  const [clinic, doctor] = [await house.as(account), await house.as("doctor")];
  const person = (await doctor.get("/subjects?kind=person&limit=1")).rows[0].subject.id;
  const known = new URLSearchParams({ subject: person, found_by: "village_clinic", at: `${day}T10:00:00+08:00` });
  await at(`/ledgers/suspect_found/new?${known}`);
  await page.getByRole("button", { name: "提交登记" }).click();
  await page
    .getByText(/已登记/)
    .first()
    .waitFor();

  const duties = async () => (await doctor.get(`/duties?name=rural-five-early/report_suspect&subject=${person}`)).rows;
  const [owed] = await eventually("the duty to report", async () => {
    const rows = await duties();
    return rows.length > 0 && rows;
  });
  expect("two hours from the event", Date.parse(owed.due), Date.parse(`${day}T12:00:00+08:00`));
  expect("who owes it", owed.owner.org, CLINIC);

  await forward(house, `${day} 12:20`);
  const key = encodeURIComponent(owed.key);
  const late = await doctor.get(`/duties/${key}`);
  expect("late after two hours", late.duty.state, "overdue");
  const kinds = late.why.history.map((h) => h.kind);
  for (const kind of ["opened", "reminded", "late", "escalated"])
    if (!kinds.includes(kind)) throw new Error(`the history does not tell ${kind}: ${kinds}`);
  await at(`/duties?why=${key}`);
  await page.getByRole("dialog").getByText("逾期", { exact: true }).first().waitFor();
  const body = { to: "org:liuxi-hc", means: "phone" };
  await clinic.record({ ledger: "suspect_report", subject: person, at: `${day} 12:20`, org: CLINIC, body });
  await page.reload();
  await page.getByRole("dialog").getByText("逾期办结", { exact: true }).first().waitFor();
  expect("done late", (await doctor.get(`/duties/${key}`)).duty.state, "done_late");

  const [found] = (await doctor.get(`/facts?ledger=suspect_found&subject=${person}`)).rows;
  const wrong = { ledger: "suspect_found", subject: person, at: found.at, org: CLINIC, corrects: found.id, void: true };
  await clinic.record({ ...wrong, body: {} });
  const withdrawn = await eventually("the withdrawal", async () => {
    const now = await doctor.get(`/duties/${key}`);
    return now.duty.state === "withdrawn" && now;
  });
  if (!withdrawn.why.history.some((h) => h.kind === "withdrawn")) throw new Error("the history forgot the withdrawal");
}
