// What a phone keeps, as tables of IndexedDB. Everything that tells of people is sealed (see `seal`); in clear stand only
// ids, states and times. Not here: what is done with it.
import Dexie, { type EntityTable } from "dexie";
import type { Me } from "../../api/shapes";
import type { Sealed } from "./seal";

/** A shelf of the day, as the server cut it. */
export interface ShelfRow {
  /** `persons/3` */
  id: string;
  sealed: Sealed;
}

export type OutboxState = "waiting" | "received" | "refused";

/** A fact on its way. */
export interface OutboxRow {
  /** The id of the fact. */
  id: string;
  state: OutboxState;
  /** When it was put here, in milliseconds of this phone; the order of sending. */
  put: number;
  sealed: Sealed;
}

/** A form that is not finished. */
export interface DraftRow {
  id: string;
  saved: number;
  sealed: Sealed;
}

/** What the phone knows of itself. */
export interface PhoneState {
  /** Its id, by which it is told to wipe itself. */
  device: string;
  me: Me;
  /** What it has, in the server's words. */
  cursor: string;
  /** True when the last pass came to its end: nothing is missing. */
  complete: boolean;
  /** When the server was last heard, in milliseconds of this phone. */
  synced: number;
  /** The clock of the house when it was last heard, against the clock of this phone. */
  clock: { house: number; phone: number; stands: boolean };
  keepDays: number;
  /** Parts of which there is more than a phone carries. */
  cut: string[];
}

interface KeptRow {
  id: "key" | "state";
  value: CryptoKey | PhoneState;
}

export type Tables = Dexie & {
  shelf: EntityTable<ShelfRow, "id">;
  outbox: EntityTable<OutboxRow, "id">;
  draft: EntityTable<DraftRow, "id">;
  kept: EntityTable<KeptRow, "id">;
};

export function openTables(name: string): Tables {
  // Strict: what is said to be kept has reached the disk, also when the battery ends in the next second.
  const db = new Dexie(name, { chromeTransactionDurability: "strict" }) as Tables;
  db.version(1).stores({ shelf: "id", outbox: "id, state", draft: "id", kept: "id" });
  return db;
}
