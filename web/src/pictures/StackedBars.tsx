// Bars by day or week, each divided into groups.
import { useMemo } from "react";
import { GROUPS, INK } from "../app/theme";
import { Chart } from "./Chart";

export default function StackedBars(props: {
  bins: string[];
  series: { name: string; values: number[] }[];
  label: string;
  height: number;
}) {
  const option = useMemo(
    () => ({
      color: GROUPS,
      grid: { left: 40, right: 12, top: 40, bottom: 28 },
      legend: { type: "scroll", top: 4, left: 40 },
      tooltip: { trigger: "axis", confine: true },
      xAxis: {
        type: "category",
        data: props.bins,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: INK.line } },
        axisLabel: { color: INK.quiet, formatter: (day: string) => day.slice(2) },
      },
      yAxis: {
        type: "value",
        minInterval: 1,
        splitLine: { lineStyle: { color: "#eef1f3" } },
        axisLabel: { color: INK.quiet },
      },
      series: props.series.map(({ name, values }) => ({
        name,
        type: "bar",
        stack: "all",
        barCategoryGap: "8%",
        large: true,
        data: values,
      })),
    }),
    [props.bins, props.series],
  );
  return <Chart option={option} label={props.label} height={props.height} />;
}
