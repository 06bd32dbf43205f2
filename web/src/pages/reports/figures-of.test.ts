// What the list of a day and a sheet say of those who report.
import { expect, test } from "vitest";
import type { Indicator, ReportRow } from "../../api/shapes";
import { byReport, figuresOf, shown } from "./figures-of";

const row = (report: string, org: string, state: string): ReportRow => ({
  report,
  title: { zh: report, en: report },
  org: { id: org, name: org },
  day: "2026-03-02",
  due: "2026-03-02T01:00:00Z",
  state,
  duty: `${report}|${org}`,
});
const rows = [
  row("p/village", "org:v1", "received"),
  row("p/town", "org:t1", "missing"),
  row("p/village", "org:v2", "late"),
  row("p/village", "org:v3", "expected"),
];

test("what came late was received and not in time, what is awaited is not missing", () => {
  expect(figuresOf(rows)).toEqual({ expected: 4, received: 2, on_time: 1, missing: 1 });
  expect(figuresOf([])).toEqual({ expected: 0, received: 0, on_time: 0, missing: 0 });
});

test("reports that few owe stand first, each with its own", () => {
  expect(byReport(rows).map((list) => list.map((r) => r.org.id))).toEqual([["org:t1"], ["org:v1", "org:v2", "org:v3"]]);
});

test("a share has one decimal and says 100 only of all; counts stay as they are", () => {
  const of = (en: string) => ({ unit: { zh: en, en } }) as Indicator;
  expect([99.96, 66.6666, 100, -33.3334, 84.3].map((n) => shown(n, of("%")))).toEqual([99.9, 66.6, 100, -33.3, 84.3]);
  expect([shown(1.2345, of("kg")), shown(null, of("%"))]).toEqual([1.2345, null]);
});
