// What the map can show of areas: per layer its classes, from good to bad, each with colour, letter and words.
// Not here: what an area is (the server says), drawing.
import type { AreaMap, AreaRow } from "../../api/shapes";
import type { Speech } from "../../i18n";

export interface Layer {
  id: string;
  title: string;
  classes: AreaClass[];
  /** The class of an area, and whether it could be worse than that. */
  of: (area: AreaRow) => { id: string; unsure: boolean };
}

export interface AreaClass {
  id: string;
  title: string;
  colour: string;
  /** One letter: whoever sees no colours reads it. */
  mark: string;
}

const FIVE = { green: "#8fd19e", blue: "#7db4e6", yellow: "#f4d35e", orange: "#f08a4b", red: "#e4675f" } as const;
/** From good to bad for what has any number of classes; letters stay readable on all of them. */
const STEPS = ["#dfe8ec", "#f7dfa5", "#f0a35e", "#e2756b", "#cf7aa6", "#a98bd0"] as const;
const CASES = [0, 1, 3, 10, 50] as const;

function step(n: number, of: number): string {
  const at = of <= 1 ? 0 : Math.round((n * (STEPS.length - 1)) / (of - 1));
  return STEPS[Math.min(at, STEPS.length - 1)] ?? STEPS[0];
}

export function layersOf(map: AreaMap, { t, say }: Speech): Layer[] {
  const rules = map.rules[0];
  const layers: Layer[] = [];
  if (rules?.colours) {
    layers.push({
      id: "colours",
      title: t("areas.layer.colours"),
      classes: (["green", "blue", "yellow", "orange", "red"] as const).map((id) => ({
        id,
        title: t(`areas.colour.${id}`),
        colour: FIVE[id],
        mark: t(`areas.colour.${id}.mark`),
      })),
      of: (area) => ({ id: area.colouring?.at_worst ?? "", unsure: !area.colouring?.colour }),
    });
  }
  layers.push({
    id: "situation",
    title: t("areas.layer.situation"),
    classes: (["no_case", "case", "outbreak", "community"] as const).map((id, n) => ({
      id,
      title: t(`areas.situation.${id}`),
      colour: step(n, 4),
      mark: String(n),
    })),
    of: ({ assessment: a }) => ({ id: a.situation, unsure: a.situation !== a.at_worst }),
  });
  if (rules && rules.levels.length > 0) {
    const worstLast = [...rules.levels].reverse();
    layers.push({
      id: "zone",
      title: t("areas.layer.zone"),
      classes: [
        { id: "", title: t("areas.zone.none"), colour: step(0, 1), mark: "–" },
        ...worstLast.map((level, n) => ({
          id: level.id,
          title: say(level.title),
          colour: step(n + 1, worstLast.length + 1),
          mark: String(n + 1),
        })),
      ],
      of: (area) => ({ id: area.zone?.level ?? "", unsure: area.assessment.undated > 0 }),
    });
  }
  layers.push({
    id: "cases",
    title: t("areas.layer.cases"),
    classes: CASES.map((from, n) => {
      const next = CASES[n + 1];
      const title = next === undefined ? `${from}+` : next === from + 1 ? `${from}` : `${from}–${next - 1}`;
      return { id: String(from), title, colour: step(n, CASES.length), mark: title };
    }),
    of: ({ assessment: a }) => ({
      id: String(CASES.findLast((from) => a.cases >= from) ?? 0),
      unsure: a.undated > 0,
    }),
  });
  for (const [place, status] of (rules?.layers ?? []).entries()) {
    layers.push({
      id: status.status,
      title: say(status.title),
      classes: status.values.map((value, n) => ({
        id: value.id,
        title: say(value.title),
        colour: step(n, status.values.length),
        mark: String(n),
      })),
      of: (area) => ({ id: area.statuses[place]?.value ?? "", unsure: false }),
    });
  }
  return layers;
}
