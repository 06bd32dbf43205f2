// The duties that were opened by what raised a signal: what has to be done about it, by whom, and whether it was.
// Not here: how they are drawn (DutyList).
import { useQuery } from "@tanstack/react-query";
import { api, ask } from "../api/client";
import type { Duty } from "../api/shapes";

/** More than one trigger opens. */
const SOUGHT = 200;

/** The part of a key (`name|subject|anchor`) that outcomes of one trigger share. */
function triggerOf(key: string): string {
  return key.slice(key.indexOf("|"));
}

/** `since`: when the signal was raised; what came with it cannot be due before. */
export function useCameWith(signal: { key: string; subject: string; since: string } | undefined): Duty[] {
  const found = useQuery({
    queryKey: ["came-with", signal?.key],
    enabled: signal !== undefined,
    queryFn: () =>
      ask(
        api.GET("/api/v1/duties", {
          params: { query: { subject: signal?.subject, due_from: signal?.since, limit: SOUGHT } },
        }),
      ),
  });
  return signal ? (found.data?.rows ?? []).filter((d) => triggerOf(d.key) === triggerOf(signal.key)) : [];
}
