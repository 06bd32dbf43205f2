// Chains of transmission: what an investigator told of a source is drawn as told; with a serial interval the page infers
// the source of the case of whom nobody told, as the server does; a case opens by a click, the picture becomes a file.
import { readFileSync } from "node:fs";
import { dayOf, expect } from "./house.mjs";

export const account = "cdc";

/** Three cases of one disease; of the second it is told by whom, of the third it is not. */
async function investigated(house) {
  const [cdc, day] = [await house.as("cdc"), await dayOf(house)];
  const people = (await cdc.get("/subjects?kind=person&limit=8")).rows.slice(5).map((row) => row.subject.id);
  for (const [n, subject] of people.entries()) {
    const body = { disease: "mumps", classification: "clinical", onset: `2025-10-${10 + 4 * n}` };
    await cdc.record({ ledger: "case_report", subject, at: `${day} 06:0${n}`, body });
  }
  const contact = { kind: "close", index_person: people[0] };
  await cdc.record({ ledger: "contact", subject: people[1], at: "2025-10-11 09:00", body: contact });
  return { cdc, people };
}

export async function walk({ page, at, house }) {
  const { cdc, people } = await investigated(house);
  const told = await cdc.get("/chains?disease=mumps");
  const persons = (chains) => new Map(chains.nodes.map((n) => [n.id, n.person.id]));
  const pairs = (chains) => chains.links.map((l) => [persons(chains).get(l.from), persons(chains).get(l.to), l.told]);
  expect("what was told", pairs(told), [[people[0], people[1], true]]);

  await at("/chains?disease=mumps");
  await page.getByRole("img", { name: "传播链图：3 例，1 条连线" }).waitFor();
  await page.getByRole("tab", { name: "来源不明 2" }).waitFor();

  await page.getByRole("button", { name: "推断未登记的来源" }).click();
  await page.getByLabel("代间距均值（天，大于 1）").fill("4");
  await page.getByRole("button", { name: /推\s?断$/ }).click();
  await page.getByText("均值和标准差须同时填写").waitFor();
  await page.getByLabel("代间距标准差（天）").fill("1");
  await page.getByRole("button", { name: /推\s?断$/ }).click();
  await page.getByRole("img", { name: "传播链图：3 例，2 条连线" }).waitFor();
  const inferred = await cdc.get("/chains?disease=mumps&si_mean=4&si_sd=1");
  const untold = pairs(inferred).filter(([, , told]) => !told);
  expect("four days are likelier than eight", untold, [[people[1], people[2], false]]);

  await page.getByText("按代次", { exact: true }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "保存图片" }).click();
  const picture = readFileSync(await (await download).path(), "utf8");
  expect("an SVG", picture.includes("<svg"), true);

  await page.getByRole("button", { name: "存为快照" }).click();
  await page.getByLabel("快照名称").fill("推断之后");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "已存快照（1）" }).waitFor();
  const fourth = { disease: "mumps", classification: "clinical", onset: "2025-10-30" };
  const subject = (await cdc.get("/subjects?kind=person&limit=9")).rows[8].subject.id;
  await cdc.record({ ledger: "case_report", subject, at: `${await dayOf(house)} 06:30`, body: fourth });
  await page.reload();
  await page.getByRole("img", { name: "传播链图：4 例，" }).waitFor();
  await page.getByRole("button", { name: "已存快照（1）" }).hover();
  await page.getByRole("menuitem", { name: "推断之后" }).click();
  await page.getByText(/快照“推断之后”：.* 所见，3 例/).waitFor();
  await page.getByRole("img", { name: "传播链图：3 例，2 条连线" }).waitFor();
  const [kept] = await cdc.get("/chains/pictures");
  const then = await cdc.get(`/chains/pictures/${kept.id}`);
  expect("the snapshot is what was seen", then.chains.links, inferred.links);
  await page.getByRole("button", { name: "回到当前" }).click();
  await page.getByRole("img", { name: "传播链图：4 例，" }).waitFor();
  await at("/chains?disease=mumps&onset_until=2025-10-20&si_mean=4&si_sd=1");
  await page.getByRole("img", { name: "传播链图：3 例，2 条连线" }).waitFor();

  await page.getByRole("tab", { name: "来源不明 1" }).click();
  await page.getByRole("tabpanel").getByRole("link").first().click();
  await page.waitForURL(`**/people/${encodeURIComponent(people[0])}`);
}
