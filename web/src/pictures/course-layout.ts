// Where each day, phase and test of a course lies in its calendar picture.
// Not here: drawing (CourseCalendar), and any counting of days: day one and the dates come from the server.
import { daysBetween, plusDays } from "../words/time";

export interface CourseDays {
  dayOne: string;
  lastDay: string;
  phases: { id: string; first: string; last: string }[];
  tests: { day: number; date: string; result: string | null }[];
  /** The day it really ended, if it did. */
  ended: string | null;
}

/** How a test day stands. `missed` means its day is over without a result. */
export type TestMark = "negative" | "positive" | "other" | "waiting" | "missed" | "ahead";

export interface DayCell {
  day: number;
  date: string;
  column: number;
  row: number;
  phase: number;
  test: TestMark | null;
  today: boolean;
  past: boolean;
  /** After the course really ended. */
  off: boolean;
}

export interface PhaseBand {
  phase: number;
  row: number;
  from: number;
  to: number;
  /** True on the first band of its phase: the title is written there. */
  opens: boolean;
}

export interface CourseLayout {
  cells: DayCell[];
  bands: PhaseBand[];
  rows: number;
}

/** A course is never drawn longer than this: a mistaken date must not freeze the page. */
const DAYS_MAX = 400;

export function testMark(result: string | null, date: string, today: string): TestMark {
  if (result === "negative" || result === "positive") return result;
  if (result !== null) return "other";
  if (date > today) return "ahead";
  return date === today ? "waiting" : "missed";
}

export function layCourse(course: CourseDays, today: string, perRow: number): CourseLayout {
  const days = Math.min(Math.max(daysBetween(course.dayOne, course.lastDay) + 1, 1), DAYS_MAX);
  const tests = new Map(course.tests.map((t) => [t.date, t]));
  const cells: DayCell[] = [];
  for (let i = 0; i < days; i++) {
    const date = plusDays(course.dayOne, i);
    const test = tests.get(date);
    cells.push({
      day: i + 1,
      date,
      column: i % perRow,
      row: Math.floor(i / perRow),
      phase: course.phases.findIndex((p) => p.first <= date && date <= p.last),
      test: test ? testMark(test.result, date, today) : null,
      today: date === today,
      past: date < today,
      off: course.ended !== null && date > course.ended,
    });
  }
  return { cells, bands: bandsOf(cells), rows: Math.ceil(days / perRow) };
}

function bandsOf(cells: DayCell[]): PhaseBand[] {
  const bands: PhaseBand[] = [];
  const opened = new Set<number>();
  for (const cell of cells) {
    if (cell.phase < 0) continue;
    const last = bands.at(-1);
    if (last && last.phase === cell.phase && last.row === cell.row) {
      last.to = cell.column;
    } else {
      bands.push({
        phase: cell.phase,
        row: cell.row,
        from: cell.column,
        to: cell.column,
        opens: !opened.has(cell.phase),
      });
      opened.add(cell.phase);
    }
  }
  return bands;
}
