// Facts as they are made on the phone: id and times of the phone, fields as typed. Not here: drawing, keeping, sending.
import type { FactIn, Ledger, LedgerField } from "../api/shapes";
import { bodyOf, type Fault, faultOf } from "../forms/fields";
import { newFactId } from "../words/fact-id";
import { instantOf, momentOf } from "../words/time";
import type { Roster } from "./day";
import type { Outgoing } from "./store/phone";

export type Values = Record<string, unknown>;
export type Draft = Omit<Outgoing, "state" | "put" | "refusals">;

/** A moment as the browser's own field for it reads and writes: `2026-09-12T08:05`. */
export const localMoment = (at: number | string, zone: number): string => momentOf(at, zone).replace(" ", "T");

/** What is wrong, by field; nothing when it can be kept. */
export function faultsOf(fields: LedgerField[], values: Values): Map<string, Fault> {
  const found = new Map<string, Fault>();
  for (const field of fields) {
    const fault = faultOf(field, values[field.id]);
    if (fault) found.set(field.id, fault);
  }
  return found;
}

export interface Making {
  ledger: Ledger;
  /** `kind:code`; empty for somebody new. */
  subject: string;
  values: Values;
  /** When it happened, as the browser's field says it. */
  at: string;
  zone: number;
  /** The reading of the clock of the house. */
  now: number;
  org?: string | undefined;
  discharges?: string | undefined;
  /** The id of a fact that is mended: what was refused left no trace, so the same fact is sent again. */
  id?: string | undefined;
}

/** The fact, with the words by which its writer knows it again. */
export function draftOf(making: Making, roster: Roster, named?: string): Draft {
  const id = making.id ?? newFactId();
  const subject = making.subject || `${making.ledger.about}:${id}`;
  const fact: Draft["fact"] = {
    id,
    ledger: making.ledger.id,
    subject,
    at: instantOf(making.at, making.zone) ?? "",
    written: new Date(making.now).toISOString(),
    body: bodyOf(making.ledger.fields, making.values, making.zone) as FactIn["body"],
    void: false,
  };
  if (making.org) fact.org = making.org;
  if (making.discharges) fact.discharges = making.discharges;
  return { fact, title: making.ledger.title, about: named ?? roster.label(subject) };
}

/** Persons and households registered on this phone, which the house does not tell of yet. */
export function registeredHere(outbox: Outgoing[], ledgerRegisters: (id: string) => boolean) {
  return outbox
    .filter((o) => o.state !== "refused" && ledgerRegisters(o.fact.ledger))
    .map((o) => ({ id: o.fact.subject, label: o.about }));
}
