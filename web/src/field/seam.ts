// The seam for the evaluator: once a fact is in the outbox, whoever is set here may judge its subject on the phone.
// Until somebody is, nothing is judged here: duties come from the house alone.

export type Judge = (subject: string) => void | Promise<void>;

let judge: Judge | null = null;

export function setJudge(next: Judge | null): void {
  judge = next;
}

/** A fact about this subject is in the outbox. A judge that fails does not touch the fact. */
export async function onFact(subject: string): Promise<void> {
  try {
    await judge?.(subject);
  } catch {
    // What the judge would have shown comes with the next sync.
  }
}
