// Duty completion by the organisations one level below, as stacked bars. A bar leads to that organisation's duties.
import { useMemo } from "react";
import { useNavigate } from "react-router";
import type { Completion } from "../api/shapes";
import { INK } from "../app/theme";
import { useWords } from "../i18n";
import { Chart } from "./Chart";

const PARTS = ["done", "late", "open", "overdue", "missed", "waived"] as const;
const COLOUR: Record<(typeof PARTS)[number], string> = {
  done: INK.done,
  late: "#c9a227",
  open: INK.open,
  overdue: INK.late,
  missed: INK.missed,
  waived: INK.waived,
};

export default function CompletionBars({ board }: { board: Completion }) {
  const { t } = useWords();
  const go = useNavigate();
  const rows = useMemo(() => board.rows.filter((r) => PARTS.some((part) => r[part] > 0)).reverse(), [board]);
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 44, top: 30, bottom: 8, containLabel: true },
      legend: { type: "scroll", top: 0, left: 0, itemWidth: 12, itemHeight: 10, textStyle: { color: INK.quiet } },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
      xAxis: {
        type: "value",
        minInterval: 1,
        splitLine: { lineStyle: { color: "#eef1f3" } },
        axisLabel: { color: INK.quiet },
      },
      yAxis: {
        type: "category",
        data: rows.map((r) => r.org.name),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: INK.line } },
        axisLabel: { color: INK.text },
      },
      series: PARTS.filter((part) => rows.some((r) => r[part] > 0)).map((part) => ({
        name: t(`state.${part}`),
        type: "bar",
        stack: "all",
        barMaxWidth: 22,
        itemStyle: { color: COLOUR[part] },
        data: rows.map((r) => r[part]),
      })),
    }),
    [rows, t],
  );
  const says = rows.map((r) => `${r.org.name} ${r.rate ?? "—"}%`).join(", ");
  const pick = (name: string) => {
    const row = rows.find((r) => r.org.name === name);
    if (row) void go(`/duties?org=${encodeURIComponent(row.org.id)}&state=owed`);
  };
  return <Chart option={option} label={says} height={Math.max(130, 46 + rows.length * 34)} onPick={pick} />;
}
