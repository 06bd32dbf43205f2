// Tests of what a phone keeps and sends: sealed at rest, taken whole, sent accountably, purged, wiped.
import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Me } from "../api/shapes";
import { newFactId } from "../words/fact-id";
import { openTables } from "./store/db";
import { type FieldSync, Phone } from "./store/phone";
import { type Call, sendOutbox, sync, type Told } from "./sync";

const NAME = "lf-test";
const NOW = 1_790_000_000_000;
const quiet = () => {};
const words = { zh: "体温登记", en: "temperature" };

const me = {
  account: "grid",
  name: "网格员",
  grants: [],
  zone: "+08:00",
  demo: false,
  clock: "2026-09-21T22:13:20Z",
} as Me;

let phone: Phone;

beforeEach(async () => {
  phone = await Phone.open(NAME);
  await phone.setState({
    device: "00000000-0000-4000-8000-000000000001",
    me,
    cursor: "",
    complete: false,
    synced: NOW,
    clock: { house: NOW, phone: NOW, stands: false },
    keepDays: 7,
    cut: [],
  });
});

afterEach(async () => {
  phone.close();
  await Dexie.delete(NAME);
});

function answer(more: Partial<FieldSync> = {}): FieldSync {
  return { v: 1, wipe: false, me, keep_days: 7, shelves: [], cursor: "c1", more: false, cut: [], ...more };
}

function persons(nth: number, ...names: string[]): FieldSync["shelves"][number] {
  const subjects = names.map((label, n) => ({
    id: `person:${nth}-${n}`,
    label,
    groups: ["household:1"],
    masked: false,
  }));
  return { part: "persons", nth, subjects } as FieldSync["shelves"][number];
}

async function put(subject: string, at = "2026-09-21T22:00:00Z"): Promise<string> {
  const id = newFactId();
  await phone.put({ id, ledger: "temperature", subject, at, body: {}, void: false }, words, subject, NOW);
  return id;
}

/** A server of facts: takes, knows, refuses by subject; every request is remembered. */
function house(refuses: (subject: string) => boolean = () => false) {
  const known = new Map<string, unknown>();
  const asked: string[] = [];
  const call: Call = async (method, path, body) => {
    asked.push(`${method} ${path.split("?")[0]}`);
    if (path.endsWith("/orders")) return { status: 200, body: { wipe: false } };
    if (path.startsWith("/sync/field")) return { status: 200, body: answer() };
    const told = { accepted: [] as { id: string }[], known: [] as { id: string }[], refused: [] as object[] };
    for (const fact of (body as { facts: { id: string; subject: string }[] }).facts) {
      if (refuses(fact.subject)) {
        const refusals = [{ code: "not_yours", field: null, says: words, hint: words }];
        told.refused.push({ id: fact.id, refusals });
      } else if (known.has(fact.id)) told.known.push({ id: fact.id });
      else {
        known.set(fact.id, fact);
        told.accepted.push({ id: fact.id });
      }
    }
    return { status: 200, body: told };
  };
  return { call, known, asked };
}

const states = async () => (await phone.outbox()).map((o) => o.state);

test("nothing of a person stands readable in the database", async () => {
  await phone.take(answer({ shelves: [persons(3, "慕容标记名")] }), NOW);
  await put("person:marked-subject");
  await phone.keepDraft("d", { name: "欧阳标记名" }, NOW);
  const db = openTables(NAME);
  await db.open();
  let bytes = 0;
  const all: string[] = [];
  for (const table of [db.shelf, db.outbox, db.draft]) {
    for (const row of await table.toArray()) {
      all.push(new TextDecoder().decode(row.sealed.data), JSON.stringify({ ...row, sealed: null }));
      bytes += row.sealed.data.byteLength;
    }
  }
  const key = (await db.kept.get("key"))?.value as CryptoKey;
  db.close();
  expect(bytes).toBeGreaterThan(100);
  expect(all.join("\n")).not.toMatch(/标记名|marked-subject/);
  expect(key.extractable).toBe(false);
  expect((await phone.carried()).subjects.map((s) => s.label)).toEqual(["慕容标记名"]);
});

test("a shelf replaces what the phone had on it, and others stay", async () => {
  await phone.take(answer({ shelves: [persons(1, "甲", "乙"), persons(2, "丙")], more: true }), NOW);
  expect((await phone.state())?.complete).toBe(false);
  await phone.take(answer({ shelves: [persons(1, "乙")], cursor: "c2" }), NOW);
  expect((await phone.carried()).subjects.map((s) => s.label).sort()).toEqual(["丙", "乙"]);
  expect(await phone.state()).toMatchObject({ cursor: "c2", complete: true });
});

test("facts go out in their order, and one that is refused does not stop the others", async () => {
  const ids = [await put("person:a"), await put("person:bad"), await put("person:c")];
  const { call, known } = house((subject) => subject === "person:bad");
  expect(await sendOutbox(phone, call, quiet)).toBe("done");
  expect([...known.keys()]).toEqual([ids[0], ids[2]]);
  expect(await states()).toEqual(["received", "refused", "received"]);
  expect((await phone.outbox())[1]?.refusals[0]?.code).toBe("not_yours");
});

