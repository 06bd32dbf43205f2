// Where a number of duties leads.
import { expect, test } from "vitest";
import type { Indicator, ReportView } from "../../api/shapes";
import { dutiesPath } from "./NumberValue";

const sheet = {
  org: { id: "org:liuxi", name: "柳溪镇" },
  from: "2026-03-01T16:00:00Z",
  until: "2026-03-02T16:00:00Z",
} as ReportView;
const number = (change: Partial<Indicator>) => ({ id: "n", cumulative: false, opens: false, ...change }) as Indicator;

test("a number of duties opens those of its organisation, its period and its end", () => {
  const path = dutiesPath(sheet, number({ duties: "late" }));
  const [page, query] = (path ?? "").split("?");
  expect([page, Object.fromEntries(new URLSearchParams(query))]).toEqual([
    "/duties",
    { org: "org:liuxi", state: "done_late", due_from: sheet.from, due_until: sheet.until },
  ]);
});

test("other numbers, and those that no one list holds, lead nowhere", () => {
  for (const change of [{}, { duties: "open" }, { duties: "done", cumulative: true }])
    expect(dutiesPath(sheet, number(change))).toBeNull();
});
