// Drafts of forms, kept in this browser until the server has taken the fact.
// Not here: personal data. Identity fields are never written to a draft, because desks are shared.

/** What is kept of an unfinished form. */
export interface Draft {
  /** The id of the fact to be, so that a second click or a reload sends the same fact. */
  id: string;
  /** When it was last changed. */
  saved: number;
  /** The fields as typed, identity fields left out. */
  values: Record<string, unknown>;
}

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const PREFIX = "lf.draft.";
/** Older drafts are dropped: nobody remembers them, and they may hold health data. */
const KEEP_MS = 3 * 86_400_000;

const place = (account: string, ledger: string, duty?: string) =>
  `${PREFIX}${account}.${ledger}${duty ? `.${duty}` : ""}`;

export function readDraft(shelf: Shelf, now: number, account: string, ledger: string, duty?: string): Draft | null {
  const text = shelf.getItem(place(account, ledger, duty));
  if (!text) return null;
  try {
    const draft = JSON.parse(text) as Draft;
    if (typeof draft.id !== "string" || typeof draft.values !== "object" || draft.values === null) return null;
    return now - draft.saved <= KEEP_MS ? draft : null;
  } catch {
    return null;
  }
}

export function writeDraft(
  shelf: Shelf,
  draft: Draft,
  secret: ReadonlySet<string>,
  account: string,
  ledger: string,
  duty?: string,
): void {
  const values = Object.fromEntries(
    Object.entries(draft.values).filter(([name, value]) => !secret.has(name) && value !== undefined),
  );
  try {
    shelf.setItem(place(account, ledger, duty), JSON.stringify({ ...draft, values }));
  } catch {
    // A full or forbidden storage only means that there is no draft.
  }
}

export function dropDraft(shelf: Shelf, account: string, ledger: string, duty?: string): void {
  shelf.removeItem(place(account, ledger, duty));
}

/** Everything of one account; done when it signs out. */
export function dropDraftsOf(shelf: Shelf, account: string): void {
  const mine: string[] = [];
  for (let i = 0; i < shelf.length; i++) {
    const key = shelf.key(i);
    if (key?.startsWith(`${PREFIX}${account}.`)) mine.push(key);
  }
  for (const key of mine) shelf.removeItem(key);
}
