// Analyses: the page of spread and the page of detectors draw what the server says, for the same questions.
import { dayOf, expect } from "./house.mjs";

export const account = "cdc";

/** A week of rising cases of one disease, reported two days after the onset. */
async function rising(house) {
  const [cdc, day] = [await house.as("cdc"), await dayOf(house)];
  const people = (await cdc.get("/subjects?kind=person&limit=60")).rows.map((row) => row.subject.id);
  let n = 0;
  for (const [onset, cases] of [1, 1, 2, 2, 4, 9].entries()) {
    for (let i = 0; i < cases; i += 1) {
      const body = { disease: "norovirus", classification: "clinical", onset: `2025-10-${15 + onset}` };
      const at = `2025-10-${17 + onset} 09:00`;
      await cdc.record({ ledger: "case_report", subject: people[n], at, body });
      n += 1;
    }
  }
  return { cdc, day, cases: n };
}

export async function walk({ page, at, house }) {
  const { cdc, cases } = await rising(house);
  const spread = await cdc.get("/analyses/spread?disease=norovirus&si_mean=3&si_sd=1");
  expect(
    "cases counted",
    spread.days.reduce((sum, d) => sum + d.cases, 0),
    cases,
  );
  await at("/spread?disease=norovirus");
  await page.getByRole("img", { name: `${spread.days.length} 天内 ${cases} 例` }).waitFor();
  await page.getByLabel("代间距均值").fill("3");
  await page.keyboard.press("Enter");
  await page.getByText("均值和标准差须同时填写").waitFor();
  await page.getByLabel("标准差").fill("1");
  await page.keyboard.press("Enter");
  const last = spread.reproduction.findLast((w) => w.until <= spread.complete_until);
  await page.getByText(`${last.median.toFixed(2)}（95% 区间 ${last.low.toFixed(2)}–${last.high.toFixed(2)}`).waitFor();
  await page.getByText(`中位 ${spread.delay.median} 天`).waitFor();

  const detection = await cdc.get("/analyses/detection?method=ears-c1&disease=norovirus");
  const alarms = detection.steps.filter((s) => s.alarm);
  expect("the day of nine is an alarm", alarms.at(-1).day, "2025-10-20");
  await at("/detectors?of=c:norovirus");
  await page.getByRole("img", { name: `其中异常 ${alarms.length} 期` }).waitFor();
  await page.getByRole("row", { name: /2025-10-20.*超过上限/ }).waitFor();
  await page
    .getByRole("row", { name: /2025-10-20/ })
    .getByRole("button", { name: /研\s?判/ })
    .click();
  await page.getByRole("dialog").getByLabel("研判结论").click();
  await page.getByTitle("确认为事件").click();
  await page.getByRole("dialog").getByRole("textbox").fill("食堂聚餐");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /确\s?定/ })
    .click();
  await page.getByRole("row", { name: /2025-10-20.*确认为事件.*食堂聚餐/ }).waitFor();
  // Closing, the dialog gives the focus back; a list opened before would lose it.
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  const judged = await cdc.get("/analyses/detection?method=ears-c2&disease=norovirus");
  expect("what it was", judged.steps.find((s) => s.day === "2025-10-20").review.finding.zh, "确认为事件");
  await page.getByLabel("方法").click();
  await page.getByTitle("固定阈值（7 期合计）").click();
  await page.getByText("请填写阈值").waitFor();
  await page.getByLabel("阈值", { exact: true }).fill("19");
  const reached = await cdc.get("/analyses/detection?method=threshold&least=19&disease=norovirus");
  const steps = reached.steps.filter((s) => s.alarm).length;
  expect("nineteen within seven days", steps > 0, true);
  await page.getByText(`异常 ${steps} 期`, { exact: true }).waitFor();
}
