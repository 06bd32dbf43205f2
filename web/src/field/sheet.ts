// A roster as facts: one sheet about the group, and one fact for each member who is not as usual. Pure.
import type { Ledger, LedgerField } from "../api/shapes";
import { isEmpty } from "../forms/fields";
import { dateOf } from "../words/time";
import type { Roster } from "./day";
import { type Draft, draftOf, type Values } from "./make";
import type { Subject } from "./store/phone";

/** A member who is not as usual: in which of the sheet's ways, and what was said of it. */
export interface Exception {
  way: number;
  values: Values;
}

export type Exceptions = Record<string, Exception>;

/** Fields of the sheet that are counted, not asked. */
export function counted(ledger: Ledger): Set<string> {
  const sheet = ledger.sheet;
  const named = sheet ? [sheet.expected, sheet.present, ...sheet.exceptions.map((e) => e.counts ?? "")] : [];
  return new Set(named.filter(Boolean));
}

/** Fields of the sheet itself that are asked at the head: the required ones that are not counted. */
export function headFields(ledger: Ledger): LedgerField[] {
  const own = counted(ledger);
  return ledger.fields.filter((f) => f.required && !own.has(f.id));
}

/** Fields that are asked of an exception; what the head, the sheet or the calendar says already is not asked again. */
export function exceptionFields(sheet: Ledger, way: number, ledger: Ledger): LedgerField[] {
  const of = sheet.sheet?.exceptions[way];
  if (!of) return [];
  const said = new Set([...of.says, ...headFields(sheet).map((f) => f.id)]);
  const asked = (f: LedgerField) => (f.required && f.type !== "date") || of.ask.includes(f.id);
  return ledger.fields.filter((f) => asked(f) && !said.has(f.id));
}

export interface Filled {
  sheet: Ledger;
  ledger: (id: string) => Ledger | undefined;
  group: Subject;
  members: Subject[];
  head: Values;
  exceptions: Exceptions;
  at: string;
  zone: number;
  now: number;
  discharges?: string | undefined;
}

/** The facts of a filled roster: exceptions first, so that the sheet, when it is there, has them behind it. */
export function factsOf(of: Filled, roster: Roster): Draft[] {
  const sheet = of.sheet.sheet;
  if (!sheet) return [];
  const times = { at: of.at, zone: of.zone, now: of.now, org: of.group.id };
  const named = of.members.filter((m) => of.exceptions[m.id]);
  const own = named.flatMap((member) => {
    const exception = of.exceptions[member.id];
    const way = exception ? sheet.exceptions[exception.way] : undefined;
    const ledger = way ? of.ledger(way.ledger) : undefined;
    if (!exception || !way || !ledger) return [];
    const values = { ...today(ledger, of), ...shared(ledger, of.head), ...yes(way.says), ...exception.values };
    return [draftOf({ ledger, subject: member.id, values, ...times }, roster)];
  });
  const ways = named.map((m) => of.exceptions[m.id]?.way ?? -1);
  const away = ways.filter((way) => sheet.exceptions[way]?.away).length;
  const values: Values = { ...of.head, [sheet.expected]: of.members.length, [sheet.present]: of.members.length - away };
  sheet.exceptions.forEach((e, n) => {
    if (e.counts) values[e.counts] = ways.filter((way) => way === n).length;
  });
  return [
    ...own,
    draftOf({ ledger: of.sheet, subject: of.group.id, values, ...times, discharges: of.discharges }, roster),
  ];
}

const yes = (fields: string[]): Values => Object.fromEntries(fields.map((f) => [f, true]));

/** Required dates of an exception are the day of the roster. */
function today(ledger: Ledger, of: Filled): Values {
  const dates = ledger.fields.filter((f) => f.required && f.type === "date");
  return Object.fromEntries(dates.map((f) => [f.id, of.at.slice(0, 10) || dateOf(of.now, of.zone)]));
}

/** What the head says and the other ledger has too: the session of a check. */
function shared(ledger: Ledger, head: Values): Values {
  const own = new Set(ledger.fields.map((f) => f.id));
  return Object.fromEntries(Object.entries(head).filter(([id, value]) => own.has(id) && !isEmpty(value)));
}

/** The first thing that is not said yet, if any. */
export function missing(of: Filled): { member: Subject | null; field: LedgerField } | null {
  for (const field of headFields(of.sheet)) if (isEmpty(of.head[field.id])) return { member: null, field };
  for (const member of of.members) {
    const exception = of.exceptions[member.id];
    const way = exception ? of.sheet.sheet?.exceptions[exception.way] : undefined;
    const ledger = way ? of.ledger(way.ledger) : undefined;
    if (!exception || !ledger) continue;
    const fields = exceptionFields(of.sheet, exception.way, ledger);
    const field = fields.find((f) => f.required && isEmpty(exception.values[f.id]));
    if (field) return { member, field };
  }
  return null;
}
