// A form from a ledger's schema: which control for which field, what is checked before sending, how typed values become
// the body of a fact, and where the server's refusals belong. Not here: drawing (FieldControl), and the rules of
// identifiers, which the server alone knows.
import type { Refusal } from "../api/problem";
import type { Ledger, LedgerField } from "../api/shapes";
import { instantOf } from "../words/time";

/** The controls that there are. */
export type Control =
  | "switch"
  | "number"
  | "line"
  | "lines"
  | "one"
  | "several"
  | "date"
  | "moment"
  | "clock"
  | "person"
  | "org"
  | "subject";

/** A text longer than this gets several lines. */
const LINE_CHARS = 60;

export function controlOf(field: LedgerField): Control {
  switch (field.type) {
    case "bool":
      return "switch";
    case "number":
      return "number";
    case "code":
      return "one";
    case "codes":
      return "several";
    case "date":
      return "date";
    case "instant":
      return "moment";
    case "time_of_day":
      return "clock";
    case "ref":
      return field.to === "org" ? "org" : field.to === "person" ? "person" : "subject";
    case "text":
      return (field.max_chars ?? 200) > LINE_CHARS ? "lines" : "line";
    default:
      // Names, identifiers, addresses, and kinds of field that this desk does not know yet.
      return "line";
  }
}

/** Something that is wrong before it is sent. */
export type Fault =
  | { is: "need" }
  | { is: "number" }
  | { is: "min"; n: number }
  | { is: "max"; n: number }
  | { is: "decimals"; n: number }
  | { is: "chars"; n: number };

export function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === "string" && value.trim() === "") ||
    (Array.isArray(value) && value.length === 0)
  );
}

export function faultOf(field: LedgerField, value: unknown): Fault | null {
  if (isEmpty(value)) return field.required ? { is: "need" } : null;
  if (field.type === "number") {
    if (typeof value !== "number" || !Number.isFinite(value)) return { is: "number" };
    if (typeof field.min === "number" && value < field.min) return { is: "min", n: field.min };
    if (typeof field.max === "number" && value > field.max) return { is: "max", n: field.max };
    const decimals = field.decimals ?? 0;
    if (decimalsOf(value) > decimals) return { is: "decimals", n: decimals };
  }
  if (field.type === "text" && typeof value === "string" && typeof field.max_chars === "number") {
    if ([...value].length > field.max_chars) return { is: "chars", n: field.max_chars };
  }
  return null;
}

function decimalsOf(n: number): number {
  const text = String(n);
  const dot = text.indexOf(".");
  return dot < 0 ? 0 : text.length - dot - 1;
}

/** Typed values as the body of a fact; what is empty is left out, never sent as null. */
export function bodyOf(fields: LedgerField[], values: Record<string, unknown>, zone: number): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field.id];
    if (isEmpty(value)) continue;
    if (field.type === "instant" && typeof value === "string") body[field.id] = instantOf(value, zone) ?? value;
    else body[field.id] = typeof value === "string" ? value.trim() : value;
  }
  return body;
}

/** The fields that a draft must not hold. */
export function secretFields(ledger: Ledger): Set<string> {
  const sealed = new Set(["person_name", "citizen_id", "phone", "address"]);
  return new Set(ledger.fields.filter((f) => f.privacy === "identity" || sealed.has(f.type)).map((f) => f.id));
}

/** Refusals by the field that they are about; those about none, or about one that the form does not show, in `rest`. */
export function placeRefusals(
  refusals: Refusal[],
  shown: ReadonlySet<string>,
): { at: Map<string, Refusal[]>; rest: Refusal[] } {
  const at = new Map<string, Refusal[]>();
  const rest: Refusal[] = [];
  for (const refusal of refusals) {
    const field = refusal.field ?? headOf(refusal.code);
    if (field && shown.has(field)) at.set(field, [...(at.get(field) ?? []), refusal]);
    else rest.push(refusal);
  }
  return { at, rest };
}

/** Refusals without a field that are about the head of the fact. */
function headOf(code: string): string | null {
  if (code === "wrong_subject" || code === "unknown_subject") return "subject";
  return code === "impossible_time" ? "at" : null;
}

/** What the address of a form says beforehand: `subject`, `at`, and any field by its name. */
export function prefillOf(fields: LedgerField[], address: URLSearchParams): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    const text = address.get(field.id);
    if (text === null) continue;
    if (field.type === "bool") values[field.id] = text === "true";
    else if (field.type === "number") values[field.id] = Number(text);
    else if (field.type === "codes") values[field.id] = listOf(text);
    else values[field.id] = text;
  }
  return values;
}

function listOf(text: string): string[] {
  if (!text.startsWith("[")) return text.split(",").filter(Boolean);
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : [];
  } catch {
    return [];
  }
}
