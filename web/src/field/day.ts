// The day of a worker, made of what the phone carries: duties by due window and, in it, by household or place on the way;
// whom a search finds; who belongs to a group. Pure. Not here: storage, pages.
import type { Duty, Ledger } from "../api/shapes";
import { dateOf } from "../words/time";
import type { Outgoing, Subject } from "./store/phone";

/** The windows of a day. `unsure`: past its time, but the phone does not know everything. */
export type Window = "overdue" | "unsure" | "soon" | "today" | "later";

export const WINDOWS: Window[] = ["overdue", "unsure", "soon", "today", "later"];

const SOON_MS = 2 * 3_600_000;

/**
 * Only the house says that something is overdue, and only to a phone that has everything. What is past its time by the
 * phone's own clock is due now.
 */
export function windowOf(duty: Duty, now: number, zone: number, complete: boolean): Window {
  if (duty.state === "overdue") return complete ? "overdue" : "unsure";
  const due = Date.parse(duty.due);
  if (due - now <= SOON_MS) return "soon";
  return dateOf(duty.due, zone) === dateOf(now, zone) ? "today" : "later";
}

/** Duties that are done on one way: of one household, else of one organisation or place. */
export interface Stop {
  id: string;
  label: string;
  /** Where it lies, for the order of the way. */
  area: string;
  duties: Duty[];
}

export interface WindowOfDay {
  window: Window;
  stops: Stop[];
  n: number;
}

/** Duties that a fact on this phone does already. */
export function doneHere(outbox: Outgoing[]): Set<string> {
  return new Set(
    outbox.filter((o) => o.state !== "refused").flatMap((o) => (o.fact.discharges ? [o.fact.discharges] : [])),
  );
}

export class Roster {
  private readonly byId: Map<string, Subject>;
  private readonly inGroup = new Map<string, Subject[]>();
  private readonly texts: [text: string, subject: Subject][];

  constructor(readonly subjects: Subject[]) {
    this.byId = new Map(subjects.map((s) => [s.id, s]));
    for (const subject of subjects) {
      // Who lives in a grid belongs to it by the household, and has it as home.
      for (const group of new Set([...(subject.groups ?? []), ...(subject.home ? [subject.home] : [])])) {
        const known = this.inGroup.get(group);
        if (known) known.push(subject);
        else this.inGroup.set(group, [subject]);
      }
    }
    this.texts = subjects.filter((s) => !s.id.startsWith("org:")).map((s) => [this.text(s), s]);
  }

  get(id: string): Subject | undefined {
    return this.byId.get(id);
  }

  label(id: string): string {
    return this.byId.get(id)?.label ?? id.slice(id.indexOf(":") + 1);
  }

  /** The household of a person. */
  household(id: string): Subject | undefined {
    const group = this.byId.get(id)?.groups?.find((g) => g.startsWith("household:"));
    return group ? this.byId.get(group) : undefined;
  }

  /** Who belongs to a group, in order of their code: as on the paper list. */
  members(group: string): Subject[] {
    const found = (this.inGroup.get(group) ?? []).filter((s) => s.id.startsWith("person:"));
    return found.sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
  }

  /** Groups with a roster: those that persons of this phone belong to, the largest part of the way down the tree. */
  groups(): Subject[] {
    const found = [...this.inGroup.keys()].flatMap((id) => this.byId.get(id) ?? []);
    return found.filter((s) => s.id.startsWith("org:")).sort((a, b) => a.label.localeCompare(b.label, "zh"));
  }

  private text(subject: Subject): string {
    const house = subject.id.startsWith("person:") ? this.household(subject.id)?.label : undefined;
    return `${subject.label} ${subject.id} ${house ?? ""}`.toLowerCase();
  }

  /** Persons, households and places whose name, code or address contains every word. Beginnings of names come first. */
  find(sought: string, most = 50): Subject[] {
    const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const [first] = words;
    const begins: Subject[] = [];
    const others: Subject[] = [];
    for (const [text, subject] of this.texts) {
      if (!words.every((word) => text.includes(word))) continue;
      (text.startsWith(first ?? "") ? begins : others).push(subject);
      if (begins.length >= most) break;
    }
    return [...begins, ...others].slice(0, most);
  }
}

function stopOf(roster: Roster, duty: Duty): Omit<Stop, "duties"> {
  const { id, label } = duty.subject;
  const house = id.startsWith("person:") ? roster.household(id) : roster.get(id);
  const area = roster.get(id)?.home ?? house?.home ?? "";
  const at = house ?? { id, label: roster.get(id)?.label ?? label };
  return { id: at.id, label: at.label, area: area ? roster.label(area) : "" };
}

/** The duties of a day by window and stop; earliest first, stops of one area together. */
export function dayOf(
  duties: Duty[],
  roster: Roster,
  { now, zone, complete, done }: { now: number; zone: number; complete: boolean; done: Set<string> },
): WindowOfDay[] {
  const open = duties.filter((d) => !done.has(d.key)).sort((a, b) => Date.parse(a.due) - Date.parse(b.due));
  return WINDOWS.flatMap((window) => {
    const own = open.filter((d) => windowOf(d, now, zone, complete) === window);
    const stops = new Map<string, Stop>();
    for (const duty of own) {
      const at = stopOf(roster, duty);
      const known = stops.get(at.id);
      if (known) known.duties.push(duty);
      else stops.set(at.id, { ...at, duties: [duty] });
    }
    const way = [...stops.values()].sort(
      (a, b) => a.area.localeCompare(b.area, "zh") || a.label.localeCompare(b.label, "zh"),
    );
    return own.length > 0 ? [{ window, stops: way, n: own.length }] : [];
  });
}

/** Ledgers that can be entered by a keypad, person after person: one number is all that they need. */
export function keypadField(ledger: Ledger) {
  const required = ledger.fields.filter((f) => f.required);
  const [only] = required;
  return ledger.about === "person" && required.length === 1 && only?.type === "number" ? only : null;
}

/** The sheets that can be written about a group. */
export function sheetsFor(ledgers: Ledger[], group: Subject): Ledger[] {
  return ledgers.filter((l) => l.sheet && (l.kinds.length === 0 || l.kinds.includes(group.org_kind ?? "")));
}
