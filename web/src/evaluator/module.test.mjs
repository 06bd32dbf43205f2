// The compiled module is asked what crates/wasm answered natively, and has to say the same, byte for byte; those answers
// are held to the house by the tests there. Not here: fetching it in a browser. JavaScript, for it reads files with Node.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Evaluator, EvaluatorError } from "./module";

const FILE = "src/evaluator/evaluator.wasm";
const asked = JSON.parse(readFileSync("src/evaluator/asked.json", "utf8"));

/** The files of a shipped pack, as the house keeps them. */
function pack(folder) {
  const all = readdirSync(join("../packs", folder), { recursive: true, encoding: "utf8" });
  const files = all.filter((path) => path.endsWith(".toml")).sort();
  return files.map((path) => [path, readFileSync(join("../packs", folder, path), "utf8")]);
}

/** The question with the texts of the packs that it names. */
function whole({ question }) {
  const packs = question.ground?.packs.map((sheet) => ({ ...sheet, files: pack(sheet.files.of_folder) }));
  return JSON.stringify(packs ? { ...question, ground: { ...question.ground, packs } } : question);
}

describe("the compiled evaluator", () => {
  let compiled;
  let evaluator;

  beforeAll(async () => {
    if (!existsSync(FILE)) throw new Error("build it first: cargo xtask wasm");
    compiled = await WebAssembly.compile(readFileSync(FILE));
    evaluator = Evaluator.from(compiled);
  });

  it("says what the native build says, byte for byte", () => {
    expect(asked.length).toBeGreaterThan(10);
    for (const one of asked) expect(evaluator.text(whole(one))).toBe(one.answer);
  });

  it("marks what is provisional, and only that", () => {
    const [load, complete, provisional] = asked;
    evaluator.text(whole(load));
    const judged = ({ question }) => evaluator.ask("judge", { case: question.case, as_of: question.as_of });
    expect(judged(complete).provisional).toEqual([]);
    const said = judged(provisional);
    expect(said.provisional).toEqual([...new Set(said.changes.map((change) => change.key))].sort());
    expect(said.provisional.length).toBeGreaterThan(0);
  });

  it("tells what is wrong with a plan by line and column", () => {
    const files = [["pack.toml", 'id = "mine"\nversion = "1"\ncolour = 3\n']];
    const { problems } = evaluator.ask("check_plan", { packs: [{ folder: "mine", files }] });
    const colour = problems.find((problem) => problem.code === "unknown_key");
    expect(colour).toMatchObject({ file: "mine/pack.toml", line: 3, column: 1, severity: "error" });
  });

  it("says in words why it cannot answer", () => {
    const fresh = Evaluator.from(compiled);
    const asks = () => fresh.ask("judge", { case: { subject: "person:p0", facts: [] }, as_of: "2026-03-02T00:00:00Z" });
    expect(asks).toThrow(EvaluatorError);
    expect(asks).toThrow("no plan and organisations have been loaded yet");
  });
});
