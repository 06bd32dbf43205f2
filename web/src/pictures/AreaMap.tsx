// A map of areas as SVG from shapes that the house keeps: no tiles, no other server. Areas are coloured by the class of
// one layer and carry its letter; each can be reached by keyboard and opened.
// Not here: which class an area has (pages/areas/layers), the table of the same areas.
import { MinusOutlined, PlusOutlined, UndoOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { FONT, INK } from "../app/theme";
import { useWords } from "../i18n";
import { type Placed, place, type Shape } from "./map-layout";
import { useMapView } from "./useMapView";

export interface Painted {
  org: string;
  name: string;
  colour: string;
  mark: string;
  /** It could be worse than what is shown. */
  unsure: boolean;
  /** In words, for who hears the map. */
  says: string;
}

const WIDTH = 1000;
/** The height of a letter on the screen, in pixels. */
const LETTER = 15;

export function AreaMap(props: {
  shapes: Shape[];
  painted: Map<string, Painted>;
  label: string;
  chosen: string | null;
  onOpen: (org: string) => void;
  file: RefObject<(() => string) | null>;
}) {
  const { t } = useWords();
  const { placed, height } = useMemo(() => place(props.shapes, WIDTH), [props.shapes]);
  const svg = useRef<SVGSVGElement>(null);
  const whole = useMemo(() => ({ x: -8, y: -8, width: WIDTH + 16, height: height + 16 }), [height]);
  const { view, shown, zoom, reset, dragged, handlers } = useMapView(svg, whole);
  const { file } = props;
  useEffect(() => {
    file.current = () => asFile(svg.current, whole);
    return () => {
      file.current = null;
    };
  }, [file, whole]);
  const open = (org: string) => {
    if (!dragged()) props.onOpen(org);
  };
  // Letters keep their size on the screen, however wide that is and however near the map is drawn.
  const size = (LETTER * view.width) / (shown || WIDTH);
  const picked = placed.find((at) => at.org === props.chosen);
  return (
    <div className="lf-map">
      {/* biome-ignore lint/a11y/useSemanticElements: a picture of buttons is no field set */}
      <svg
        ref={svg}
        role="group"
        aria-label={props.label}
        viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
        style={{ touchAction: view.width < whole.width ? "none" : "pan-y" }}
        fontFamily={FONT}
        {...handlers}
      >
        <defs>
          <pattern id="lf-unsure" width={9} height={9} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1={0} y1={0} x2={0} y2={9} stroke={INK.text} strokeWidth={1.6} opacity={0.35} />
          </pattern>
        </defs>
        {placed.map((at) => (
          <Area
            key={at.org}
            at={at}
            of={props.painted.get(at.org)}
            chosen={at.org === props.chosen}
            size={size}
            onClick={open}
            onKey={props.onOpen}
          />
        ))}
        {picked ? (
          <path d={picked.path} fill="none" stroke={INK.text} strokeWidth={size / 4} pointerEvents="none" />
        ) : null}
      </svg>
      <div className="lf-map-tools lf-noprint">
        <Button icon={<PlusOutlined />} onClick={() => zoom(1.6)} aria-label={t("areas.map.nearer")} />
        <Button icon={<MinusOutlined />} onClick={() => zoom(1 / 1.6)} aria-label={t("areas.map.farther")} />
        <Button icon={<UndoOutlined />} onClick={reset} aria-label={t("areas.map.whole")} />
      </div>
    </div>
  );
}

function Area(props: {
  at: Placed;
  of: Painted | undefined;
  chosen: boolean;
  size: number;
  onClick: (org: string) => void;
  onKey: (org: string) => void;
}) {
  const { at, of, chosen, size } = props;
  // A shape of which nothing is to be seen here: ground.
  if (!of) return <path d={at.path} fill={INK.ground} stroke={INK.line} fillRule="evenodd" />;
  const fits = at.width > of.name.length * size * 0.95;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a shape of a picture cannot be a button element
    <g
      role="button"
      tabIndex={0}
      className="lf-map-area"
      aria-label={of.says}
      aria-pressed={chosen}
      data-org={at.org}
      onClick={() => props.onClick(at.org)}
      onKeyDown={(e) => {
        if (e.key !== "Enter" && e.key !== " ") return;
        e.preventDefault();
        props.onKey(at.org);
      }}
    >
      <title>{of.says}</title>
      <path d={at.path} fill={of.colour} stroke={INK.paper} strokeWidth={size / 12} fillRule="evenodd" />
      {of.unsure ? <path d={at.path} fill="url(#lf-unsure)" fillRule="evenodd" pointerEvents="none" /> : null}
      <text
        x={at.at[0]}
        y={at.at[1]}
        fontSize={size}
        textAnchor="middle"
        fill={INK.text}
        stroke={INK.paper}
        strokeWidth={size / 5}
        paintOrder="stroke"
        pointerEvents="none"
      >
        <tspan fontWeight={700}>{of.unsure ? `${of.mark}?` : of.mark}</tspan>
        {fits ? (
          <tspan x={at.at[0]} dy={size * 1.15} fontSize={size * 0.85}>
            {of.name}
          </tspan>
        ) : null}
      </text>
    </g>
  );
}

/** The whole map as the address of a file, whatever part of it is looked at. */
function asFile(svg: SVGSVGElement | null, whole: { x: number; y: number; width: number; height: number }): string {
  if (!svg) return "";
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `${whole.x} ${whole.y} ${whole.width} ${whole.height}`);
  copy.setAttribute("width", String(whole.width));
  copy.setAttribute("height", String(whole.height));
  copy.removeAttribute("style");
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
}
