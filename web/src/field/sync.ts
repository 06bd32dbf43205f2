// The way between phone and house: facts go out one by one accountable, then the day comes in until nothing is missing.
// Sending twice, being cut off or killed at any moment changes nothing: a fact leaves the state *waiting* only by the
// server's word on it, and an answer is taken whole or not at all. Not here: when it is done (`face`).
import { problemOf, type Refusal } from "../api/problem";
import type { FieldSync, Outgoing, Phone } from "./store/phone";

/** The version of the server's answer that this app reads. */
const SPOKEN = 1;
/** Facts of one request. Few, so that a weak network gets some of them through. */
const FACTS_MAX = 20;
/** Answers of one pass; more would be a server that never ends. */
const ANSWERS_MAX = 200;

/** What came back: status 0 when nothing did. */
export interface Told {
  status: number;
  body: unknown;
}

export type Call = (method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown) => Promise<Told>;

/** How it ended. */
export type Ended = "done" | "offline" | "signin" | "busy" | "wiped" | "old";

export interface Progress {
  doing: "sending" | "fetching";
  n: number;
  of: number;
}

/** The plain way to the server. */
export const call: Call = async (method, path, body) => {
  try {
    const told = await fetch(`/api/v1${path}`, {
      method,
      headers: { "x-lf": "1", ...(body === undefined ? {} : { "content-type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: told.status, body: await told.json().catch(() => null) };
  } catch {
    return { status: 0, body: null };
  }
};

interface Answered {
  accepted?: { id: string }[];
  known?: { id: string }[];
  refused?: { id?: string | null; refusals: Refusal[] }[];
}

/** Sends what waits. One refused fact does not stop the others. */
export async function sendOutbox(phone: Phone, to: Call, progress: (p: Progress) => void): Promise<Ended> {
  const waiting = (await phone.outbox()).filter((out) => out.state === "waiting");
  let size = FACTS_MAX;
  for (let n = 0; n < waiting.length; ) {
    progress({ doing: "sending", n, of: waiting.length });
    const part = waiting.slice(n, n + size);
    const told = await to("POST", "/facts", { facts: part.map((out) => out.fact) });
    if (told.status === 0) return "offline";
    if (told.status === 401) return "signin";
    if (told.status === 429 || told.status >= 500) return "busy";
    if (told.status !== 200) {
      // The request as a whole was turned away: each fact alone finds out whose fault it is.
      if (part.length > 1) {
        size = 1;
        continue;
      }
      await refuse(phone, part[0], wholeRefusal(told));
    } else await noteAnswers(phone, part, told.body as Answered);
    n += part.length;
  }
  return "done";
}

async function noteAnswers(phone: Phone, part: Outgoing[], answer: Answered): Promise<void> {
  const received = new Set([...(answer.accepted ?? []), ...(answer.known ?? [])].map((one) => one.id));
  const refused = new Map((answer.refused ?? []).map((one) => [one.id, one.refusals]));
  for (const out of part) {
    const reasons = refused.get(out.fact.id);
    if (reasons) await refuse(phone, out, reasons);
    // A fact that the answer does not name is asked about again: it stays as it is.
    else if (received.has(out.fact.id))
      await phone.write({ ...out, state: "received", refusals: [], answered: Date.now() });
  }
}

async function refuse(phone: Phone, out: Outgoing | undefined, refusals: Refusal[]): Promise<void> {
  if (out) await phone.write({ ...out, state: "refused", refusals, answered: Date.now() });
}

function wholeRefusal(told: Told): Refusal[] {
  const problem = problemOf(told.status, told.body);
  if (problem.refusals.length > 0) return problem.refusals;
  const says = problem.says ?? { zh: `${told.status}`, en: `${told.status}` };
  return [{ code: problem.code, field: problem.field, says, hint: problem.hint ?? { zh: "", en: "" } }];
}

/** Fetches what has changed, until nothing is missing. */
export async function fetchDay(phone: Phone, to: Call, progress: (p: Progress) => void): Promise<Ended> {
  for (let n = 0; n < ANSWERS_MAX; n++) {
    const state = await phone.state();
    if (!state) return "signin";
    progress({ doing: "fetching", n, of: 0 });
    const ask = `v=${SPOKEN}&device=${state.device}&cursor=${state.cursor}`;
    const told = await to("GET", `/sync/field?${ask}`);
    const ended = endOf(told);
    if (ended === "unknown") {
      if (n > 0 || !(await register(state.device, to))) return "busy";
      continue;
    }
    if (ended) return ended;
    const answer = told.body as FieldSync;
    if (answer.wipe) {
      await phone.erase();
      return "wiped";
    }
    await phone.take(answer, Date.now());
    if (!answer.more) return "done";
  }
  return "busy";
}

function endOf(told: Told): Ended | "unknown" | null {
  if (told.status === 200) return null;
  if (told.status === 0) return "offline";
  if (told.status === 401) return "signin";
  if (told.status === 404) return "unknown";
  return told.status === 422 ? "old" : "busy";
}

/** The house knows the phone by an id that the phone made. */
export async function register(device: string, to: Call): Promise<boolean> {
  const name = typeof navigator === "undefined" ? "phone" : navigator.userAgent.replace(/^.*?\(([^)]*)\).*$/, "$1");
  return (await to("PUT", `/devices/${device}`, { name })).status === 200;
}

/** Out, then in. A phone whose session is over still hears that it is to be wiped. */
export async function sync(phone: Phone, to: Call, progress: (p: Progress) => void = () => {}): Promise<Ended> {
  const state = await phone.state();
  if (!state) return "signin";
  const orders = await to("GET", `/devices/${state.device}/orders`);
  if (orders.status === 200 && (orders.body as { wipe?: boolean }).wipe === true) {
    await phone.erase();
    return "wiped";
  }
  const sent = await sendOutbox(phone, to, progress);
  if (sent !== "done") return sent;
  const fetched = await fetchDay(phone, to, progress);
  if (fetched === "done") await phone.tidy(Date.now());
  return fetched;
}
