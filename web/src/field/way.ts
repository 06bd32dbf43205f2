// Which page is shown, kept behind the `#` of the address: the service worker then knows one page only.
import { useSyncExternalStore } from "react";

const subscribe = (heard: () => void) => {
  addEventListener("hashchange", heard);
  return () => removeEventListener("hashchange", heard);
};

/** The parts of the way: `#/duty/<key>` is `["duty", "<key>"]`. */
export function useWay(): string[] {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
}

export const wayTo = (...parts: string[]): string => `#/${parts.map(encodeURIComponent).join("/")}`;

export function go(...parts: string[]): void {
  location.hash = wayTo(...parts);
}

export function back(): void {
  if (history.length > 1) history.back();
  else go("today");
}
