// The sixth step of the second walkthrough of ARCHITECTURE.md, and the seventh: the laboratory's result is positive, the
// case is reported, the situation of the village rises and its measures are owed; entering that the village is sealed
// touches everybody who lives there, each with a course and a duty of their own; when the case turns out to be somebody
// else's, what hung on it is withdrawn, and when the seal is lifted the courses end.
import { dayOf, eventually, expect, forward, openDesk } from "./house.mjs";

export const account = "cdc";

const VILLAGE = "org:v06";
const OBSERVED = "rural-five-early/closed-village";
const DAILY = "rural-five-early/observe_inhabitant";

/** The values that a status of the village has now, by plan. */
async function situation(of) {
  const { statuses } = await of.get(`/orgs/${VILLAGE}`);
  const held = statuses.filter((s) => s.holds && s.name.endsWith("/situation"));
  return Object.fromEntries(held.map((s) => [s.name.split("/")[0], s.value]));
}

const idsOf = (rows) => [...new Set(rows.map((row) => row.subject.id))].sort();

/** A record made at the desk from an address that knows most of it. */
async function submit(desk, ledger, known) {
  await desk.at(`/ledgers/${ledger}/new?${new URLSearchParams(known)}`);
  await desk.page.getByRole("button", { name: "提交登记" }).click();
  await desk.page
    .getByText(/已登记/)
    .first()
    .waitFor();
}

/** The village's head sees the signal and what is owed because of it, and enters that the village is sealed. */
async function villageSeals({ page, house, day }) {
  const village = await house.as("village");
  const desk = await openDesk(page.context().browser(), house.address, "village");
  await desk.page.getByRole("button", { name: "村内发现确诊病例或无症状感染者" }).first().waitFor();
  const [owed] = (await village.get(`/duties?subject=${VILLAGE}&name=village-community/search_contacts`)).rows;
  expect("within a day of the report", Date.parse(owed.due) - Date.parse(`${day}T09:30:00+08:00`), 24 * 3_600_000);
  await desk.page.getByRole("button", { name: "排查确诊病例的密切接触者" }).first().click();
  await desk.page.getByRole("dialog").getByText("A-09.16").first().waitFor();
  await forward(house, `${day} 10:05`);
  await submit(desk, "closure", { subject: VILLAGE, kind: "sealed", at: `${day}T10:00:00+08:00` });
  return { desk, village, owed };
}

/** What hung on the case is withdrawn and says so; the seal was somebody's decision, and is lifted by one. */
async function villageLifts({ desk, village, owed, next }) {
  const key = encodeURIComponent(owed.key);
  const gone = await village.get(`/duties/${key}`);
  expect("withdrawn with the case", gone.duty.state, "withdrawn");
  if (!gone.why.history.some((h) => h.kind === "withdrawn")) throw new Error("the history forgot the withdrawal");
  await desk.at(`/duties?state=withdrawn&why=${key}`);
  await desk.page.getByRole("dialog").getByText("已撤销", { exact: true }).first().waitFor();
  await submit(desk, "closure", { subject: VILLAGE, kind: "lifted", at: `${next}T08:20:00+08:00` });
  expect("errors of the village's page", desk.errors, []);
  await desk.page.context().close();
}

/** Everybody who lives there is observed at home, the case until it is in hospital, and next morning the doctor owes a visit to each. */
async function everybodyIsObserved({ page, house, person, day, next }) {
  const doctor = await house.as("doctor");
  const home = await doctor.get(`/subjects?kind=person&org=${VILLAGE}&limit=500`);
  const others = idsOf(home.rows).filter((id) => id !== person);
  const courses = () => doctor.get(`/courses?running=1&org=${VILLAGE}&name=${OBSERVED}&limit=500`);
  await eventually("a course of everybody", async () => (await courses()).rows.length > others.length);
  // The case is moved to hospital, and is no longer observed at home.
  const moved = { ledger: "transfer", subject: person, at: `${day} 10:05`, body: { reason: "case", finished: true } };
  await (await house.as("transport")).record({ ...moved, org: "org:qinghe" });
  const running = await eventually("the end of the course of the case", async () => {
    const { rows } = await courses();
    return rows.length === others.length && rows;
  });
  expect("who is observed", idsOf(running), others);
  expect("from the day on which it was sealed", [...new Set(running.map((c) => c.day_one))], [day]);

  await forward(house, `${next} 08:30`);
  const visits = await eventually("the morning's duties", async () => {
    const { rows } = await doctor.get(`/duties?mine=1&state=open&name=${DAILY}&limit=500`);
    return rows.length >= others.length && rows;
  });
  expect("whom the doctor visits", idsOf(visits), others);
  const { why } = await doctor.get(`/duties/${encodeURIComponent(visits[0].key)}`);
  expect("by which clause", why.clause.id, "D-01.22");

  const desk = await openDesk(page.context().browser(), house.address, "doctor");
  await desk.at(`/people/${encodeURIComponent(others[0])}`);
  await desk.page.getByText("封闭自然村居家医学观察").first().waitFor();
  await desk.page.getByRole("button", { name: "封闭村居民每日测温" }).first().waitFor();
  expect("errors of the doctor's page", desk.errors, []);
  await desk.page.context().close();
  return courses;
}

export async function walk({ page, at, house }) {
  const [day, next] = [await dayOf(house, 1), await dayOf(house, 2)];
  await forward(house, `${day} 09:40`);
  const cdc = await house.as(account);
  const person = (await cdc.get(`/subjects?kind=person&org=${VILLAGE}&limit=3`)).rows[2].subject.id;
  expect("before it", await situation(cdc), {});

  const desk = { page, at };
  await submit(desk, "test_result", {
    subject: person,
    result: "positive",
    disease: "covid",
    at: `${day}T09:10:00+08:00`,
  });
  await submit(desk, "case_report", {
    subject: person,
    disease: "covid",
    classification: "confirmed",
    at: `${day}T09:30:00+08:00`,
  });
  await eventually("the situation of the village", async () => {
    const held = await situation(cdc);
    return held["village-community"] === "appears" && held["rural-five-early"] === "found";
  });
  await at(`/orgs/${VILLAGE}`);
  await page
    .getByText(/出现病例/)
    .first()
    .waitFor();

  const head = await villageSeals({ page, house, day });
  const courses = await everybodyIsObserved({ page, house, person, day, next });

  const [card] = (await cdc.get(`/facts?ledger=case_report&subject=${person}`)).rows;
  await at(`/ledgers/case_report/new?${new URLSearchParams({ corrects: card.root, subject: person })}`);
  await page.getByRole("switch", { name: /^作废/ }).click();
  await page.getByRole("button", { name: "提交登记" }).click();
  await page
    .getByText(/已登记/)
    .first()
    .waitFor();
  await eventually("the situation withdrawn", async () => Object.keys(await situation(cdc)).length === 0);
  await villageLifts({ ...head, next });
  await eventually("the end of every course", async () => (await courses()).rows.length === 0);
}
