// Who is signed in, what they may do, and what the clock of the house says.
// Not here: the page of signing in (pages/SignIn).
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { api, ask } from "../api/client";
import { Problem } from "../api/problem";
import type { Me } from "../api/shapes";
import { zoneSeconds } from "./zone";

export const SESSION = ["session"] as const;

/** The session; `null` when nobody is signed in. */
export function useSession() {
  return useQuery({
    queryKey: SESSION,
    staleTime: 10_000,
    // A simulated clock moves when somebody moves it.
    refetchInterval: (query) => (query.state.data?.demo ? 15_000 : false),
    queryFn: async (): Promise<Me | null> => {
      try {
        return await ask(api.GET("/api/v1/session"));
      } catch (thrown) {
        if (thrown instanceof Problem && thrown.status === 401) return null;
        throw thrown;
      }
    },
  });
}

/** A right that some role of the signed-in account carries. */
export type May = "adopt" | "users" | "unmask" | "sign" | "waive" | "delegate";

interface House {
  me: Me;
  /** Offset of the zone in seconds. */
  zone: number;
  /** The reading of the clock, in milliseconds. */
  now: number;
  may: (what: May) => boolean;
}

const HouseContext = createContext<House | null>(null);

/** Inside of the signed-in desk only. */
export function useHouse(): House {
  const house = useContext(HouseContext);
  if (!house) throw new Error("outside of a session");
  return house;
}

/** A real clock ticks between two answers; a simulated one stands where the server says. */
function useClock(me: Me): number {
  const [tick, setTick] = useState(0);
  const anchor = useMemo(() => ({ server: Date.parse(me.clock), local: performance.now() }), [me.clock]);
  useEffect(() => {
    const timer = setInterval(() => setTick((n) => n + 1), 20_000);
    return () => clearInterval(timer);
  }, []);
  return useMemo(
    () => (me.demo || tick < 0 ? anchor.server : anchor.server + Math.max(0, performance.now() - anchor.local)),
    [me.demo, anchor, tick],
  );
}

export function HouseProvider({ me, children }: { me: Me; children: ReactNode }) {
  const now = useClock(me);
  const house = useMemo<House>(
    () => ({
      me,
      now,
      zone: zoneSeconds(me.zone),
      may: (what) => me.grants.some((g) => g.may.includes(what)),
    }),
    [me, now],
  );
  return <HouseContext value={house}>{children}</HouseContext>;
}

/** Where the reader holds roles, by name, when that is one place. */
export function useWhere(): string | undefined {
  const names = new Set(useHouse().me.grants.map((g) => g.org_name));
  return names.size === 1 ? [...names][0] : undefined;
}

/** After something was written: everything shown may have changed. */
export function useRenew(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries();
}
