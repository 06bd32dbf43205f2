// Tests of what the bar and the requests decide without a browser: what a search text means, the zone, failures.
import { expect, test } from "vitest";
import { problemOf } from "../api/problem";
import { curveFigures } from "../pictures/curve-figures";
import { askFor } from "./search-text";
import { zoneSeconds } from "./zone";

test("a search text is an identity number, a telephone number, a name, or words", () => {
  expect(askFor("52011520170302001x")).toEqual({ id_number: "52011520170302001X" });
  expect(askFor("13800000012")).toEqual({ phone: "13800000012" });
  expect(askFor("钱小朵")).toEqual({ name: "钱小朵" });
  expect(askFor("0312")).toEqual({ text: "0312" });
  expect(askFor("138000000123")).toEqual({ text: "138000000123" });
});

test("the zone is a fixed offset", () => {
  expect([zoneSeconds("+08:00"), zoneSeconds("-03:30"), zoneSeconds("?")]).toEqual([28800, -12600, 28800]);
});

test("every answer that was not asked for becomes one kind of problem", () => {
  const says = { zh: "未找到", en: "there is none" };
  const told = problemOf(404, { error: { code: "unknown", says, hint: says } });
  expect([told.status, told.code, told.says, told.refusals]).toEqual([404, "unknown", says, []]);
  expect(problemOf(0, null).code).toBe("offline");
  expect(problemOf(502, "<html>").code).toBe("strange");
  expect(problemOf(500, { error: "no" }).code).toBe("strange");
});

test("a curve is said in words: the sum and its highest day", () => {
  const days = [
    { day: "2026-09-01", n: 2 },
    { day: "2026-09-02", n: 5 },
    { day: "2026-09-03", n: 5 },
  ];
  expect(curveFigures(days)).toEqual({ total: 12, max: 5, day: "2026-09-02" });
  expect(curveFigures([])).toEqual({ total: 0, max: 0, day: "" });
});
