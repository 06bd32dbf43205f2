// A list that is fetched whole, page after page: for what is sorted, counted and drawn in the browser. The first rows are
// there at once, the others as they come; a reader who asks for something else ends it.
import { useEffect, useState } from "react";
import type { Page } from "./paged";
import { asProblem, type Problem } from "./problem";

export interface Whole<T> {
  rows: T[];
  /** True when every row is there. */
  done: boolean;
  problem: Problem | null;
  again: () => void;
}

/** Rows are shown at first as they come, later each time there are half as many again: each showing sorts and draws anew. */
const GROWS = 1.5;

/** `key` says what is asked for: another key begins anew. */
export function useWhole<T>(key: string, page: (after: string | undefined) => Promise<Page<T>>): Whole<T> {
  const [rows, setRows] = useState<T[]>([]);
  const [done, setDone] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what `page` asks for
  useEffect(() => {
    let left = false;
    setRows([]);
    setDone(false);
    setProblem(null);
    const fetchAll = async () => {
      const found: T[] = [];
      let shown = 0;
      let after: string | undefined;
      do {
        const next = await page(after);
        if (left) return;
        found.push(...next.rows);
        after = next.next ?? undefined;
        if (after && found.length > shown * GROWS) {
          shown = found.length;
          setRows([...found]);
        }
      } while (after);
      setRows(found);
      setDone(true);
    };
    fetchAll().catch((thrown) => {
      if (!left) setProblem(asProblem(thrown));
    });
    return () => {
      left = true;
    };
  }, [key, turn]);
  return { rows, done, problem, again: () => setTurn((n) => n + 1) };
}
