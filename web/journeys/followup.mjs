// The follow-up grid: each cell says what the server found of that day; what is done meanwhile turns the cell.
import { dayOf, eventually, expect } from "./house.mjs";

export const account = "duty";

/** Somebody comes home from afar, three days ago, and is watched by the plan. */
async function watched(house) {
  const [duty, doctor, day] = [await house.as("duty"), await house.as("doctor"), await dayOf(house)];
  const people = (await doctor.get("/subjects?kind=person&limit=5")).rows.map((row) => row.subject.id);
  const body = { arrival_date: "2025-10-23", origin_risk: "high", declared: true };
  for (const subject of people.slice(3)) {
    await doctor.record({ ledger: "arrival", subject, at: "2025-10-23", org: "org:v06", body });
  }
  const rows = await eventually("courses", async () => {
    const found = (await duty.get("/followup?running=1&limit=50")).rows;
    const there = new Set(found.map((row) => row.course.subject.id));
    return people.slice(3).every((id) => there.has(id)) && found;
  });
  return { duty, day, rows };
}

export async function walk({ page, at, house }) {
  const { duty, day, rows } = await watched(house);
  await at("/followup");
  const shown = page.locator("tbody tr[data-row-key]");
  await shown.first().waitFor();
  expect(
    "rows as the server has them",
    await shown.evaluateAll((all) => all.map((r) => r.dataset.rowKey)),
    rows.map((row) => row.key),
  );
  const words = { seen: "已做到", partly: "部分做到", missed: "未做到", open: "待做" };
  for (const row of rows.slice(0, 5)) {
    const told = row.cells.filter((c) => words[c.state]).map((c) => `${c.day} · ${words[c.state]} ${c.done}/${c.due}`);
    const signs = await page
      .locator(`tr[data-row-key="${row.key}"]`)
      .getByRole("img")
      .evaluateAll((all) => all.map((sign) => sign.ariaLabel).filter((says) => says && /[0-9]\/[0-9]/.test(says)));
    expect(
      `days of ${row.key}`,
      signs.map((says) => says.split(" · ").slice(0, 2).join(" · ")),
      told,
    );
  }
  await page.getByLabel("往前一周").click();
  await page.waitForURL(/from=/);
  const earlier = new URL(page.url()).searchParams.get("from");
  await page.getByRole("columnheader", { name: earlier.slice(5) }).waitFor();
  const before = await duty.get(`/followup?running=1&from=${earlier}&days=14&limit=50`);
  expect("the same people", before.rows.length, rows.length);
  expect(
    "today is no longer in it",
    before.rows[0].cells.some((c) => c.day === day),
    earlier > day,
  );
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "导出 CSV" }).click();
  expect("a file", (await download).suggestedFilename(), "followup.csv");
}
