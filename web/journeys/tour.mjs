// A newcomer to the exercise: enters as the sign-in page proposes and sees by four links the cluster of a class, the report
// within 24 hours and that it was kept, the courses, and the morning report; the tour is hidden when they have seen it.
import { dayOf, eventually, forward } from "./house.mjs";

export const account = null;

const [CLASS, SCHOOL] = ["org:school-hm-c2", "org:school-hm"];
const REPORT = "school-infectious-disease/report_cluster";

/** Three pupils of a class are ill on one morning, and the school reports it. */
async function cluster(house) {
  const day = await dayOf(house, 1);
  await forward(house, `${day} 08:30`);
  const reporter = await house.as("reporter");
  const pupils = (await reporter.get(`/subjects?kind=person&org=${CLASS}&limit=3`)).rows.map((r) => r.subject.id);
  const body = { session: "morning", has_symptom: true, symptoms: ["fever", "rash"] };
  for (const [n, subject] of pupils.entries())
    await reporter.record({ ledger: "morning_noon_check", subject, at: `${day} 08:0${n + 1}`, org: SCHOOL, body });
  const owed = await eventually("the duty to report", async () => {
    const { rows } = await reporter.get(`/duties?name=${REPORT}&subject=${CLASS}&state=open`);
    return rows[0];
  });
  const report = { kind: "cluster", receivers: ["education", "cdc"], stage: "first", cases: 3, symptoms: ["fever"] };
  const fact = { ledger: "outbreak_report", subject: CLASS, at: `${day} 08:20`, org: SCHOOL, body: report };
  await reporter.record({ ...fact, discharges: owed.key });
}

export async function walk({ page, house }) {
  await cluster(house);
  await page.getByRole("button", { name: /^进入：指挥部值班员/ }).click();
  await page.getByRole("heading", { level: 1, name: "今日" }).waitFor();

  const follow = (link) => page.getByRole("link", { name: link }).click();
  await follow(/^1\. 群体预警中最重的一条/);
  const why = page.getByRole("dialog");
  await why.getByText("B-05.14").first().waitFor();
  await why.getByRole("article").nth(2).waitFor();
  await why.getByRole("heading", { name: "随之产生的任务" }).waitFor();
  await why.locator("li", { hasText: "报告聚集性疫情" }).getByText("按时办结").waitFor();
  await page.keyboard.press("Escape");
  await why.waitFor({ state: "hidden" });

  await follow(/^2\. 随预警产生的任务/);
  await page.waitForURL((url) => url.searchParams.get("name") === REPORT);
  await page.locator("tbody tr", { hasText: "按时办结" }).getByText("办结于").first().waitFor();
  await page.goBack();
  await follow(/^3\. 管控期与检测日/);
  await page.getByRole("heading", { level: 1, name: "管控期" }).waitFor();
  await page.goBack();
  await follow(/^4\. 每日情况报告/);
  await page.getByRole("heading", { level: 1, name: /每日情况报告/ }).waitFor();
  await page.goBack();
  await page.getByRole("button", { name: "不再显示" }).click();
  await page.reload();
  await page.getByRole("heading", { level: 2, name: /^我的任务/ }).waitFor();
  if (await page.getByText("一分钟看四处").count()) throw new Error("the tour came back");
}
