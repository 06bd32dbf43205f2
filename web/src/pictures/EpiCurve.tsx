// The epidemic curve: how many per civil day, a bar a day, today in another colour.
import { useMemo } from "react";
import type { Curve } from "../api/shapes";
import { useHouse } from "../app/session";
import { INK } from "../app/theme";
import { useWords } from "../i18n";
import { count } from "../words/label";
import { dateOf } from "../words/time";
import { Chart } from "./Chart";
import { curveFigures } from "./curve-figures";

export default function EpiCurve({ curve }: { curve: Curve }) {
  const { t } = useWords();
  const { now, zone } = useHouse();
  const today = dateOf(now, zone);
  const figures = curveFigures(curve.days);
  const says = t("today.curve.total", { n: count(figures.total), max: count(figures.max), day: figures.day });
  const option = useMemo(
    () => ({
      grid: { left: 36, right: 8, top: 14, bottom: 24 },
      tooltip: { trigger: "axis" },
      xAxis: {
        type: "category",
        data: curve.days.map((d) => d.day),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: INK.line } },
        axisLabel: { color: INK.quiet, formatter: (day: string) => day.slice(5) },
      },
      yAxis: {
        type: "value",
        minInterval: 1,
        splitLine: { lineStyle: { color: "#eef1f3" } },
        axisLabel: { color: INK.quiet },
      },
      series: [
        {
          type: "bar",
          barCategoryGap: "12%",
          data: curve.days.map((d) => ({
            value: d.n,
            itemStyle: { color: d.day === today ? "#8db8d3" : INK.primary },
          })),
        },
      ],
    }),
    [curve, today],
  );
  return (
    <>
      <Chart option={option} label={says} height={210} />
      <div className="lf-quiet">
        {says}
        {curve.complete ? "" : ` · ${t("today.curve.partial")}`}
      </div>
    </>
  );
}
