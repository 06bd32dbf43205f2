// Rows of reports put together: the four figures of returns, and one list for each report; a number as it is shown.
import type { Indicator, ReportRow, Returned } from "../../api/shapes";

export function figuresOf(rows: ReportRow[]): Returned["figures"] {
  const of = (...states: string[]) => rows.filter((row) => states.includes(row.state)).length;
  return { expected: rows.length, received: of("received", "late"), on_time: of("received"), missing: of("missing") };
}

/** One list for each report, those that few owe first: the county's before its towns', theirs before the villages'. */
export function byReport(rows: ReportRow[]): ReportRow[][] {
  const lists = new Map<string, ReportRow[]>();
  for (const row of rows) lists.set(row.report, [...(lists.get(row.report) ?? []), row]);
  return [...lists.values()].sort((a, b) => a.length - b.length);
}

/** A share with one decimal, cut off and not rounded so that 100 % means all of them; other numbers as they are. */
export function shown(n: number | null | undefined, of: Indicator): number | null | undefined {
  return typeof n === "number" && of.unit.en === "%" ? Math.trunc(Math.round(n * 10_000) / 1000) / 10 : n;
}
