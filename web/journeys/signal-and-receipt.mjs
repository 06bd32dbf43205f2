// Three pupils of a class with the same symptoms on one morning: the signal is raised with the third, whoever was told
// acknowledges it, and the report is owed within 24 hours of the third and closed in time.
import { dayOf, eventually, expect, forward } from "./house.mjs";

export const account = "reporter";

const CLASS = "org:school-hm-c1";

export async function walk({ page, at, house }) {
  const day = await dayOf(house, 1);
  await forward(house, `${day} 08:05`);
  const [teacher, reporter, principal] = [
    await house.as("teacher"),
    await house.as("reporter"),
    await house.as("principal"),
  ];
  const pupils = (await teacher.get("/subjects?kind=person&limit=3")).rows.map((r) => r.subject.id);
  const cluster = async () =>
    (await reporter.get("/alerts?open=1")).rows.find((a) => a.name.endsWith("/cluster") && a.subject.id === CLASS);
  for (const [n, subject] of pupils.entries()) {
    expect(`a signal after ${n} pupils`, (await cluster()) ?? null, null);
    const body = { session: "morning", has_symptom: true, symptoms: ["fever", "rash"], celsius: 38.3 };
    await teacher.record({ ledger: "morning_noon_check", subject, at: `${day} 08:0${n + 1}`, org: CLASS, body });
  }
  const alert = await eventually("the signal", cluster);
  const third = Date.parse(`${day}T08:03:00+08:00`);
  expect("raised with the third", Date.parse(alert.raised), third);
  expect("told to the reporter", alert.mine, true);

  await at("/alerts?open=1");
  const row = page.locator("tbody tr", { hasText: "聚集性疫情" });
  await row.getByRole("button", { name: "签收" }).click();
  const asked = page.getByRole("dialog");
  await asked.getByLabel("处置说明").fill("已联系家长，病例离校，班级消毒");
  await asked.getByRole("button", { name: "确定" }).click();
  await page.getByText("已签收").first().waitFor();
  const heard = (await principal.get("/alerts")).rows.find((a) => a.key === alert.key);
  expect("open after the receipt", heard.open, false);
  const ledgers = (await principal.get("/ledgers")).filter((l) => l.act === "acknowledge").map((l) => l.id);
  const receipts = (await principal.get(`/facts?ledger=${ledgers.join(",")}&subject=${CLASS}`)).rows;
  expect(
    "receipts recorded",
    receipts.map((f) => f.by),
    ["reporter"],
  );

  const owed = (await reporter.get(`/duties?name=school-infectious-disease/report_cluster&subject=${CLASS}`)).rows;
  expect(
    "the report is owed",
    owed.map((d) => [d.state, Date.parse(d.due) - third]),
    [["open", 24 * 3_600_000]],
  );
  await at("/");
  await page.getByRole("button", { name: "报告聚集性疫情" }).first().click();
  await page.getByRole("dialog").getByText("B-05.14").first().waitFor();
  const body = {
    kind: "cluster",
    receivers: ["education", "cdc"],
    stage: "first",
    cases: 3,
    symptoms: ["fever", "rash"],
  };
  const report = { ledger: "outbreak_report", subject: CLASS, at: `${day} 08:04`, discharges: owed[0].key, body };
  await reporter.record({ ...report, org: "org:school-hm" });
  await page.reload();
  await page.getByRole("dialog").getByText("按时办结").first().waitFor();
  const { duty } = await reporter.get(`/duties/${encodeURIComponent(owed[0].key)}`);
  expect("the report was in time", duty.state, "done");
}
