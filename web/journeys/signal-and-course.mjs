// The class teacher enters three pupils with the same symptoms: the cluster of the class is raised at once. From the
// signal to the facts behind it, to a pupil's file with the calendar of its course, and to the receipt of the signal.
import { ask } from "./house.mjs";

export const account = "teacher";

/** Sends facts as the page's own session does. */
function send(page, facts) {
  return page.evaluate(async (body) => {
    const headers = { "content-type": "application/json", "x-lf": "1" };
    const told = await fetch("/api/v1/facts", { method: "POST", headers, body: JSON.stringify({ facts: body }) });
    return told.json();
  }, facts);
}

export async function walk({ page, at }) {
  const { grants } = await ask(page, "/session");
  const pupils = (await ask(page, `/subjects?kind=person&limit=3&org=${encodeURIComponent(grants[0].org)}`)).rows;
  const check = { session: "morning", has_symptom: true, symptoms: ["fever", "rash"] };
  const facts = pupils.flatMap(({ subject }) => [
    { ledger: "morning_noon_check", subject: subject.id, at: "2025-10-24T07:50:00+08:00", body: check },
    {
      ledger: "absence",
      subject: subject.id,
      at: "2025-10-24T07:55:00+08:00",
      body: { from: "2025-10-24", cause: "ill" },
    },
  ]);
  const told = await send(page, facts);
  if (told.accepted?.length !== facts.length) throw new Error(`not all were taken: ${JSON.stringify(told)}`);

  await at("/alerts?open=1");
  const cluster = page.locator("tbody tr").filter({ hasText: "聚集性疫情" }).first();
  await cluster.locator("button.lf-linkish").click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("heading", { name: "所依据的登记" }).waitFor();
  await drawer.locator("article.lf-fact").nth(2).waitFor();
  await drawer.getByRole("button", { name: /关闭|Close/ }).click();
  await cluster.getByRole("button", { name: "签收", exact: true }).click();
  await page.getByLabel("处置说明").fill("已隔离留观，通知校医和疫情报告人");
  await page.getByRole("button", { name: "确定" }).click();
  await page.getByText("已签收").first().waitFor();

  await at(`/people/${encodeURIComponent(pupils[0].subject.id)}`);
  await page.getByRole("img", { name: /日历/ }).first().waitFor();
  await page.getByRole("button", { name: "依据", exact: true }).first().click();
  await drawer.getByRole("heading", { name: "条款" }).waitFor();
}
