// Where a number of duties leads.
import { expect, test } from "vitest";
import type { Indicator, ReportView } from "../../api/shapes";
import { dutiesPath } from "./NumberValue";

const sheet = {
  org: { id: "org:liuxi", name: "柳溪镇" },
  from: "2026-03-01T16:00:00Z",
  until: "2026-03-02T16:00:00Z",
} as ReportView;
const number = (change: Partial<Indicator>) =>
  ({ id: "n", cumulative: false, opens: "duties", ...change }) as Indicator;

test("a number of duties opens those of its organisation, its period and its end", () => {
  const path = dutiesPath(sheet, number({ duties: "late" }));
  const [page, query] = (path ?? "").split("?");
  expect([page, Object.fromEntries(new URLSearchParams(query))]).toEqual([
    "/duties",
    { org: "org:liuxi", state: "done_late", due_from: sheet.from, due_until: sheet.until },
  ]);
});

test("all that fell due are all but the waived; since the beginning has no first day", () => {
  const query = (change: Partial<Indicator>) =>
    Object.fromEntries(new URLSearchParams((dutiesPath(sheet, number(change)) ?? "").split("?")[1]));
  expect(query({ duties: "due" }).state).toBe("open,overdue,done,done_late,missed");
  expect(query({ duties: "done", cumulative: true })).toEqual({
    org: "org:liuxi",
    state: "done",
    due_until: sheet.until,
  });
});

test("other numbers lead to no list of duties", () => {
  expect(dutiesPath(sheet, number({}))).toBeNull();
});
