/** Whether there is room for a table: on a phone a list is read line by line instead. */
import { Grid } from "antd";

export function useWide(): boolean {
  return Grid.useBreakpoint().md ?? true;
}
