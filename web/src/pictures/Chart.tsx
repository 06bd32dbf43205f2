// A bar chart drawn by ECharts as SVG (sharp on paper too), with its meaning in words for those who cannot see it.
// Only what is used is brought in. Not here: what is counted.
import { BarChart } from "echarts/charts";
import { GridComponent, LegendScrollComponent, TooltipComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { FONT } from "../app/theme";

use([BarChart, GridComponent, LegendScrollComponent, TooltipComponent, SVGRenderer]);

export function Chart(props: {
  option: EChartsCoreOption;
  label: string;
  height: number;
  onPick?: (name: string) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ReturnType<typeof init> | null>(null);
  const pick = useRef(props.onPick);
  pick.current = props.onPick;
  useEffect(() => {
    if (!place.current) return;
    const drawn = init(place.current, null, { renderer: "svg" });
    chart.current = drawn;
    drawn.on("click", (e) => pick.current?.(e.name));
    const watch = new ResizeObserver(() => drawn.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      drawn.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(
      { animation: false, textStyle: { fontFamily: FONT }, ...props.option },
      { notMerge: true },
    );
  }, [props.option]);
  return <div ref={place} role="img" aria-label={props.label} style={{ width: "100%", height: props.height }} />;
}
