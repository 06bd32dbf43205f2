// A series as bars, with what was expected, the upper bound, and alarms in the colour of lateness.
import { useMemo } from "react";
import type { Detection } from "../api/shapes";
import { INK } from "../app/theme";
import { useWords } from "../i18n";
import { Chart } from "./Chart";

export default function DetectionCurve({ detection, label }: { detection: Detection; label: string }) {
  const { t } = useWords();
  const option = useMemo(() => {
    const { steps } = detection;
    const round = (n: number | null | undefined) => (n === null || n === undefined ? null : Number(n.toFixed(2)));
    const line = { type: "line", symbol: "none", connectNulls: false, step: false };
    return {
      grid: { left: 44, right: 14, top: 40, bottom: 58 },
      legend: { type: "scroll", top: 2 },
      tooltip: { trigger: "axis", confine: true },
      dataZoom: [
        {
          type: "slider",
          height: 18,
          bottom: 8,
          startValue: Math.max(0, steps.length - 120),
          endValue: steps.length - 1,
        },
      ],
      xAxis: {
        type: "category",
        data: steps.map((s) => s.day),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: INK.line } },
        axisLabel: { color: INK.quiet },
      },
      yAxis: {
        type: "value",
        minInterval: 1,
        splitLine: { lineStyle: { color: "#eef1f3" } },
        axisLabel: { color: INK.quiet },
      },
      series: [
        {
          name: t("detect.observed"),
          type: "bar",
          color: INK.primary,
          data: steps.map((s) => ({
            value: s.observed,
            itemStyle: { color: s.alarm ? INK.late : s.alarm === false ? INK.primary : "#b7c9d6" },
          })),
        },
        { ...line, name: t("detect.expected"), color: INK.done, data: steps.map((s) => round(s.expected)) },
        {
          ...line,
          name: t("detect.upper"),
          color: INK.soon,
          lineStyle: { type: "dashed" },
          data: steps.map((s) => round(s.upper)),
        },
      ],
    };
  }, [detection, t]);
  return <Chart option={option} label={label} height={360} />;
}
