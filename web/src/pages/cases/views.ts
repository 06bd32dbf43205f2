// What a reader made of the line list: columns, picked values, order; kept by name for the account. No row is kept.
import type { Case, KeptView } from "../../api/shapes";
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

/** A view as the server keeps it; one that another version of the page kept may lack something. */
export function asSaved({ name, view }: KeptView): SavedView[] {
  const kept = view as Partial<Omit<SavedView, "name">>;
  return kept.view?.columns && kept.view.picked ? [{ name, view: kept.view, values: kept.values ?? {} }] : [];
}
