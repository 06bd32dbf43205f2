// The field face on a phone of 390 px: a grid worker's day with the network cut in the middle and the browser killed; a
// class teacher's morning by the roster; a phone that is ordered to be wiped. All is held to the facts of the server.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dayOf, eventually, expect, openPhone, signIn } from "./house.mjs";

const CLASS = "org:school-hm-c1";
const enc = encodeURIComponent;

/**
 * Work with one phone, which `start` starts: again after it was killed, with what it has kept. `cut`: without network from
 * the beginning.
 */
async function onPhone(house, work) {
  const folder = mkdtempSync(join(tmpdir(), "lianfang-phone-"));
  const started = [];
  const start = async ({ cut = false } = {}) => {
    const phone = await openPhone(folder);
    started.push(phone);
    if (cut) await phone.context.setOffline(true);
    await phone.page.goto(`${house.address}/field/`);
    return phone;
  };
  try {
    await work(start);
  } finally {
    for (const phone of started) await phone.kill();
    // The browser's own children write a moment longer.
    rmSync(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
  }
}

async function signedIn(phone, account) {
  await signIn(phone.page, account);
  await phone.page.getByRole("heading", { level: 1, name: "今日" }).waitFor();
  await phone.page.getByText("已同步").waitFor();
  await phone.page.evaluate(() => navigator.serviceWorker.ready);
}

/** Records a temperature of somebody who is found by search; `at` sets another time. */
async function measure(page, person, celsius, at) {
  await page.getByRole("link", { name: "查找" }).click();
  await page.getByRole("searchbox").fill(person.slice("person:".length));
  await page.locator(`a[href="#/subject/${enc(person)}"]`).click();
  await page.getByRole("link", { name: "体温登记" }).click();
  if (at) await page.getByLabel("发生时间").fill(at);
  await page.getByLabel("体温", { exact: true }).fill(celsius);
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByRole("heading", { name: "登记" }).waitFor();
}

const states = (page) => page.locator("[data-fact] .state").allInnerTexts();

/** Somebody came home: a daily visit by the grid worker is owed. */
async function returns(house, person) {
  const [doctor, grid] = [await house.as("doctor"), await house.as("grid")];
  const day = await dayOf(house);
  const body = { arrival_date: day, origin_risk: "high", declared: true };
  await doctor.record({ ledger: "arrival", subject: person, at: day, org: "org:v06", body });
  const ask = `/duties?mine=1&state=owed&subject=${enc(person)}`;
  return eventually("a visit is owed", async () => (await grid.get(ask)).rows.find((d) => d.name.endsWith("_visit")));
}

/** Does the duty of the page of today, by its form. */
async function visit(page, celsius) {
  await page.getByRole("link", { name: "今日" }).click();
  await page.getByText("返乡人员每日健康监测").click();
  await page.getByLabel("体温", { exact: true }).fill(celsius);
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText("没有待办任务").waitFor();
}

/** Without network: one duty done, one temperature that the house will refuse; then the browser is killed. */
async function offline(phone, two) {
  await phone.context.setOffline(true);
  // The app is opened anew from what is on the phone.
  await phone.page.reload();
  await phone.page.getByText("没有网络，内容保存在本机").waitFor();
  await visit(phone.page, "36.6");
  await measure(phone.page, two, "36.7", "2099-01-01T08:00");
  await phone.page.getByRole("link", { name: "待发" }).click();
  expect("states without network", await states(phone.page), ["在本机", "在本机"]);
  await phone.kill();
}

/** The refused fact is opened, mended and sent again. */
async function mend(page, clock) {
  await page.getByRole("link", { name: "修改后重发" }).click();
  const now = new Date(Date.parse(clock) + 8 * 3_600_000).toISOString().slice(0, 16);
  await page.getByLabel("发生时间").fill(now);
  await page.getByRole("button", { name: "保存" }).click();
  await eventually("both received", async () => (await states(page)).join() === "已接收,已接收");
  await page.getByRole("button", { name: "立即同步" }).click();
  await page.getByText("已同步").waitFor();
}

async function gridWorker(house) {
  const grid = await house.as("grid");
  const people = (await grid.get("/subjects?kind=person&limit=500")).rows.map((r) => r.subject.id);
  const [one, two] = [people.at(-1), people.at(-2)];
  const visits = async () => (await grid.get(`/facts?ledger=isolation_visit&subject=${enc(one)}`)).rows;
  const measured = async () => (await grid.get(`/facts?ledger=temperature&subject=${enc(two)}`)).rows.length;
  const [owed, before] = [await returns(house, one), [(await visits()).length, await measured()]];
  await onPhone(house, async (start) => {
    let phone = await start();
    await signedIn(phone, "grid");
    await offline(phone, two);
    expect("on the server meanwhile", [(await visits()).length, await measured()], before);

    // The browser starts again with the same profile, still without network; then the network comes.
    phone = await start({ cut: true });
    await phone.page.getByText("2 条登记等待发送").waitFor();
    // A browser that is killed may lose its session; the facts wait for the next one.
    await phone.context.clearCookies();
    await phone.context.setOffline(false);
    await phone.page.getByRole("link", { name: "登录" }).click();
    await signIn(phone.page, "grid");
    await phone.page.getByText("1 条登记被退回").waitFor();
    await phone.page.getByRole("link", { name: "待发" }).click();
    expect("states with network", await states(phone.page), ["被退回", "已接收"]);
    expect("on the server", [(await visits()).length, await measured()], [before[0] + 1, before[1]]);
    const [kept] = await visits();
    expect("its temperature", kept.fields.find((f) => f.id === "celsius").value, 36.6);
    const state = async () => (await grid.get(`/duties/${enc(owed.key)}`)).duty.state;
    await eventually("the duty is done", async () => (await state()) === "done");

    await mend(phone.page, (await grid.get("/session")).clock);
    expect("each fact once", [(await visits()).length, await measured()], [before[0] + 1, before[1] + 1]);
    expect("errors of the page", phone.errors, []);
    await wiped(house, grid, phone);
  });
}

/** The phone is lost: it is ordered to be wiped, and erases itself. */
async function wiped(house, grid, phone) {
  const mine = async () =>
    (await grid.get("/devices")).rows.sort((a, b) => b.registered.localeCompare(a.registered))[0];
  const { device } = await mine();
  await (await house.as("admin")).post(`/devices/${device}/wipe`, { reason: "手机遗失" });
  await phone.page.getByRole("button", { name: "立即同步" }).click();
  await phone.page.getByLabel("账号", { exact: true }).waitFor();
  const left = await phone.page.evaluate(
    () =>
      new Promise((resolve) => {
        const asked = indexedDB.open("lf-field");
        asked.onsuccess = () => {
          const all = asked.result.transaction(["shelf", "outbox"]).objectStore("shelf").count();
          all.onsuccess = () => resolve(all.result);
        };
      }),
  );
  expect("shelves left on the phone", left, 0);
  expect("the order was told", typeof (await mine()).wipe.told, "string");
}

async function exception(page, member, way, choice) {
  await page.locator(`[data-member="${member}"]`).getByRole("button", { name: way, exact: true }).click();
  await page.locator(`[data-member="${member}"]`).getByRole("button", { name: choice, exact: true }).click();
}

async function teacher(house) {
  const desk = await house.as("teacher");
  const pupils = (await desk.get("/subjects?kind=person&limit=500")).rows.map((r) => r.subject.id);
  const count = async (ledger) => (await desk.get(`/facts?ledger=${ledger}&limit=500`)).rows.length;
  const ledgers = ["class_check", "morning_noon_check", "absence"];
  const before = await Promise.all(ledgers.map(count));
  await onPhone(house, async (start) => {
    const phone = await start();
    await signedIn(phone, "teacher");
    await phone.context.setOffline(true);
    await phone.page.getByRole("link", { name: "名册" }).click();
    const began = Date.now();
    await phone.page.locator(`a[href="#/roster/${enc(CLASS)}/class_check"]`).click();
    await phone.page.getByRole("button", { name: "晨检", exact: true }).click();
    for (const pupil of pupils.slice(0, 2)) await exception(phone.page, pupil, "异常", "流涕");
    for (const pupil of pupils.slice(2, 5)) await exception(phone.page, pupil, "缺勤", "事假");
    await phone.page.getByRole("button", { name: "其余正常，保存（例外 5 人）" }).click();
    await phone.page.getByRole("heading", { name: "名册" }).waitFor();
    const took = Date.now() - began;
    if (took > 20_000) throw new Error(`the roster took ${took} ms`);
    await phone.context.setOffline(false);
    await phone.page.getByRole("link", { name: "待发" }).click();
    await eventually("six facts received", async () => {
      const said = await states(phone.page);
      return said.length === 6 && said.every((s) => s === "已接收");
    });
    expect(
      "new facts",
      (await Promise.all(ledgers.map(count))).map((n, i) => n - before[i]),
      [1, 2, 3],
    );
    const [sheet] = (await desk.get(`/facts?ledger=class_check&subject=${CLASS}&limit=1`)).rows;
    const number = (id) => sheet.fields.find((f) => f.id === id).value;
    expect("the sheet", ["expected", "present", "ill", "absent"].map(number), [30, 27, 2, 3]);
    expect("errors of the page", phone.errors, []);
  });
}

export async function walk({ house }) {
  await gridWorker(house);
  await teacher(house);
}
