// The epidemic curve as figures: cases by day or week of a date, divided into groups.
// Not here: drawing, and words.
import type { Case, CaseColumn } from "../../api/shapes";
import { daysBetween, plusDays } from "../../words/time";
import { cellValue, type Division, groupOf } from "./cells";

/** The group of those of whom it is not known. */
export const UNKNOWN = "";
/** More groups than this are drawn as one. */
const GROUPS_MAX = 8;
/** The group of all the small ones. */
export const OTHERS = "…";
/** Longer than this is drawn by weeks. */
const DAYS_MAX = 100;
/** A date further than this from its neighbour is a slip of the pen, and would make the picture empty. */
const SPAN_MAX = 3660;

export interface CurveFigures {
  /** The days on which the bars begin. */
  bins: string[];
  /** 1 or 7. */
  step: number;
  /** The groups in their order, with a figure for each bar. */
  groups: { id: string; counts: number[] }[];
  /** Rows without this date. */
  undated: number;
}

/** The Monday of its week. */
function monday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return plusDays(day, -((weekday + 6) % 7));
}

export function curveOf(rows: Case[], date: string, by: Division, columns: CaseColumn[]): CurveFigures {
  const column = columns.find((c) => c.id === by);
  const found = new Map<string, { place: number; total: number; days: Map<string, number> }>();
  let [first, last, undated] = ["", "", 0];
  for (const row of rows) {
    const day = cellValue(row, date);
    if (typeof day !== "string") {
      undated += 1;
      continue;
    }
    if (!first || day < first) first = day;
    if (day > last) last = day;
    const group = groupOf(row, by, column) ?? { id: UNKNOWN, place: Number.MAX_SAFE_INTEGER };
    const known = found.get(group.id) ?? { place: group.place, total: 0, days: new Map<string, number>() };
    known.total += 1;
    known.days.set(day, (known.days.get(day) ?? 0) + 1);
    found.set(group.id, known);
  }
  if (!first) return { bins: [], step: 1, groups: [], undated };
  if (daysBetween(first, last) > SPAN_MAX) first = plusDays(last, -SPAN_MAX);
  const step = daysBetween(first, last) > DAYS_MAX ? 7 : 1;
  const start = step === 7 ? monday(first) : first;
  const bins = Array.from({ length: Math.floor(daysBetween(start, last) / step) + 1 }, (_, n) =>
    plusDays(start, n * step),
  );
  const counted = [...found].map(([id, { place, total, days }]) => {
    const counts = bins.map(() => 0);
    for (const [day, n] of days) {
      const bin = Math.floor(daysBetween(start, day) / step);
      if (bin >= 0) counts[bin] = (counts[bin] ?? 0) + n;
    }
    return { id, place, total, counts };
  });
  return { bins, step, groups: fewer(counted), undated };
}

interface Counted {
  id: string;
  place: number;
  total: number;
  counts: number[];
}

/** The largest groups in their order; the small ones together, and the unknown last. */
function fewer(all: Counted[]): CurveFigures["groups"] {
  const known = all.filter((g) => g.id !== UNKNOWN);
  const large = [...known].sort((a, b) => b.total - a.total).slice(0, GROUPS_MAX);
  const small = known.filter((g) => !large.includes(g));
  const groups = large.sort((a, b) => a.place - b.place || b.total - a.total);
  const sum = (of: Counted[]) => of[0]?.counts.map((_, n) => of.reduce((all, g) => all + (g.counts[n] ?? 0), 0)) ?? [];
  const more = small.length > 0 ? [{ id: OTHERS, counts: sum(small) }] : [];
  const unknown = all.filter((g) => g.id === UNKNOWN);
  return [...groups, ...more, ...unknown].map(({ id, counts }) => ({ id, counts }));
}
