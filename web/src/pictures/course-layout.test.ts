// Tests of the layout of a course calendar. Not here: its drawing.
import { expect, test } from "vitest";
import { type CourseDays, layCourse, testMark } from "./course-layout";

const course: CourseDays = {
  dayOne: "2026-09-01",
  lastDay: "2026-09-28",
  phases: [
    { id: "central", first: "2026-09-01", last: "2026-09-14" },
    { id: "home", first: "2026-09-15", last: "2026-09-28" },
  ],
  tests: [
    { day: 1, date: "2026-09-01", result: "negative" },
    { day: 4, date: "2026-09-04", result: null },
    { day: 7, date: "2026-09-07", result: null },
    { day: 28, date: "2026-09-28", result: null },
  ],
  ended: null,
};

test("twenty-eight days in rows of fourteen are two rows, one phase each", () => {
  const laid = layCourse(course, "2026-09-07", 14);
  expect(laid.rows).toBe(2);
  expect(laid.cells).toHaveLength(28);
  expect(laid.bands).toEqual([
    { phase: 0, row: 0, from: 0, to: 13, opens: true },
    { phase: 1, row: 1, from: 0, to: 13, opens: true },
  ]);
});

test("a phase that breaks over rows is titled once", () => {
  const laid = layCourse(course, "2026-09-07", 10);
  expect(laid.bands.filter((b) => b.phase === 0).map((b) => [b.row, b.from, b.to, b.opens])).toEqual([
    [0, 0, 9, true],
    [1, 0, 3, false],
  ]);
});

test("tests are done, overdue, due today or ahead", () => {
  const marks = layCourse(course, "2026-09-07", 14).cells.flatMap((c) => (c.test ? [[c.day, c.test]] : []));
  expect(marks).toEqual([
    [1, "negative"],
    [4, "missed"],
    [7, "waiting"],
    [28, "ahead"],
  ]);
  expect(testMark("unclear", "2026-09-01", "2026-09-02")).toBe("other");
});

test("days after a release are off, and today is marked once", () => {
  const laid = layCourse({ ...course, ended: "2026-09-10" }, "2026-09-12", 14);
  expect(laid.cells.filter((c) => c.off)).toHaveLength(18);
  expect(laid.cells.filter((c) => c.today).map((c) => c.day)).toEqual([12]);
});

test("dates out of order or absurdly long still give a picture", () => {
  expect(layCourse({ ...course, lastDay: "2026-08-01" }, "2026-09-01", 14).cells).toHaveLength(1);
  expect(layCourse({ ...course, lastDay: "2226-08-01" }, "2026-09-01", 14).cells).toHaveLength(400);
});