test("a refused fact is mended under its id and sent again", async () => {
  const id = await put("person:bad");
  await sendOutbox(phone, house(() => true).call, quiet);
  await phone.put(
    { id, ledger: "temperature", subject: "person:good", at: "", body: {}, void: false },
    words,
    "x",
    NOW,
  );
  expect(await states()).toEqual(["waiting"]);
  const mended = house();
  await sendOutbox(phone, mended.call, quiet);
  expect([...mended.known.keys()]).toEqual([id]);
});

test("an answer that is lost, or a browser that is killed, loses nothing and doubles nothing", async () => {
  await put("person:a");
  await put("person:b");
  const { call, known } = house();
  const lost: Call = async (...request) => {
    await call(...request);
    return { status: 0, body: null };
  };
  expect(await sendOutbox(phone, lost, quiet)).toBe("offline");
  expect(known.size).toBe(2);
  expect(await states()).toEqual(["waiting", "waiting"]);
  // Killed: the database is opened anew, by another window.
  phone.close();
  phone = await Phone.open(NAME);
  expect(await states()).toEqual(["waiting", "waiting"]);
  expect(await sendOutbox(phone, call, quiet)).toBe("done");
  expect(known.size).toBe(2);
  expect(await states()).toEqual(["received", "received"]);
});

test("a request that is turned away as a whole is sent fact by fact", async () => {
  for (const subject of ["person:a", "person:poison", "person:c"]) await put(subject);
  const { call, known } = house();
  const strict: Call = async (method, path, body) => {
    const facts = (body as { facts: { subject: string }[] }).facts;
    if (!facts.some((f) => f.subject === "person:poison")) return call(method, path, body);
    return { status: 400, body: { error: { code: "unreadable", says: words, hint: words } } };
  };
  expect(await sendOutbox(phone, strict, quiet)).toBe("done");
  expect(await states()).toEqual(["received", "refused", "received"]);
  expect(known.size).toBe(2);
});

test("a fact that the answer leaves out stays; without session or with a busy house all stay", async () => {
  await put("person:a");
  const silent: Call = async () => ({ status: 200, body: {} });
  await sendOutbox(phone, silent, quiet);
  const told =
    (status: number): Call =>
    async () => ({ status, body: null });
  expect(await sendOutbox(phone, told(401), quiet)).toBe("signin");
  expect(await sendOutbox(phone, told(503), quiet)).toBe("busy");
  expect(await states()).toEqual(["waiting"]);
});

test("only a refused fact can be given up", async () => {
  const id = await put("person:a");
  expect(await phone.giveUp(id)).toBe(false);
  await sendOutbox(phone, house(() => true).call, quiet);
  expect(await phone.giveUp(id)).toBe(true);
  expect(await states()).toEqual([]);
});

test("what was not renewed for too long is erased, what is not sent stays", async () => {
  await phone.take(answer({ shelves: [persons(1, "甲")] }), NOW);
  await put("person:a");
  const day = 86_400_000;
  expect(await phone.expire(NOW + 7 * day)).toBe(false);
  expect((await phone.carried()).subjects.length).toBe(1);
  expect(await phone.expire(NOW + 7 * day + 1)).toBe(true);
  expect((await phone.carried()).subjects).toEqual([]);
  expect(await phone.state()).toMatchObject({ cursor: "", complete: false });
  expect(await states()).toEqual(["waiting"]);
});

test("a phone that is told so erases everything, also where its session is over", async () => {
  const before = (await phone.state())?.device;
  await phone.take(answer({ shelves: [persons(1, "甲")] }), NOW);
  await put("person:a");
  const asked: string[] = [];
  const call: Call = async (method, path): Promise<Told> => {
    asked.push(`${method} ${path}`);
    return path.endsWith("/orders") ? { status: 200, body: { wipe: true } } : { status: 401, body: null };
  };
  expect(await sync(phone, call)).toBe("wiped");
  expect(asked).toEqual([`GET /devices/${before}/orders`]);
  expect(await phone.state()).toBeNull();
  expect([await phone.outbox(), (await phone.carried()).subjects]).toEqual([[], []]);
});

test("a pass goes on until nothing is missing, and a phone that the house forgot registers anew", async () => {
  const asked: string[] = [];
  let known = false;
  const call: Call = async (method, path) => {
    asked.push(`${method} ${path.replace(/^(\/\w+).*cursor=/, "$1 ")}`);
    if (path.endsWith("/orders")) return { status: 200, body: { wipe: false } };
    if (method === "PUT") known = true;
    if (method === "PUT" || !known) return { status: known ? 200 : 404, body: null };
    const more = path.endsWith("cursor=");
    return { status: 200, body: answer({ cursor: more ? "half" : "whole", more }) };
  };
  expect(await sync(phone, call)).toBe("done");
  expect(asked.slice(1).map((a) => a.split(" ").slice(0, 3).join(" "))).toEqual([
    "GET /sync ",
    "PUT /devices/00000000-0000-4000-8000-000000000001",
    "GET /sync ",
    "GET /sync half",
  ]);
  expect(await phone.state()).toMatchObject({ cursor: "whole", complete: true });
});

test("a key that another place's value is sealed with does not open it there", async () => {
  const { newKey, open, seal } = await import("./store/seal");
  const key = await newKey();
  const sealed = await seal(key, "draft/a", { x: 1 });
  expect(await open(key, "draft/a", sealed)).toEqual({ x: 1 });
  await expect(open(key, "draft/b", sealed)).rejects.toThrow();
});
