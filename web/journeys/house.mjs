// A house to walk through: the real program with an invented county in a temporary folder, and a browser.
// Not here: the walks themselves; each is a file beside this one.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const PASSWORD = "lianfang-demo";
/** A Sunday: nothing is reported after the morning at which the county is left. */
const UNTIL = "2025-10-26";
const READY_MS = 300_000;
/** Long, because tests share the machine with compilers. */
const STEP_MS = 40_000;

/** The program: named by LIANFANG, or as the workspace builds it. */
function program() {
  const named = process.env.LIANFANG ?? fileURLToPath(new URL("../../target/debug/lianfang", import.meta.url));
  if (!existsSync(named)) throw new Error(`no program at ${named}: cargo build -p lianfang, or name one with LIANFANG`);
  return named;
}

function browserFile() {
  const known = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/google-chrome",
  ];
  const found = process.env.CHROMIUM ?? known.find((file) => existsSync(file));
  if (!found) throw new Error("no Chromium: apt-get install chromium, or name one with CHROMIUM");
  return found;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function answers(address) {
  try {
    const told = await fetch(`${address}/api/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-lf": "1" },
      body: JSON.stringify({ account: "teacher", password: PASSWORD }),
    });
    return told.ok;
  } catch {
    return false;
  }
}

/** The API in the name of an account, for what others do meanwhile and for what a walk has to be held to. */
async function signedIn(address, account) {
  let cookie = "";
  const send = async (method, path, body) => {
    const told = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: { "content-type": "application/json", "x-lf": "1", cookie },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    cookie = told.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    return { status: told.status, json: await told.json().catch(() => null) };
  };
  const well = async (method, path, body) => {
    const { status, json } = await send(method, path, body);
    if (status >= 300) throw new Error(`${account}: ${method} ${path}: ${status} ${JSON.stringify(json)}`);
    return json;
  };
  await well("POST", "/session", { account, password: PASSWORD });
  return {
    get: (path) => well("GET", path),
    post: (path, body) => well("POST", path, body),
    /** Records a fact; its id. */
    async record(fact) {
      const answer = await well("POST", "/facts", fact);
      if (answer.accepted.length !== 1) throw new Error(`${account}: not accepted: ${JSON.stringify(answer)}`);
      return answer.accepted[0].id;
    },
    status: async (path) => (await send("GET", path)).status,
  };
}

/** Puts the clock of the house forward to a civil time like `2025-10-27 08:05`; it never goes back. */
export async function forward(house, to) {
  await (await house.as("admin")).post("/demo/clock", { to });
}

/** The civil day that the clock of the house shows, some days later. */
export async function dayOf(house, later = 0) {
  const { clock } = await (await house.as("duty")).get("/session");
  return new Date(Date.parse(clock) + (8 + later * 24) * 3_600_000).toISOString().slice(0, 10);
}

export function expect(what, found, wanted) {
  const [a, b] = [found, wanted].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`${what}: ${a}, expected ${b}`);
}

/** What follows from a fact stands a moment later: asks again until it does. */
export async function eventually(what, look) {
  const began = Date.now();
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() - began > STEP_MS) throw new Error(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Starts the program with a small county and waits until it is settled. */
export async function openHouse() {
  const folder = mkdtempSync(join(tmpdir(), "lianfang-journeys-"));
  const address = `http://127.0.0.1:${await freePort()}`;
  const county = ["--people", "60", "--routine-days", "0", "--until", UNTIL];
  const words = ["demo", "--listen", address.slice(7), "--dir", folder, ...county];
  const child = spawn(program(), words, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let ended = null;
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (said += part));
  child.on("exit", (code) => (ended = code));
  const began = Date.now();
  // The welcome names the accounts; before it the county is still being made.
  while (!(said.includes("teacher") && (await answers(address)))) {
    if (ended !== null) throw new Error(`the program ended with ${ended}:\n${said.slice(-2000)}`);
    if (Date.now() - began > READY_MS) throw new Error(`not ready after ${READY_MS / 1000} s:\n${said.slice(-2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return {
    address,
    as: (account) => signedIn(address, account),
    close() {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function openBrowser() {
  return chromium.launch({ executablePath: browserFile(), args: ["--no-sandbox"] });
}

/**
 * A phone: a browser of its own that keeps what it has in a folder, and that can be killed as a phone dies. Its page is
 * 390 px wide.
 */
export async function openPhone(folder) {
  const words = ["--headless=new", "--no-sandbox", "--no-first-run", "--remote-debugging-port=0", "--lang=zh-CN"];
  const child = spawn(browserFile(), [...words, `--user-data-dir=${folder}`, "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const place = await new Promise((resolve, reject) => {
    let said = "";
    child.on("exit", () => reject(new Error(`the browser did not start:\n${said.slice(-1000)}`)));
    child.stderr.on("data", (part) => {
      said += part;
      const found = /listening on (ws:\S+)/.exec(said);
      if (found) resolve(found[1]);
    });
  });
  const browser = await chromium.connectOverCDP(place);
  const [context] = browser.contexts();
  const page = context.pages()[0] ?? (await context.newPage());
  await page.setViewportSize({ width: 390, height: 844 });
  page.setDefaultTimeout(STEP_MS);
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
    await browser.close().catch(() => {});
  };
  return { context, page, errors, kill };
}

/** A signed-in page whose every error is remembered. */
export async function openDesk(browser, address, account, width = 1440) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: "zh-CN",
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_MS);
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("response", (told) => told.status() >= 500 && errors.push(`${told.status()} ${told.url()}`));
  await page.goto(address);
  if (account) {
    await signIn(page, account);
    await page.getByRole("heading", { level: 1, name: "今日" }).waitFor();
  }
  return { page, errors, at: (path) => page.goto(address + path) };
}

export async function signIn(page, account, password = PASSWORD) {
  await page.getByLabel("账号", { exact: true }).fill(account);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.locator("button[type=submit]").click();
}

/** The signed-in page's own way to the API, for what a journey has to know beforehand. */
export function ask(page, path) {
  return page.evaluate(async (to) => (await fetch(`/api/v1${to}`)).json(), path);
}
