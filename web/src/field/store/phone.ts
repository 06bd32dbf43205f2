// `Phone`: what this phone holds of one worker's day: shelves that the server sent, the outbox, drafts, and itself.
// Not here: the way to the server (`sync`), and what the pages make of it (`day`).

import type { Refusal } from "../../api/problem";
import type { components } from "../../api/schema";
import type { Duty, FactIn, Ledger } from "../../api/shapes";
import type { Label } from "../../words/label";
import { type OutboxState, openTables, type PhoneState, type Tables } from "./db";
import { newKey, open, type Sealed, seal } from "./seal";

export type FieldSync = components["schemas"]["FieldSync"];
export type Subject = components["schemas"]["FieldSubject"];
type Shelf = components["schemas"]["ShelfView"];

/** The day as it stands on this phone. */
export interface Carried {
  duties: Duty[];
  ledgers: Ledger[];
  subjects: Subject[];
}

/** A fact in the outbox, with what a person needs to know it again. */
export interface Outgoing {
  fact: FactIn & { id: string };
  /** What it is: the words of its ledger. */
  title: Label;
  /** Whom it is about, as the phone calls them. */
  about: string;
  state: OutboxState;
  put: number;
  /** Why it was refused. */
  refusals: Refusal[];
  /** When the server answered, in milliseconds of this phone. */
  answered?: number;
}

const DAY_MS = 86_400_000;

export class Phone {
  private constructor(
    private db: Tables,
    private key: CryptoKey,
    private readonly name: string,
  ) {}

  static async open(name = "lf-field"): Promise<Phone> {
    const db = openTables(name);
    return new Phone(db, await keyOf(db), name);
  }

  close(): void {
    this.db.close();
  }

  async state(): Promise<PhoneState | null> {
    return ((await this.db.kept.get("state"))?.value as PhoneState | undefined) ?? null;
  }

  async setState(state: PhoneState): Promise<void> {
    await this.db.kept.put({ id: "state", value: state });
  }

  /** Takes an answer of the server: all of it with its cursor, or nothing of it. */
  async take(answer: FieldSync, now: number): Promise<PhoneState> {
    const before = await this.state();
    const me = answer.me ?? before?.me;
    if (!before || !me) throw new Error("a phone takes nothing before it is signed in");
    const state: PhoneState = {
      ...before,
      me,
      cursor: answer.cursor,
      complete: !answer.more,
      synced: now,
      clock: { house: Date.parse(me.clock), phone: now, stands: me.demo },
      keepDays: answer.keep_days,
      cut: answer.cut,
    };
    // Sealed before the transaction begins: IndexedDB ends one that waits for anything else.
    const rows = await Promise.all(answer.shelves.map((shelf) => this.sealedShelf(shelf)));
    await this.db.transaction("rw", this.db.shelf, this.db.kept, async () => {
      await this.db.shelf.bulkPut(rows);
      await this.db.kept.put({ id: "state", value: state });
    });
    return state;
  }

  private async sealedShelf(shelf: Shelf): Promise<{ id: string; sealed: Sealed }> {
    const id = `${shelf.part}/${shelf.nth}`;
    return { id, sealed: await seal(this.key, `shelf/${id}`, shelf) };
  }

  /** Everything that was carried here. */
  async carried(): Promise<Carried> {
    const rows = await this.db.shelf.toArray();
    const shelves = await Promise.all(rows.map((row) => open<Shelf>(this.key, `shelf/${row.id}`, row.sealed)));
    return {
      duties: shelves.flatMap((s) => s.duties ?? []),
      ledgers: shelves.flatMap((s) => s.ledgers ?? []),
      subjects: shelves.flatMap((s) => s.subjects ?? []),
    };
  }

