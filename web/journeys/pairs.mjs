// Persons registered twice: a pair is shown with what agrees, judged to be two it is gone, judged the same everything about
// the other is told of the one who is kept.
import { dayOf, expect } from "./house.mjs";

export const account = "cdc";

/** Somebody is registered a second time, by name and telephone, with a case report of their own; and two of one name are not one. */
async function twice(house) {
  const [cdc, day] = [await house.as("cdc"), await dayOf(house)];
  const [village] = await cdc.get("/orgs?kind=village");
  const area = village.id;
  const register = (code, at, body) =>
    cdc.record({ ledger: "person_registration", subject: `person:${code}`, at: `${day} ${at}`, body });
  const known = { name: "慕容重复", phone: "13800138000", birth_date: "2001-02-03", sex: "female", area };
  await register("twice-1", "06:00", known);
  await register("twice-2", "06:10", { name: "慕容重复", phone: "13800138000", area });
  await register("twice-3", "06:20", { name: "慕容重复", birth_date: "1950-01-01", sex: "female", area });
  const body = { disease: "mumps", classification: "clinical", onset: "2025-10-20" };
  const card = await cdc.record({ ledger: "case_report", subject: "person:twice-2", at: `${day} 06:30`, body });
  return { cdc, card };
}

export async function walk({ page, at, house }) {
  const { cdc, card } = await twice(house);
  await at("/people");
  await page.getByRole("link", { name: "疑似重复" }).click();
  await page.getByText(/待判定 \d+ 对/).waitFor();
  const pairOf = (a, b) => page.locator(".ant-card").filter({ hasText: a }).filter({ hasText: b });

  await pairOf("twice-2", "twice-3").getByRole("button", { name: "不是同一人" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("年龄相差很大");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /确\s?定/ })
    .click();
  await page.getByText("已判定为两人").waitFor();
  await pairOf("twice-2", "twice-3").waitFor({ state: "detached" });

  const pair = pairOf("twice-1", "twice-2");
  await pair.getByText("姓名相同").waitFor();
  await pair.getByText("电话相同").waitFor();
  await pair.getByRole("button", { name: "是同一人", exact: true }).click();
  await page.getByRole("dialog").getByRole("radio", { name: "保留 twice-1" }).waitFor();
  await page.getByRole("dialog").getByRole("textbox").fill("电话核实为同一人");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /确\s?定/ })
    .click();
  await page.getByText("已合并").waitFor();
  await pair.waitFor({ state: "detached" });

  expect("the other lies nowhere", await cdc.status("/subjects/person:twice-2"), 404);
  const cases = await cdc.get("/cases?disease=mumps&onset_from=2025-10-20&onset_until=2025-10-20");
  expect(
    "the case is the kept person's",
    cases.rows.map((row) => row.person.id),
    ["person:twice-1"],
  );
  const original = await cdc.get(`/facts/${card}`);
  expect("the original stays readable", [original.holds, original.versions.length], [null, 2]);
  await page.reload();
  await page.getByText(/待判定 \d+ 对/).waitFor();
  const left = await cdc.get("/subjects/pairs?after=");
  const told = left.rows.map((p) => [p.one.subject.id, p.other.subject.id].join(" "));
  expect("two of one name are not asked again", told.includes("person:twice-2 person:twice-3"), false);
}
