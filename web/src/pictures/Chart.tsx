// A chart drawn by ECharts as SVG (sharp on paper too), with its meaning in words for those who cannot see it.
// Only what is used is brought in. Not here: what is counted.
import { BarChart, GraphChart, LineChart } from "echarts/charts";
import { DataZoomComponent, GridComponent, LegendScrollComponent, TooltipComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { type RefObject, useEffect, useRef } from "react";
import { FONT, INK } from "../app/theme";

use([
  BarChart,
  GraphChart,
  LineChart,
  DataZoomComponent,
  GridComponent,
  LegendScrollComponent,
  TooltipComponent,
  SVGRenderer,
]);

export function Chart(props: {
  option: EChartsCoreOption;
  label: string;
  height: number;
  onPick?: (name: string) => void;
  /** Is given the way to the picture as a file. */
  file?: RefObject<(() => string) | null>;
}) {
  const { file } = props;
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ReturnType<typeof init> | null>(null);
  const pick = useRef(props.onPick);
  pick.current = props.onPick;
  useEffect(() => {
    if (!place.current) return;
    const drawn = init(place.current, null, { renderer: "svg" });
    chart.current = drawn;
    if (file) file.current = () => drawn.getDataURL({ type: "svg", backgroundColor: INK.paper });
    drawn.on("click", (e) => pick.current?.(e.name));
    const watch = new ResizeObserver(() => drawn.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      drawn.dispose();
      chart.current = null;
      if (file) file.current = null;
    };
  }, [file]);
  useEffect(() => {
    chart.current?.setOption(
      { animation: false, textStyle: { fontFamily: FONT }, ...props.option },
      { notMerge: true },
    );
  }, [props.option]);
  return <div ref={place} role="img" aria-label={props.label} style={{ width: "100%", height: props.height }} />;
}
