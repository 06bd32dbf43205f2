// Figures of the epidemic curve, and the reading of cells.
import { describe, expect, it } from "vitest";
import type { Case, CaseColumn } from "../../api/shapes";
import { ageGroup, byColumn } from "./cells";
import { curveOf, OTHERS, UNKNOWN } from "./curve";

const same = (text: string) => ({ zh: text, en: text });

function row(cells: Record<string, string | number>, home?: string): Case {
  const cell = ([id, value]: [string, string | number]) => [id, { value: value as never, shown: same(String(value)) }];
  return {
    id: JSON.stringify(cells),
    person: { id: "person:1", kind: "person", label: "1", masked: false },
    home: home ? { id: home, name: home } : null,
    reported_by: { id: "org:1", name: "1" },
    reports: 1,
    cells: Object.fromEntries(Object.entries(cells).map(cell)),
  };
}

const types: CaseColumn = {
  id: "case_type",
  kind: "code",
  label: same("type"),
  codes: ["suspected", "confirmed"].map((code) => ({ code, label: same(code) })),
};

describe("the epidemic curve", () => {
  it("has a bar for every day, also where nobody fell ill, and the groups in the order of the codes", () => {
    const rows = [
      row({ date_onset: "2026-03-01", case_type: "confirmed" }),
      row({ date_onset: "2026-03-03", case_type: "suspected" }),
      row({ date_onset: "2026-03-03", case_type: "confirmed" }),
      row({ date_onset: "2026-03-03" }),
      row({ case_type: "confirmed" }),
    ];
    expect(curveOf(rows, "date_onset", "case_type", [types])).toEqual({
      bins: ["2026-03-01", "2026-03-02", "2026-03-03"],
      step: 1,
      groups: [
        { id: "suspected", counts: [0, 0, 1] },
        { id: "confirmed", counts: [1, 0, 1] },
        { id: UNKNOWN, counts: [0, 0, 1] },
      ],
      undated: 1,
    });
  });

  it("goes by weeks from Monday on when it is long", () => {
    const rows = ["2026-01-01", "2026-01-04", "2026-01-05", "2026-05-01"].map((date_onset) => row({ date_onset }));
    const figures = curveOf(rows, "date_onset", "case_type", [types]);
    expect([figures.step, figures.bins[0], figures.bins.at(-1)]).toEqual([7, "2025-12-29", "2026-04-27"]);
    expect(figures.groups[0]?.counts.slice(0, 2)).toEqual([2, 1]);
  });

  it("draws the smallest of many groups together, and loses nobody", () => {
    const homes = Array.from({ length: 12 }, (_, n) => `org:${n}`);
    const rows = homes.flatMap((home, n) =>
      Array.from({ length: 12 - n }, () => row({ date_onset: "2026-03-01" }, home)),
    );
    const figures = curveOf(rows, "date_onset", "home", []);
    expect(figures.groups.map((g) => g.id)).toEqual([...homes.slice(0, 8), OTHERS]);
    expect(figures.groups.flatMap((g) => g.counts).reduce((a, b) => a + b)).toBe(rows.length);
  });

  it("of nobody is empty", () => {
    expect(curveOf([], "date_onset", "age", [])).toEqual({ bins: [], step: 1, groups: [], undated: 0 });
  });
});

describe("cells", () => {
  it("put ages into groups", () => {
    expect([0, 0.5, 1, 4, 9, 85].map(ageGroup)).toEqual(["0", "0", "1–4", "1–4", "5–9", "80+"]);
  });

  it("are ordered as the codes stand, what is not known last", () => {
    const rows = [row({}), row({ case_type: "confirmed" }), row({ case_type: "suspected" })];
    expect(rows.sort(byColumn(types)).map((r) => r.cells.case_type?.value)).toEqual([
      "suspected",
      "confirmed",
      undefined,
    ]);
  });
});
