// Chains of transmission as a picture: cases from left to right by day or generation, arrows from source to case; broken
// ones are likely, not told. A case is opened by a click.
import { type RefObject, useMemo } from "react";
import type { Chains } from "../api/shapes";
import { GROUPS, INK } from "../app/theme";
import { useWords } from "../i18n";
import { daysBetween } from "../words/time";
import { Chart } from "./Chart";
import { lanesOf } from "./chain-layout";

type Node = Chains["nodes"][number];

export type Axis = "day" | "generation";

const LANE_HEIGHT = 16;
const HEIGHT_MIN = 260;
const HEIGHT_MAX = 1400;

export default function ChainGraph(props: {
  chains: Chains;
  axis: Axis;
  /** The group of a case, by which it is coloured, in words. */
  groupOf: (node: Node) => string;
  onOpen: (person: string) => void;
  file: RefObject<(() => string) | null>;
}) {
  const { t } = useWords();
  const { chains, axis, groupOf } = props;
  const drawn = useMemo(() => draw(chains, axis, groupOf, t), [chains, axis, groupOf, t]);
  return (
    <Chart
      option={drawn.option}
      label={t("chains.picture", { cases: chains.nodes.length, links: chains.links.length })}
      height={Math.min(HEIGHT_MAX, Math.max(HEIGHT_MIN, drawn.lanes * LANE_HEIGHT + 90))}
      file={props.file}
      onPick={(id) => {
        const node = chains.nodes.find((n) => n.id === id);
        if (node) props.onOpen(node.person.id);
      }}
    />
  );
}

function draw(chains: Chains, axis: Axis, groupOf: (node: Node) => string, t: ReturnType<typeof useWords>["t"]) {
  const first = chains.nodes.reduce((day, n) => (n.day < day ? n.day : day), chains.nodes[0]?.day ?? "");
  const place = (n: Node) => (axis === "day" ? daysBetween(first, n.day) : n.generation);
  const lanes = lanesOf(
    chains.nodes.map((n) => ({ id: n.id, at: place(n) })),
    chains.links,
  );
  const groups = [...new Set(chains.nodes.map(groupOf))];
  const known = new Map(chains.nodes.map((n) => [n.id, n]));
  const deepest = Math.max(0, ...lanes.values()) + 1;
  const option = {
    color: GROUPS,
    legend: { type: "scroll", top: 2, data: groups },
    grid: { left: 30, right: 30, top: 60, bottom: 10 },
    tooltip: {
      confine: true,
      formatter: (of: { dataType?: string; name?: string; data?: { source?: string; target?: string } }) =>
        of.dataType === "edge" ? linkText(chains, of.data, known, t) : nodeText(known.get(of.name ?? ""), t),
    },
    dataZoom: [{ type: "inside", xAxisIndex: 0, filterMode: "none", zoomOnMouseWheel: "ctrl" }],
    xAxis: {
      type: "value",
      // Pictures are high: days stand where reading begins.
      position: "top",
      minInterval: 1,
      min: -0.5,
      max: "dataMax",
      axisTick: { show: false },
      axisLine: { onZero: false, lineStyle: { color: INK.line } },
      splitLine: { lineStyle: { color: "#eef1f3" } },
      axisLabel: {
        color: INK.quiet,
        formatter: (n: number) =>
          axis === "day" ? dayAfter(first, n) : Number.isInteger(n) ? t("chains.generation", { n }) : "",
      },
    },
    yAxis: { type: "value", show: false, inverse: true, min: -1, max: deepest },
    series: [
      {
        type: "graph",
        coordinateSystem: "cartesian2d",
        categories: groups.map((name) => ({ name })),
        edgeSymbol: ["none", "arrow"],
        edgeSymbolSize: 6,
        data: chains.nodes.map((n) => ({
          name: n.id,
          value: [place(n), lanes.get(n.id) ?? 0],
          category: groups.indexOf(groupOf(n)),
          symbolSize: 9 + Math.min(12, 2 * n.infected),
          symbol: n.dated ? "circle" : "diamond",
        })),
        links: chains.links.map((l) => ({
          source: l.from,
          target: l.to,
          lineStyle: {
            color: l.told ? INK.text : INK.open,
            type: l.told ? "solid" : "dashed",
            width: l.told ? 1.4 : 1,
            opacity: l.told ? 0.8 : 0.35 + 0.5 * (l.probability ?? 0),
            curveness: 0.12,
          },
        })),
        emphasis: { focus: "adjacency" },
      },
    ],
  };
  return { option, lanes: deepest };
}

function dayAfter(first: string, n: number): string {
  if (!first || !Number.isInteger(n)) return "";
  return new Date(Date.parse(`${first}T00:00:00Z`) + n * 86_400_000).toISOString().slice(2, 10);
}

type Say = ReturnType<typeof useWords>["t"];

/** Tooltips are HTML: what comes from people is made harmless. */
function plain(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

function nodeText(node: Node | undefined, t: Say): string {
  if (!node) return "";
  const when = t(node.dated ? "chains.onset" : "chains.reported", { day: node.day });
  const lines = [
    plain(node.person.label || node.person.id),
    plain(node.home?.name ?? ""),
    when,
    t("chains.infected", { n: node.infected }),
    t("chains.contacts", { n: node.contacts }),
  ];
  return lines.filter(Boolean).join("<br>");
}

function linkText(
  chains: Chains,
  of: { source?: string; target?: string } | undefined,
  known: Map<string, Node>,
  t: Say,
): string {
  const link = chains.links.find((l) => l.from === of?.source && l.to === of?.target);
  if (!link) return "";
  const [from, to] = [known.get(link.from), known.get(link.to)];
  const how = link.told ? t("chains.told") : t("chains.likely", { percent: Math.round(100 * (link.probability ?? 0)) });
  const who = `${plain(from?.person.label ?? "")} → ${plain(to?.person.label ?? "")}`;
  return [who, how, t("chains.interval", { n: link.interval_days })].join("<br>");
}
