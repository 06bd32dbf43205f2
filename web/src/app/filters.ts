// Filters of a list that live in the address, so that a filtered list can be sent to somebody. What else stands in the
// address stays there.
import { useSearchParams } from "react-router";

export function useFilters<F extends string>(names: readonly F[]) {
  const [address, setAddress] = useSearchParams();
  const values = Object.fromEntries(names.flatMap((f) => (address.get(f) ? [[f, address.get(f)]] : []))) as Partial<
    Record<F, string>
  >;
  /** An empty value takes the filter away. */
  const set = (change: Partial<Record<F, string | undefined>>) =>
    setAddress((old) => {
      const next = new URLSearchParams(old);
      for (const [name, value] of Object.entries<string | undefined>(change)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      return next;
    });
  return { values, set };
}

export type Filters<F extends string> = ReturnType<typeof useFilters<F>>;
