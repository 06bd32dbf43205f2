// What colours and letters of a layer mean, and how many areas have each.
import type { AreaRow } from "../../api/shapes";
import { useWords } from "../../i18n";
import type { Layer } from "./layers";

export function Legend({ layer, areas }: { layer: Layer; areas: AreaRow[] }) {
  const { t } = useWords();
  const classes = areas.map(layer.of);
  return (
    <ul className="lf-map-legend" aria-label={t("areas.legend")}>
      {layer.classes.map((c) => (
        <li key={c.id}>
          <b style={{ background: c.colour }}>{c.mark}</b>
          {t("areas.legend.n", { title: c.title, n: classes.filter((of) => of.id === c.id).length })}
        </li>
      ))}
      {classes.some((of) => of.unsure) ? (
        <li>
          <b className="lf-map-unsure">?</b>
          {t("areas.unsure")}
        </li>
      ) : null}
    </ul>
  );
}
