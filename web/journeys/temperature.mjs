// A temperature is mistyped, mended, sent by a double click, and stands once on the person's timeline; a look at the
// person's identity asks for a reason and is recorded.
import { ask } from "./house.mjs";

export const account = "doctor";

export async function walk({ page, at }) {
  const person = (await ask(page, "/subjects?kind=person&limit=1")).rows[0].subject.id;
  const kept = async () =>
    (await ask(page, `/facts?ledger=temperature&subject=${encodeURIComponent(person)}`)).rows.length;
  const before = await kept();
  await at(`/ledgers/temperature/new?subject=${encodeURIComponent(person)}`);
  const field = page.getByLabel("体温", { exact: true });
  await field.fill("373");
  await field.blur();
  await page.getByText(/不能大于/).waitFor();
  await field.fill("37.3");
  await page.reload();
  await page.getByText("的草稿").waitFor();
  if ((await field.inputValue()) !== "37.3") throw new Error("the draft was lost");
  await page.getByRole("button", { name: "提交登记" }).dblclick();
  await page
    .getByText(/已登记/)
    .first()
    .waitFor();
  const more = (await kept()) - before;
  if (more !== 1) throw new Error(`one temperature was sent, ${more} were kept`);
  await at(`/people/${encodeURIComponent(person)}`);
  await page.getByText("37.3", { exact: false }).first().waitFor();
  await page.getByRole("button", { name: "查看身份信息" }).click();
  await page.getByLabel("查看原因").fill("电话流调，核实接触情况");
  await page.getByRole("button", { name: "确定" }).click();
  await page.getByText("本次查看已记录").waitFor();
}
