// What every page of the field face stands on: the phone, what it carries, the outbox, the clock, and when to sync: at the
// start, when the network comes back, after a fact was kept, by the button, and every few minutes.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { Ledger } from "../api/shapes";
import { zoneSeconds } from "../app/zone";
import { Roster } from "./day";
import { onFact } from "./seam";
import type { PhoneState } from "./store/db";
import { type Carried, houseClock, type Outgoing, type Phone } from "./store/phone";
import { call, type Ended, type Progress, sync } from "./sync";

const EVERY_MS = 5 * 60_000;
/** Phones do not always say that the network is back. */
const AGAIN_MS = 15_000;

export interface Face {
  phone: Phone;
  state: PhoneState;
  carried: Carried;
  roster: Roster;
  outbox: Outgoing[];
  zone: number;
  now: () => number;
  ledger: (id: string) => Ledger | undefined;
  /** What the sync is doing, and how the last one ended. */
  progress: Progress | null;
  ended: Ended | null;
  syncNow: () => Promise<Ended>;
  /** Keeps facts in the outbox; they are on the disk when it has returned. */
  keep: (facts: Omit<Outgoing, "state" | "put" | "refusals">[]) => Promise<void>;
  /** Reads the phone anew. */
  reread: () => Promise<void>;
}

const FaceContext = createContext<Face | null>(null);

export function useFace(): Face {
  const face = useContext(FaceContext);
  if (!face) throw new Error("outside of the field face");
  return face;
}

interface Held {
  state: PhoneState;
  carried: Carried;
  outbox: Outgoing[];
}

async function readPhone(phone: Phone): Promise<Held | null> {
  const state = await phone.state();
  return state ? { state, carried: await phone.carried(), outbox: await phone.outbox() } : null;
}

/** One sync at a time, also among several windows; who comes second waits for the first. */
async function alone(work: () => Promise<Ended>): Promise<Ended> {
  return navigator.locks ? navigator.locks.request("lf-field-sync", work) : work();
}

function useSync(phone: Phone, reread: () => Promise<void>) {
  const [progress, setProgress] = useState<Progress | null>(null);
  const [ended, setEnded] = useState<Ended | null>(null);
  const running = useRef<Promise<Ended> | null>(null);
  const syncNow = useCallback(() => {
    running.current ??= alone(() => sync(phone, call, setProgress))
      .catch((): Ended => "busy")
      .then(async (how) => {
        running.current = null;
        setProgress(null);
        setEnded(how);
        await reread();
        return how;
      });
    return running.current;
  }, [phone, reread]);
  useEffect(() => {
    const go = () => void syncNow();
    go();
    const timer = setInterval(go, EVERY_MS);
    const seen = () => document.visibilityState === "visible" && go();
    addEventListener("online", go);
    document.addEventListener("visibilitychange", seen);
    return () => {
      clearInterval(timer);
      removeEventListener("online", go);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [syncNow]);
  useEffect(() => {
    if (progress || (ended !== "offline" && ended !== "busy")) return;
    const timer = setTimeout(() => void syncNow(), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [progress, ended, syncNow]);
  return { progress, ended, syncNow };
}

export function FaceProvider(props: { phone: Phone; first: Held; onGone: () => void; children: ReactNode }) {
  const { phone, first, onGone } = props;
  const [held, setHeld] = useState(first);
  const reread = useCallback(async () => {
    const now = await readPhone(phone);
    if (now) setHeld(now);
    else onGone();
  }, [phone, onGone]);
  const { progress, ended, syncNow } = useSync(phone, reread);
  const keep = useCallback<Face["keep"]>(
    async (facts) => {
      for (const { fact, title, about } of facts) await phone.put(fact, title, about, Date.now());
      await reread();
      for (const { fact } of facts) await onFact(fact.subject);
      void syncNow();
    },
    [phone, reread, syncNow],
  );
  const roster = useMemo(() => new Roster(held.carried.subjects), [held.carried.subjects]);
  const face = useMemo<Face>(
    () => ({
      phone,
      ...held,
      roster,
      zone: zoneSeconds(held.state.me.zone),
      now: () => houseClock(held.state, Date.now()),
      ledger: (id) => held.carried.ledgers.find((l) => l.id === id),
      progress,
      ended,
      syncNow,
      keep,
      reread,
    }),
    [phone, held, roster, progress, ended, syncNow, keep, reread],
  );
  return <FaceContext value={face}>{props.children}</FaceContext>;
}

export { readPhone };
