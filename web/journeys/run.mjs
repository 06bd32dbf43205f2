// Runs every journey through the real program in a real browser; names the one that fails and where its last picture is.
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser, openDesk, openHouse } from "./house.mjs";

const wanted = process.argv.slice(2);
const names = readdirSync(new URL(".", import.meta.url))
  .filter((file) => file.endsWith(".mjs") && file !== "run.mjs" && file !== "house.mjs")
  .map((file) => file.slice(0, -4))
  .filter((name) => wanted.length === 0 || wanted.includes(name))
  .sort();
const say = (line) => process.stdout.write(`${line}\n`);

let failed = 0;
const house = await openHouse();
const browser = await openBrowser();
try {
  for (const name of names) {
    const journey = await import(`./${name}.mjs`);
    const desk = await openDesk(browser, house.address, journey.account, journey.width);
    const began = Date.now();
    try {
      await journey.walk({ ...desk, house });
      if (desk.errors.length > 0) throw new Error(`the page failed on the way:\n${desk.errors.join("\n")}`);
      say(`  ok      ${name} (${Date.now() - began} ms)`);
    } catch (error) {
      failed += 1;
      const picture = join(tmpdir(), `lianfang-journey-${name}.png`);
      await desk.page.screenshot({ path: picture, fullPage: true }).catch(() => {});
      say(`  FAILED  ${name} at ${desk.page.url()}\n${error.stack}\n  picture: ${picture}`);
    }
    await desk.page.context().close();
  }
} finally {
  await browser.close();
  house.close();
}
process.exitCode = failed > 0 ? 1 : 0;
