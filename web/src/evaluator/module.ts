// The compiled evaluator behind a typed call: bytes in, bytes out, through the three functions that crates/wasm exports.
// Not here: where the module comes from (`index.ts`), and any rule: the module has them.
import { evaluatorWords } from "../i18n/evaluator";
import type { Questions, Words } from "./questions";

interface Exports {
  memory: WebAssembly.Memory;
  lianfang_room(bytes: number): number;
  lianfang_call(): number;
  lianfang_answer(): number;
}

/** The module could not answer; `code` is stable, `says` and `hint` are for people. */
export class EvaluatorError extends Error {
  constructor(
    readonly code: string,
    readonly says: Words,
    readonly hint: Words,
  ) {
    super(says.en);
    this.name = "EvaluatorError";
  }
}

/** The error for what happened on this side of the module. */
export function unanswered(code: "stopped" | "not_built" | "not_fetched"): EvaluatorError {
  const words = ([zh, en]: readonly [string, string]): Words => ({ zh, en });
  return new EvaluatorError(
    code,
    words(evaluatorWords[`evaluator.${code}`]),
    words(evaluatorWords[`evaluator.${code}.hint`]),
  );
}

/** Answers questions about facts, cases and plans, without network. It remembers the ground that was loaded last. */
export class Evaluator {
  private exports: Exports;

  private constructor(private readonly module: WebAssembly.Module) {
    this.exports = started(module);
  }

  /** From the compiled module; it imports nothing, neither clock nor chance nor network. */
  static from(module: WebAssembly.Module): Evaluator {
    return new Evaluator(module);
  }

  /** Asks one question. */
  ask<Q extends keyof Questions>(ask: Q, takes: Questions[Q]["takes"]): Questions[Q]["gives"] {
    const answer = JSON.parse(this.text(JSON.stringify({ ask, ...takes })));
    if ("ok" in answer) return answer.ok;
    const { code, says, hint } = answer.error;
    throw new EvaluatorError(code, says, hint);
  }

  /** The same as text, byte for byte as the module says it. */
  text(question: string): string {
    try {
      const bytes = new TextEncoder().encode(question);
      const room = this.exports.lianfang_room(bytes.length);
      // Memory may grow with every call: a view is good for one use.
      new Uint8Array(this.exports.memory.buffer, room, bytes.length).set(bytes);
      const length = this.exports.lianfang_call();
      const answer = new Uint8Array(this.exports.memory.buffer, this.exports.lianfang_answer(), length);
      return new TextDecoder().decode(answer);
    } catch {
      // A module that stopped half-way is not asked again: a fresh one takes its place, without a ground.
      this.exports = started(this.module);
      throw unanswered("stopped");
    }
  }
}

function started(module: WebAssembly.Module): Exports {
  return new WebAssembly.Instance(module).exports as unknown as Exports;
}
