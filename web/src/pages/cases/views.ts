// What a reader made of the line list: columns, picked values, order; kept by name in this browser. No row is kept.
import type { Case } from "../../api/shapes";
import { cellValue } from "./cells";

/** Values that are shown, by column; a column that is absent shows all. */
export type Picked = Record<string, string[]>;

export interface View {
  columns: string[];
  picked: Picked;
  sort: { column: string; order: "ascend" | "descend" } | null;
}

export interface SavedView {
  name: string;
  view: View;
  /** Filters of the address. */
  values: Record<string, string>;
}

/** True when a row has one of the picked values in each column. */
export function fits(row: Case, picked: Picked): boolean {
  return Object.entries(picked).every(([column, values]) => values.includes(String(cellValue(row, column) ?? "")));
}

const KEPT = "lf.cases.views";

export function savedViews(): SavedView[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((v): v is SavedView => typeof v?.name === "string" && v.view) : [];
  } catch {
    return [];
  }
}

export function keepViews(views: SavedView[]): void {
  localStorage.setItem(KEPT, JSON.stringify(views));
}
