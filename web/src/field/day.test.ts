// Tests of the day: windows, stops, rosters, keypad, search.
import { expect, test } from "vitest";
import type { Duty, Ledger, LedgerField } from "../api/shapes";
import { dayOf, doneHere, keypadField, Roster, windowOf } from "./day";
import { readNumber } from "./pages/KeypadPage";
import { type Exceptions, exceptionFields, type Filled, factsOf, headFields, missing } from "./sheet";
import type { Outgoing, Subject } from "./store/phone";

const ZONE = 8 * 3600;
const NOW = Date.parse("2026-09-21T02:00:00Z"); // 10:00
const words = { zh: "词", en: "word" };

const duty = (key: string, subject: string, due: string, state = "open") =>
  ({ key, due, state, subject: { id: subject, kind: "person", label: "x", masked: false } }) as Duty;

const subject = (id: string, label: string, groups: string[] = [], home?: string): Subject =>
  ({ id, label, groups, home, masked: false }) as Subject;

const field = (id: string, type: string, more: Partial<LedgerField> = {}): LedgerField =>
  ({ id, type, label: words, required: false, privacy: "internal", membership: false, ...more }) as LedgerField;

const ledger = (id: string, about: string, fields: LedgerField[], more: Partial<Ledger> = {}): Ledger =>
  ({
    id,
    about,
    fields,
    title: words,
    kinds: [],
    privacy: "health",
    registers: false,
    writable: true,
    ...more,
  }) as Ledger;

test("only the house says overdue, and only to a phone that has everything", () => {
  const late = duty("a", "person:1", "2026-09-21T01:00:00Z", "overdue");
  expect(windowOf(late, NOW, ZONE, true)).toBe("overdue");
  expect(windowOf(late, NOW, ZONE, false)).toBe("unsure");
  const past = duty("b", "person:1", "2026-09-21T01:00:00Z");
  expect([windowOf(past, NOW, ZONE, true), windowOf(past, NOW, ZONE, false)]).toEqual(["soon", "soon"]);
  expect(windowOf(duty("c", "person:1", "2026-09-21T15:00:00Z"), NOW, ZONE, true)).toBe("today");
  expect(windowOf(duty("d", "person:1", "2026-09-21T16:30:00Z"), NOW, ZONE, true)).toBe("later");
});

test("duties of one household are one stop, in the order of the way; what was done here is gone", () => {
  const roster = new Roster([
    subject("org:g1", "一网格"),
    subject("household:1", "柳溪路1号", [], "org:g1"),
    subject("household:2", "柳溪路2号", [], "org:g1"),
    subject("person:1", "甲", ["household:2"], "org:g1"),
    subject("person:2", "乙", ["household:1"], "org:g1"),
    subject("person:3", "丙", ["household:1"], "org:g1"),
  ]);
  const at = "2026-09-21T15:00:00Z";
  const duties = [
    duty("a", "person:1", at),
    duty("b", "person:2", at),
    duty("c", "person:3", at),
    duty("d", "person:3", at),
  ];
  const outbox = [
    { state: "waiting", fact: { discharges: "d" } },
    { state: "refused", fact: { discharges: "a" } },
  ] as Outgoing[];
  const day = dayOf(duties, roster, { now: NOW, zone: ZONE, complete: true, done: doneHere(outbox) });
  expect(day.map((w) => [w.window, w.n, w.stops.map((s) => [s.label, s.area, s.duties.map((d) => d.key)])])).toEqual([
    [
      "today",
      3,
      [
        ["柳溪路1号", "一网格", ["b", "c"]],
        ["柳溪路2号", "一网格", ["a"]],
      ],
    ],
  ]);
});

const sheet = ledger(
  "sheet",
  "org",
  [
    field("session", "code", { required: true }),
    field("expected", "number", { required: true }),
    field("present", "number", { required: true }),
    field("ill", "number"),
    field("absent", "number"),
  ],
  {
    sheet: {
      expected: "expected",
      present: "present",
      exceptions: [
        { label: words, ledger: "finding", counts: "ill", away: false, says: ["has_symptom"], ask: ["symptoms"] },
        { label: words, ledger: "absence", counts: "absent", away: true, says: [], ask: [] },
      ],
    },
  },
);
const finding = ledger("finding", "person", [
  field("session", "code", { required: true }),
  field("has_symptom", "bool", { required: true }),
  field("symptoms", "codes"),
  field("note", "text"),
]);
const absence = ledger("absence", "person", [
  field("from", "date", { required: true }),
  field("cause", "code", { required: true }),
]);

