// How fast the field face starts on a cheap phone: Chromium with a processor slowed down four times and slow 3G (400 kbit/s,
// 400 ms), cold and warm, against a running house. A bench, not a test: it depends on the machine.
//   LIANFANG_ADDRESS=http://127.0.0.1:8080 node field-bench.mjs [account] [password]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const address = process.env.LIANFANG_ADDRESS ?? "http://127.0.0.1:8080";
const [account = "grid", password = "lianfang-demo"] = process.argv.slice(2);
const SLOW_3G = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };

async function slowed(context) {
  const page = context.pages()[0] ?? (await context.newPage());
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", SLOW_3G);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  return page;
}

const folder = mkdtempSync(join(tmpdir(), "lianfang-bench-"));
const open = () =>
  chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
    viewport: { width: 390, height: 844 },
    locale: "zh-CN",
  });
const say = (what, ms, budget) =>
  process.stdout.write(`${what.padEnd(52)} ${(ms / 1000).toFixed(2)} s${budget ? `  (budget ${budget} s)` : ""}\n`);

try {
  let context = await open();
  let page = await slowed(context);
  let began = Date.now();
  await page.goto(`${address}/field/`);
  await page.locator("button[type=submit]").waitFor();
  say("cold: to the page of signing in", Date.now() - began, 12);
  began = Date.now();
  await page.locator("input[name=account]").fill(account);
  await page.locator("input[name=password]").fill(password);
  await page.locator("button[type=submit]").click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByText("已同步").waitFor();
  say("cold: signing in and the first sync", Date.now() - began);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.close();
  context = await open();
  page = await slowed(context);
  began = Date.now();
  await page.goto(`${address}/field/`);
  await page.getByRole("heading", { level: 1, name: "今日" }).waitFor();
  say("warm: to the page of today", Date.now() - began, 3);
  await context.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
