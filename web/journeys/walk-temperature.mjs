// The first walkthrough of ARCHITECTURE.md, on a phone: a temperature taken at 08:12 cannot be sent without network, and
// recorded at 09:40 it closes the morning's duty in time; both times are kept, sending the same again changes nothing, the
// duty is gone from the worklist, and the reasons of the course lead to its clause.
import { dayOf, eventually, expect, forward } from "./house.mjs";

export const account = "doctor";
export const width = 390;

export async function walk({ page, at, house }) {
  const day = await dayOf(house, 1);
  const doctor = await house.as("doctor");
  const person = (await doctor.get("/subjects?kind=person&limit=2")).rows[1].subject.id;
  const back = { arrival_date: await dayOf(house), origin_risk: "high", declared: true };
  await doctor.record({ ledger: "arrival", subject: person, at: await dayOf(house), org: "org:v06", body: back });
  await forward(house, `${day} 09:40`);
  const morning = async () =>
    (await doctor.get(`/duties?name=village-community/returnee_check&subject=${person}`)).rows.find(
      (d) => Date.parse(d.opens) === Date.parse(`${day}T08:00:00+08:00`),
    );
  const owed = await eventually("the morning's duty", morning);
  expect("open in the morning", owed.state, "open");

  await at("/");
  const line = page.locator("li", { hasText: "为返回人员测体温、问症状" }).first();
  await line.waitFor();
  const taken = new URLSearchParams({ subject: person, discharges: owed.key, org: "org:v06" });
  await at(`/ledgers/temperature/new?${taken}&at=${encodeURIComponent(`${day}T08:12:00+08:00`)}`);
  await page.getByLabel("体温", { exact: true }).fill("36.8");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "提交登记" }).click();
  await page.getByText("连接不上服务器").waitFor();
  expect("nothing was sent", (await morning()).state, "open");
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "提交登记" }).click();
  await page
    .getByText(/已登记/)
    .first()
    .waitFor();

  const done = await eventually("the duty done", async () => {
    const { duty } = await doctor.get(`/duties/${encodeURIComponent(owed.key)}`);
    return duty.done && duty;
  });
  expect("in time, by when it happened", done.state, "done");
  expect("taken at", Date.parse(done.done.at), Date.parse(`${day}T08:12:00+08:00`));
  const { holds } = await doctor.get(`/facts/${done.done.fact}`);
  expect("recorded minutes later", holds.recorded_after_minutes, 88);
  const again = { id: holds.id, ledger: "temperature", subject: person, at: `${day} 08:12`, org: "org:v06" };
  const answer = await doctor.post("/facts", { ...again, body: { celsius: 36.8 }, discharges: owed.key });
  expect("sent again", [answer.accepted.length, answer.known.length], [0, 1]);
  const { rows } = await doctor.get("/duties?mine=1&state=owed&limit=500");
  expect("gone from the worklist", rows.filter((d) => d.key === owed.key).length, 0);
  await at(`/people/${encodeURIComponent(person)}`);
  const course = page.locator(".ant-card", { hasText: "疫区返回人员14天自我隔离" }).first();
  await course.getByRole("button", { name: "依据" }).click();
  await page.getByRole("dialog").getByText("A-09.12").first().waitFor();
}
