// Signals of one kind as one group; the gravest kind first, organisations before single persons, then the newest.
import type { AlertRow } from "../../api/shapes";

export type AlertGroup = [AlertRow, ...AlertRow[]];

export function groupAlerts(rows: AlertRow[]): AlertGroup[] {
  const groups = new Map<string, AlertGroup>();
  for (const row of rows) {
    const group = groups.get(row.name);
    if (group) group.push(row);
    else groups.set(row.name, [row]);
  }
  const person = (group: AlertGroup) => Number(group[0].subject.kind === "person");
  return [...groups.values()].sort(
    (a, b) =>
      b[0].severity - a[0].severity || person(a) - person(b) || Date.parse(b[0].raised) - Date.parse(a[0].raised),
  );
}