test("a class of fifty with two ill and three absent is one sheet and five entries", () => {
  const members = Array.from({ length: 50 }, (_, n) => subject(`person:c-${n + 1}`, `生${n + 1}`, ["org:c"]));
  const roster = new Roster([subject("org:c", "一班"), ...members]);
  const exceptions: Exceptions = {
    "person:c-3": { way: 0, values: { symptoms: ["fever"] } },
    "person:c-10": { way: 0, values: {} },
    "person:c-20": { way: 1, values: { cause: "ill" } },
    "person:c-21": { way: 1, values: { cause: "ill" } },
    "person:c-50": { way: 1, values: {} },
  };
  const filled: Filled = {
    sheet,
    ledger: (id) => [finding, absence].find((l) => l.id === id),
    group: subject("org:c", "一班"),
    members: roster.members("org:c"),
    head: {},
    exceptions,
    at: "2026-09-21T10:00",
    zone: ZONE,
    now: NOW,
    discharges: "key",
  };
  expect(headFields(sheet).map((f) => f.id)).toEqual(["session"]);
  expect(exceptionFields(sheet, 0, finding).map((f) => f.id)).toEqual(["symptoms"]);
  expect(exceptionFields(sheet, 1, absence).map((f) => f.id)).toEqual(["cause"]);
  expect(missing(filled)?.field.id).toBe("session");
  filled.head = { session: "morning" };
  expect(missing(filled)).toMatchObject({ member: { id: "person:c-50" }, field: { id: "cause" } });
  exceptions["person:c-50"] = { way: 1, values: { cause: "leave" } };
  expect(missing(filled)).toBeNull();

  const facts = factsOf(filled, roster).map((d) => d.fact);
  expect(facts.map((f) => f.subject)).toEqual([
    "person:c-3",
    "person:c-10",
    "person:c-20",
    "person:c-21",
    "person:c-50",
    "org:c",
  ]);
  expect(facts[0]?.body).toEqual({ session: "morning", has_symptom: true, symptoms: ["fever"] });
  expect(facts[4]?.body).toEqual({ from: "2026-09-21", cause: "leave" });
  expect(facts[5]?.body).toEqual({ session: "morning", expected: 50, present: 47, ill: 2, absent: 3 });
  expect(facts.map((f) => f.discharges)).toEqual([undefined, undefined, undefined, undefined, undefined, "key"]);
  expect(new Set(facts.map((f) => f.id)).size).toBe(6);
  expect(facts.every((f) => f.at === "2026-09-21T02:00:00.000Z" && f.org === "org:c")).toBe(true);
});

test("temperatures are typed as people say them", () => {
  expect(["365", "36.5", "36", "402", "9999", "", "."].map((text) => readNumber(text, 43, 1))).toEqual([
    36.5,
    36.5,
    36,
    40.2,
    9999,
    undefined,
    undefined,
  ]);
  const celsius = field("celsius", "number", { required: true, max: 43, decimals: 1 });
  expect(keypadField(ledger("temperature", "person", [celsius, field("note", "text")]))?.id).toBe("celsius");
  expect(keypadField(finding)).toBeNull();
});

test("a search over 5,000 persons takes less than 100 ms", () => {
  const houses = Array.from({ length: 1500 }, (_, n) => subject(`household:${n}`, `青禾县柳溪路${n}号`));
  const persons = Array.from({ length: 5000 }, (_, n) =>
    subject(`person:${n}`, `${"赵钱孙李周吴郑王"[n % 8]}测试${n}`, [`household:${n % 1500}`]),
  );
  const roster = new Roster([...houses, ...persons]);
  const began = performance.now();
  expect(roster.find("赵测试4999").length).toBe(0);
  expect(roster.find("测试4999")[0]?.id).toBe("person:4999");
  expect(roster.find("柳溪路12号 赵").length).toBeGreaterThan(0);
  expect(roster.find("王").length).toBe(50);
  expect((performance.now() - began) / 4).toBeLessThan(100);
});
