// Cases by day of onset with what is still to be expected, and below it the reproduction number with its interval.
import { useMemo } from "react";
import type { Spread } from "../api/shapes";
import { INK } from "../app/theme";
import { useWords } from "../i18n";
import { Chart } from "./Chart";

const AXIS = { axisTick: { show: false }, axisLine: { lineStyle: { color: INK.line } } };
const GRID = { splitLine: { lineStyle: { color: "#eef1f3" } }, axisLabel: { color: INK.quiet } };

export default function SpreadCurves({ spread, label }: { spread: Spread; label: string }) {
  const { t } = useWords();
  const told = spread.reproduction.length > 0;
  const option = useMemo(() => {
    const days = spread.days.map((d) => d.day);
    const by = new Map(spread.reproduction.map((w) => [w.until, w]));
    // What is told of days that are not reported whole is too low: it is not drawn.
    const complete = spread.complete_until ?? "";
    const line = (pick: (w: Spread["reproduction"][number]) => number) =>
      days.map((day) => {
        const window = by.get(day);
        return window && day <= complete ? Number(pick(window).toFixed(2)) : null;
      });
    const missing = spread.days.map((d) => (d.expected ? Number(Math.max(0, d.expected - d.cases).toFixed(1)) : null));
    const flat = { type: "line", xAxisIndex: 1, yAxisIndex: 1, symbol: "none", connectNulls: false };
    return {
      tooltip: { trigger: "axis", confine: true },
      legend: { type: "scroll", top: 2 },
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      grid: told
        ? [
            { left: 44, right: 14, top: 40, height: 170 },
            { left: 44, right: 14, top: 250, height: 170 },
          ]
        : [{ left: 44, right: 14, top: 40, height: 220 }],
      xAxis: [
        { type: "category", data: days, gridIndex: 0, ...AXIS, axisLabel: { color: INK.quiet, show: !told } },
        ...(told ? [{ type: "category", data: days, gridIndex: 1, ...AXIS, axisLabel: { color: INK.quiet } }] : []),
      ],
      yAxis: [
        { type: "value", gridIndex: 0, minInterval: 1, ...GRID },
        ...(told ? [{ type: "value", gridIndex: 1, name: "R", min: 0, ...GRID }] : []),
      ],
      series: [
        { name: t("spread.cases"), type: "bar", stack: "n", color: INK.primary, data: spread.days.map((d) => d.cases) },
        { name: t("spread.expected"), type: "bar", stack: "n", color: "#c3dae8", data: missing },
        ...(told
          ? [
              { ...flat, name: t("spread.low"), color: "#8db8d3", lineStyle: { width: 1 }, data: line((w) => w.low) },
              { ...flat, name: t("spread.high"), color: "#8db8d3", lineStyle: { width: 1 }, data: line((w) => w.high) },
              {
                ...flat,
                name: t("spread.median"),
                color: INK.primary,
                lineStyle: { width: 2 },
                data: line((w) => w.median),
              },
              {
                ...flat,
                name: t("spread.one"),
                color: INK.late,
                lineStyle: { width: 1, type: "dashed" },
                data: days.map(() => 1),
              },
            ]
          : []),
      ],
    };
  }, [spread, told, t]);
  return <Chart option={option} label={label} height={told ? 450 : 300} />;
}
