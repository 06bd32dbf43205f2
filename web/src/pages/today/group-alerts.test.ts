// Tests of how signals are put together on the page of today.
import { expect, test } from "vitest";
import type { AlertRow } from "../../api/shapes";
import { groupAlerts } from "./group-alerts";

function alert(name: string, severity: number, kind: string, raised: string): AlertRow {
  const words = { zh: "", en: "" };
  return {
    key: `${name}|${kind}:1|${raised}`,
    name,
    title: words,
    clause: { id: "", says: words },
    subject: { id: `${kind}:1`, kind, label: "", masked: false },
    severity,
    raised,
    open: true,
    receivers: [],
    mine: false,
  };
}

test("one line per kind, the gravest first, the class before its pupils", () => {
  const rows = [
    alert("suspect", 1, "person", "2025-11-21T00:03:00Z"),
    alert("pupil", 2, "person", "2025-11-21T00:02:00Z"),
    alert("suspect", 1, "person", "2025-11-21T00:01:00Z"),
    alert("cluster", 2, "org", "2025-11-20T00:00:00Z"),
  ];
  expect(groupAlerts(rows).map((g) => [g[0].name, g.length])).toEqual([
    ["cluster", 1],
    ["pupil", 1],
    ["suspect", 2],
  ]);
  expect(groupAlerts([])).toEqual([]);
});
