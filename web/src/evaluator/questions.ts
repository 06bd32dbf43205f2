// What the evaluator is asked and what it answers, as types: the wire forms of crates/wasm (`question`, `answer`) and
// of `outcomes::apart` (`sheet`, `judge`). Not here: asking.

/** Words in both languages. */
export interface Words {
  zh: string;
  en: string;
}

/** A fact as a client sends it. */
export interface RawFact {
  id: string;
  ledger: string;
  subject: string;
  at: string;
  written?: string;
  org?: string;
  body?: Record<string, unknown>;
  corrects?: string;
  void?: boolean;
  discharges?: string;
}

/** A fact with canonical values, as the house keeps it. */
export interface Fact extends Omit<RawFact, "written" | "org"> {
  written: string;
  org: string;
  by: string;
  history?: boolean;
}

/** A fact with its receipt. What was entered on the phone has `seq` and `unit` 0 and the phone's clock. */
export interface Recorded {
  seq: number;
  unit: number;
  received: string;
  purged?: boolean;
  fact: Fact;
}

/** Why something stands: rule, version of the plan, facts, fields looked at, what was missing. */
export interface Why {
  rule: string;
  version: string;
  facts: string[];
  fields?: string[];
  missing?: string[];
}

export type DutyState = "open" | "overdue" | "done" | "done_late" | "missed" | "waived" | "withdrawn";

/** What is owed. */
export interface Duty {
  key: string;
  subject: string;
  due: { owner: { role: string; ask: string[] }; opens: string; due: string; why: Why; [more: string]: unknown };
  state: DutyState;
  holder: string | null;
}

/** The standing set of one subject, by key. */
export interface Standing {
  duties: Record<string, Duty>;
  statuses: Record<string, { held: { value: string; from: string; until: string | null; why: Why }; over?: boolean }>;
  courses: Record<string, { run: { day_one: string; last_day: string; why: Why; [more: string]: unknown } }>;
  alerts: Record<string, { due: { severity: number; raised: string; why: Why; [more: string]: unknown } }>;
  purged_until?: string;
}

/** Everything carried about one subject. */
export interface CaseSheet {
  subject: string;
  facts: Recorded[];
  others?: Recorded[];
  standing?: Standing;
  /** When the house last looked; absent for a subject that it does not know. */
  judged?: string;
  /** The completeness mark. Without it everything said is provisional. */
  complete?: boolean;
}

/** What stands, as far as it can be told apart from the house. */
export interface Judged {
  standing: Standing;
  changes: { kind: string; key: string }[];
  /** Keys of what only the house can confirm. */
  provisional: string[];
  missing: { rule: string; fields: string[]; fact?: string }[];
  /** When something may follow from time alone: judge again then. */
  again: string | null;
}

/** One reason why the house would not take a fact. */
export interface Refusal {
  code: string;
  field?: string;
  found?: string;
  says: Words;
  hint: Words;
}

/** One thing that is wrong with a pack, with its place; lines and columns count from 1. */
export interface PlanProblem {
  code: string;
  severity: "error" | "warning";
  file: string;
  range: { start: number; end: number };
  line: number;
  column: number;
  says: Words;
  expected: Words;
  hint?: Words;
}

/** The files of a pack: path inside of it, text. */
export interface PackText {
  folder: string;
  files: [path: string, text: string][];
}

/** Questions and the answer to each. `load` takes the ground as the server sends it; nobody here looks into it. */
export interface Questions {
  load: { takes: { ground: unknown }; gives: { packs: string[]; ledgers: string[] } };
  check_fact: {
    takes: { fact: RawFact; clock: string; by: string; org?: string };
    gives: { refusals: Refusal[]; fact?: Fact };
  };
  judge: { takes: { case: CaseSheet; as_of: string }; gives: Judged };
  check_plan: { takes: { packs: PackText[] }; gives: { problems: PlanProblem[] } };
}