  /** Puts a fact into the outbox, or puts a mended one back: when this has returned, it is on the disk. */
  async put(fact: Outgoing["fact"], title: Label, about: string, now: number): Promise<void> {
    const put = (await this.db.outbox.get(fact.id))?.put ?? (await this.nextPlace(now));
    await this.write({ fact, title, about, state: "waiting", put, refusals: [] });
  }

  /** Facts go out in the order in which they were put, also within one millisecond. */
  private async nextPlace(now: number): Promise<number> {
    const puts = await this.db.outbox.toArray();
    return Math.max(now, ...puts.map((row) => row.put + 1));
  }

  async write(out: Outgoing): Promise<void> {
    const { state, put, ...rest } = out;
    const sealed = await seal(this.key, `outbox/${out.fact.id}`, rest);
    await this.db.outbox.put({ id: out.fact.id, state, put, sealed });
  }

  /** The outbox, in the order of sending. */
  async outbox(): Promise<Outgoing[]> {
    const rows = (await this.db.outbox.toArray()).sort((a, b) => a.put - b.put);
    const opened = rows.map(async (row) => ({
      ...(await open<Omit<Outgoing, "state" | "put">>(this.key, `outbox/${row.id}`, row.sealed)),
      state: row.state,
      put: row.put,
    }));
    return Promise.all(opened);
  }

  /** A refused fact that its writer gives up. What waits cannot be dropped. */
  async giveUp(id: string): Promise<boolean> {
    const row = await this.db.outbox.get(id);
    if (row?.state !== "refused") return false;
    await this.db.outbox.delete(id);
    return true;
  }

  async draft<T>(id: string): Promise<T | null> {
    const row = await this.db.draft.get(id);
    return row ? open<T>(this.key, `draft/${id}`, row.sealed) : null;
  }

  async keepDraft(id: string, value: unknown, now: number): Promise<void> {
    const sealed = await seal(this.key, `draft/${id}`, value);
    await this.db.draft.put({ id, saved: now, sealed });
  }

  async dropDraft(id: string): Promise<void> {
    await this.db.draft.delete(id);
  }

  /** What was not renewed for too long is erased; what is not sent stays. True when something was. */
  async expire(now: number): Promise<boolean> {
    const state = await this.state();
    if (!state || now - state.synced <= state.keepDays * DAY_MS) return false;
    await this.db.transaction("rw", this.db.shelf, this.db.outbox, this.db.draft, this.db.kept, async () => {
      await this.db.shelf.clear();
      await this.db.draft.clear();
      await this.db.outbox.where("state").equals("received").delete();
      await this.db.kept.put({ id: "state", value: { ...state, cursor: "", complete: false } });
    });
    return true;
  }

  /** What was received long ago need not be looked at any more. */
  async tidy(now: number): Promise<void> {
    const old = (await this.db.outbox.where("state").equals("received").toArray()).filter(
      (row) => now - row.put > 3 * DAY_MS,
    );
    await this.db.outbox.bulkDelete(old.map((row) => row.id));
  }

  /** Everything is gone, the key first of all. */
  async erase(): Promise<void> {
    await this.db.kept.clear();
    await this.db.delete();
    this.db = openTables(this.name);
    this.key = await keyOf(this.db);
  }
}

/** The key of this phone; the browser makes it once and does not give it out. */
async function keyOf(db: Tables): Promise<CryptoKey> {
  const known = (await db.kept.get("key"))?.value as CryptoKey | undefined;
  if (known) return known;
  const fresh = await newKey();
  // Of two windows that open at once, one key wins.
  return db.transaction("rw", db.kept, async () => {
    const other = (await db.kept.get("key"))?.value as CryptoKey | undefined;
    if (!other) await db.kept.put({ id: "key", value: fresh });
    return other ?? fresh;
  });
}

/** The reading of the clock of the house, as far as this phone knows it: a wrong clock of the phone does not matter. */
export function houseClock(state: PhoneState, now: number): number {
  return state.clock.stands ? state.clock.house : state.clock.house + Math.max(0, now - state.clock.phone);
}
