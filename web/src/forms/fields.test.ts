// Tests of forms made from a ledger's schema.
import { expect, test } from "vitest";
import type { Ledger, LedgerField } from "../api/shapes";
import { bodyOf, controlOf, faultOf, placeRefusals, prefillOf, secretFields } from "./fields";

const CHINA = 8 * 3600;
const words = { zh: "字段", en: "field" };

function field(id: string, type: string, more: Partial<LedgerField> = {}): LedgerField {
  return { id, label: words, type, required: false, privacy: "internal", membership: false, ...more };
}

test("every type of field has a control, unknown ones too", () => {
  const controls = {
    bool: "switch",
    number: "number",
    code: "one",
    codes: "several",
    date: "date",
    instant: "moment",
    time_of_day: "clock",
    text: "lines",
    person_name: "line",
    citizen_id: "line",
    phone: "line",
    address: "line",
    credit_code: "line",
    division: "line",
    something_new: "line",
  };
  for (const [type, control] of Object.entries(controls))
    expect([type, controlOf(field("x", type))]).toEqual([type, control]);
  expect(controlOf(field("x", "text", { max_chars: 20 }))).toBe("line");
  expect(controlOf(field("x", "ref", { to: "org" }))).toBe("org");
  expect(controlOf(field("x", "ref", { to: "person" }))).toBe("person");
  expect(controlOf(field("x", "ref", { to: "household" }))).toBe("subject");
});

test("what the schema says is checked before sending", () => {
  const celsius = field("celsius", "number", { required: true, min: 34, max: 43, decimals: 1 });
  expect(faultOf(celsius, undefined)).toEqual({ is: "need" });
  expect(faultOf(celsius, "warm")).toEqual({ is: "number" });
  expect(faultOf(celsius, 33.9)).toEqual({ is: "min", n: 34 });
  expect(faultOf(celsius, 43.1)).toEqual({ is: "max", n: 43 });
  expect(faultOf(celsius, 37.25)).toEqual({ is: "decimals", n: 1 });
  expect(faultOf(celsius, 37.3)).toBeNull();
  expect(faultOf(field("n", "number"), 0)).toBeNull();
  expect(faultOf(field("agreed", "bool", { required: true }), false)).toBeNull();
  expect(faultOf(field("note", "text", { max_chars: 2 }), "三个字")).toEqual({ is: "chars", n: 2 });
  expect(faultOf(field("kinds", "codes", { required: true }), [])).toEqual({ is: "need" });
});

test("the body holds what was typed and nothing else", () => {
  const fields = [
    field("a", "text"),
    field("b", "number"),
    field("c", "instant"),
    field("d", "codes"),
    field("e", "bool"),
  ];
  const values = { a: "  x ", b: 0, c: "2026-09-12 08:05", d: [], e: false, stray: 1 };
  expect(bodyOf(fields, values, CHINA)).toEqual({ a: "x", b: 0, c: "2026-09-12T00:05:00.000Z", e: false });
});

test("identity fields are known by type and by class", () => {
  const ledger = {
    fields: [field("name", "person_name"), field("room", "text", { privacy: "identity" }), field("n", "number")],
  };
  expect([...secretFields(ledger as Ledger)]).toEqual(["name", "room"]);
});

test("refusals go to their fields, the others stay together", () => {
  const refusal = (code: string, name?: string) => ({ code, field: name ?? null, says: words, hint: words });
  const shown = new Set(["celsius", "subject", "at"]);
  const placed = placeRefusals(
    [
      refusal("out_of_range", "celsius"),
      refusal("unknown_subject"),
      refusal("impossible_time"),
      refusal("not_yours"),
      refusal("unknown_field", "gone"),
    ],
    shown,
  );
  expect([...placed.at.keys()]).toEqual(["celsius", "subject", "at"]);
  expect(placed.rest.map((r) => r.code)).toEqual(["not_yours", "unknown_field"]);
});

test("an address fills a form beforehand", () => {
  const fields = [field("session", "code"), field("n", "number"), field("ok", "bool"), field("signs", "codes")];
  const address = new URLSearchParams({
    session: "morning",
    n: "3",
    ok: "true",
    signs: '["fever","rash"]',
    other: "1",
  });
  expect(prefillOf(fields, address)).toEqual({ session: "morning", n: 3, ok: true, signs: ["fever", "rash"] });
  expect(prefillOf(fields, new URLSearchParams({ signs: "fever,rash" }))).toEqual({ signs: ["fever", "rash"] });
  expect(prefillOf(fields, new URLSearchParams({ signs: "[" }))).toEqual({ signs: [] });
});
