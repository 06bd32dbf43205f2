/** Whether there is room for a table: on a phone a list is read line by line instead, a table of many columns needs more. */
import { Grid } from "antd";

export function useWide(from: "md" | "xl" = "md"): boolean {
  return Grid.useBreakpoint()[from] ?? true;
}
