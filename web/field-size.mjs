// How large the first load of the field face is, compressed as the server compresses it; fails above the budget. Builds
// into memory, so that no old build is measured. Not here: how fast it starts (field-bench.mjs).
import { gzipSync } from "node:zlib";
import { build } from "vite";

const BUDGET_BYTES = 250 * 1000;

const built = await build({ configFile: "vite.field.config.ts", logLevel: "error", build: { write: false } });
const outputs = (Array.isArray(built) ? built : [built]).flatMap((part) => part.output);
let sum = 0;
for (const file of outputs) {
  const bytes = gzipSync(file.type === "asset" ? file.source : file.code).length;
  sum += bytes;
  process.stdout.write(`${String(bytes).padStart(8)}  ${file.fileName}\n`);
}
process.stdout.write(`${String(sum).padStart(8)}  first load of the field face, gzip; budget ${BUDGET_BYTES}\n`);
if (sum > BUDGET_BYTES) {
  process.stderr.write("the first load of the field face is above its budget\n");
  process.exitCode = 1;
}
