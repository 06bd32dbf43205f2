// The evaluator in this page, fetched when it is first wanted and after the first paint; its file carries a hash in its
// name, so that the browser keeps it. Not here: what it answers (`module`), when it is asked (the pages).
import { Evaluator, unanswered } from "./module";

export { Evaluator, EvaluatorError } from "./module";
export type * from "./questions";

// A glob instead of an import: the client can be built where nobody has built the module yet (`cargo xtask wasm`).
const built = import.meta.glob<string>("./evaluator.wasm", { query: "?url", import: "default" });

let wanted: Promise<Evaluator> | null = null;

/** The one evaluator of this page. A failed fetch is tried again when it is next wanted. */
export function evaluator(): Promise<Evaluator> {
  wanted ??= fetched().catch((thrown) => {
    wanted = null;
    throw thrown;
  });
  return wanted;
}

/** Fetches it when the page has nothing better to do, so that it is there without network later. */
export function fetchWhenIdle(): void {
  const fetchIt = () => void evaluator().catch(() => undefined);
  if ("requestIdleCallback" in window) requestIdleCallback(fetchIt, { timeout: 10_000 });
  else setTimeout(fetchIt, 2_000);
}

async function fetched(): Promise<Evaluator> {
  const address = await built["./evaluator.wasm"]?.();
  if (!address) throw unanswered("not_built");
  const answer = await fetch(address).catch(() => {
    throw unanswered("not_fetched");
  });
  if (!answer.ok) throw unanswered("not_fetched");
  return Evaluator.from(await WebAssembly.compile(await answer.arrayBuffer()));
}
