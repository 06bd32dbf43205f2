// A refusal or failure as the server tells it, for people: what is wrong, what to do next, field by field.
// Not here: how it is shown (app/Failure, forms).
import type { Label } from "../words/label";

export interface Refusal {
  code: string;
  field?: string | null;
  found?: string | null;
  says: Label;
  hint: Label;
}

/** Thrown by every request that was not answered as asked. */
export class Problem extends Error {
  constructor(
    /** HTTP status; 0 when there was no answer. */
    readonly status: number,
    readonly code: string,
    readonly says: Label | null,
    readonly hint: Label | null,
    readonly field: string | null,
    readonly refusals: Refusal[],
  ) {
    super(`${status} ${code}`);
    this.name = "Problem";
  }
}

/** From whatever came back. */
export function problemOf(status: number, body: unknown): Problem {
  const error = (body as { error?: Partial<Problem> } | null | undefined)?.error;
  if (error && typeof error.code === "string") {
    return new Problem(
      status,
      error.code,
      error.says ?? null,
      error.hint ?? null,
      error.field ?? null,
      Array.isArray(error.refusals) ? error.refusals : [],
    );
  }
  return new Problem(status, status === 0 ? "offline" : "strange", null, null, null, []);
}

/** From whatever was thrown. */
export function asProblem(thrown: unknown): Problem {
  return thrown instanceof Problem ? thrown : problemOf(0, null);
}
