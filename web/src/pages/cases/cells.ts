// What the browser reads out of the rows of a line list: values to compare and to count by.
// Not here: drawing; and which cells there are, which the server says.
import type { Case, CaseColumn } from "../../api/shapes";

/** The value of a cell for sorting and counting; `null` where nothing was told or it is masked. */
export function cellValue(row: Case, column: string): string | number | boolean | null {
  const value: unknown = row.cells[column]?.value;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return Array.isArray(value) ? value.join(",") : null;
}

/** Orders two rows by a column; what is not known comes last in ascending order. */
export function byColumn(column: CaseColumn): (a: Case, b: Case) => number {
  const place = new Map(column.codes?.map((code, n) => [code.code, n]));
  const rank = (row: Case) => {
    const value = cellValue(row, column.id);
    return typeof value === "string" ? (place.get(value) ?? value) : value;
  };
  return (a, b) => {
    const [x, y] = [rank(a), rank(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return x < y ? -1 : x > y ? 1 : 0;
  };
}

/** Bounds of age groups in years, as tables of notifiable diseases have them. */
const AGES = [0, 1, 5, 10, 15, 20, 30, 40, 50, 60, 70, 80];

/** `5–9`; the last group is open. */
export function ageGroup(years: number): string {
  const n = AGES.findLastIndex((from) => years >= from);
  if (n < 0) return "";
  const [from, next] = [AGES[n] ?? 0, AGES[n + 1]];
  return next === undefined ? `${from}+` : next === from + 1 ? `${from}` : `${from}–${next - 1}`;
}

/** What a curve is divided by: a column of codes, the age in groups, or where the person belongs. */
export type Division = "home" | "age" | (string & {});

/** The group of a row, and where it stands among the others; `null` when it is not known. */
export function groupOf(row: Case, by: Division, column: CaseColumn | undefined): { id: string; place: number } | null {
  if (by === "home") return row.home ? { id: row.home.id, place: 0 } : null;
  const value = cellValue(row, by);
  if (value === null) return null;
  if (by === "age") {
    const years = Number(value);
    const id = ageGroup(years);
    return id ? { id, place: AGES.findLastIndex((from) => years >= from) } : null;
  }
  const place = column?.codes?.findIndex((code) => code.code === value) ?? -1;
  return { id: String(value), place: place < 0 ? Number.MAX_SAFE_INTEGER : place };
}
