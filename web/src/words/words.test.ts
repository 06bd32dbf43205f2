// Tests of times, numbers and ids as people see them.
import { expect, test } from "vitest";
import { uuid7 } from "./fact-id";
import { bare, count, difference, percent, say } from "./label";
import {
  clockOf,
  dateOf,
  daysBetween,
  distance,
  dueGroup,
  instantOf,
  momentOf,
  plusDays,
  spokenMoment,
  startOf,
} from "./time";

const CHINA = 8 * 3600;

test("an instant is read in the zone of the house, over midnight too", () => {
  expect(dateOf("2026-09-12T17:00:00Z", CHINA)).toBe("2026-09-13");
  expect(clockOf("2026-09-12T17:05:00.000000Z", CHINA)).toBe("01:05");
  expect(momentOf("2026-09-12T00:05:00Z", CHINA, Date.parse("2026-10-01T00:00:00Z"))).toBe("09-12 08:05");
  expect(momentOf("2025-09-12T00:05:00Z", CHINA, Date.parse("2026-10-01T00:00:00Z"))).toBe("2025-09-12 08:05");
  expect(momentOf("nonsense", CHINA)).toBe("");
  expect(spokenMoment("2026-09-12T00:05:00Z", CHINA, "zh")).toBe("2026-09-12 08:05");
  expect(spokenMoment("2026-09-12T16:05:00Z", CHINA, "en", Date.parse("2026-10-01T00:00:00Z"))).toBe("13 Sep 00:05");
  expect(spokenMoment("2025-09-12T00:05:00Z", CHINA, "en", Date.parse("2026-10-01T00:00:00Z"))).toBe(
    "12 Sep 2025 08:05",
  );
  expect(spokenMoment("nonsense", CHINA, "en")).toBe("");
});

test("civil days and instants go both ways", () => {
  expect(startOf("2026-09-13", CHINA)).toBe("2026-09-12T16:00:00.000Z");
  expect(instantOf("2026-09-13 08:05", CHINA)).toBe("2026-09-13T00:05:00.000Z");
  expect(instantOf("13/9/2026", CHINA)).toBeNull();
  expect(daysBetween("2026-02-27", "2026-03-01")).toBe(2);
  expect(plusDays("2024-02-28", 2)).toBe("2024-03-01");
});

test("deadlines fall into four groups", () => {
  const now = Date.parse("2026-09-12T02:00:00Z"); // 10:00
  expect(dueGroup("2026-09-12T01:59:59Z", now, CHINA)).toBe("overdue");
  expect(dueGroup("2026-09-12T04:00:00Z", now, CHINA)).toBe("soon");
  expect(dueGroup("2026-09-12T15:59:00Z", now, CHINA)).toBe("today");
  expect(dueGroup("2026-09-12T16:00:00Z", now, CHINA)).toBe("later");
  expect(distance("2026-09-13T04:30:00Z", now)).toEqual({ past: false, days: 1, hours: 2, minutes: 30 });
  expect(distance("2026-09-12T01:15:00Z", now)).toEqual({ past: true, days: 0, hours: 0, minutes: 45 });
});

test("numbers never pretend", () => {
  expect(count(12345)).toBe("12,345");
  expect(count(undefined)).toBe("—");
  expect([difference(3), difference(0), difference(-2), difference(null)]).toEqual(["+3", "±0", "−2", ""]);
  expect([percent(199, 200), percent(200, 200), percent(0, 0)]).toEqual(["99%", "100%", "—"]);
});

test("words come in the reader's language, or else in the other", () => {
  expect(say({ zh: "晨检", en: "morning check" }, "en")).toBe("morning check");
  expect(say({ zh: "晨检", en: "" }, "en")).toBe("晨检");
  expect(say(null, "zh")).toBe("");
  expect(bare("school-infectious-disease/morning_check")).toBe("morning_check");
});

test("ids are UUIDv7: version, variant, and order of time", () => {
  const a = uuid7(1_700_000_000_000, new Uint8Array(10).fill(255));
  const b = uuid7(1_700_000_000_001, new Uint8Array(10));
  expect(a).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(b).toMatch(/-7000-8000-000000000000$/);
  expect(a < b).toBe(true);
  expect(Number.parseInt(a.replace("-", "").slice(0, 12), 16)).toBe(1_700_000_000_000);
});
