// The rows behind one number of a report; of a ratio those of its numerator and of its denominator. Rows are those of now,
// also when the number was signed before.
import { Alert, Drawer, Segmented, Skeleton } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { api, ask } from "../../api/client";
import { usePaged } from "../../api/paged";
import type { Indicator, NumberRow, ReportView } from "../../api/shapes";
import { Failure } from "../../app/Failure";
import { ListFoot, Nothing } from "../../app/PageFrame";
import { useWords } from "../../i18n";
import { count } from "../../words/label";
import { shown } from "./figures-of";
import { NumberLine } from "./NumberLine";
import { dutiesPath } from "./NumberValue";

/** In the place of rows that the reader may not see. */
interface Hidden {
  what: "hidden";
  n: number;
}

function keyOf(row: NumberRow): string {
  if (row.what === "fact") return row.id;
  return row.what === "report" ? row.duty : row.key;
}

/** What is listed does not quite follow from the number alone. */
function Notes({ of, indicator }: { of: ReportView; indicator: Indicator }) {
  const { t } = useWords();
  const { present } = indicator;
  const duties = dutiesPath(of, indicator);
  return (
    <>
      {present ? (
        <Alert
          type="warning"
          showIcon
          title={t("report.rows.present", {
            signed: count(shown(indicator.value, indicator)),
            now: count(shown(present.value, indicator)),
          })}
        />
      ) : null}
      {indicator.opens === "latest" ? <div className="lf-quiet">{t("report.rows.latest")}</div> : null}
      {duties ? <Link to={duties}>{t("report.rows.duties")}</Link> : null}
    </>
  );
}

function Rows({ of, indicator }: { of: ReportView; indicator: Indicator }) {
  const { t } = useWords();
  const list = usePaged<NumberRow | Hidden>(
    ["report-rows", of.report, of.org.id, of.day, indicator.id],
    async (after) => {
      const page = await ask(
        api.GET("/api/v1/reports/{id}/{org}/{day}/rows", {
          params: {
            path: { id: of.report, org: of.org.id, day: of.day },
            query: { indicator: indicator.id, limit: 50, after },
          },
        }),
      );
      return {
        rows: page.hidden > 0 ? [...page.rows, { what: "hidden", n: page.hidden }] : page.rows,
        next: page.next,
      };
    },
  );
  if (list.waiting) return <Skeleton active />;
  const rows = list.rows.filter((row): row is NumberRow => row.what !== "hidden");
  const hidden = list.rows.reduce((n, row) => n + (row.what === "hidden" ? row.n : 0), 0);
  return (
    <div className="lf-facts">
      <Notes of={of} indicator={indicator} />
      <Failure problem={list.problem} again={list.again} />
      {list.rows.length === 0 && !list.problem ? <Nothing says={t("report.rows.none")} /> : null}
      {rows.map((row) => (
        <NumberLine key={keyOf(row)} of={row} />
      ))}
      {hidden > 0 ? <span className="lf-quiet">{t("report.rows.hidden", { n: hidden })}</span> : null}
      <ListFoot list={{ ...list, rows }} />
    </div>
  );
}

/** The numerator and the denominator, each with its number; the reader chooses whose rows are shown. */
function RatioRows({ of, ratio }: { of: ReportView; ratio: NonNullable<Indicator["ratio"]> }) {
  const { t, say } = useWords();
  const [side, setSide] = useState<"part" | "whole">("part");
  const find = (id: string) => of.indicators.find((i) => i.id === id);
  const chosen = find(ratio[side]);
  const label = (which: "part" | "whole") => {
    const indicator = find(ratio[which]);
    const named = { title: say(indicator?.title), n: count(indicator?.value) };
    return t(which === "part" ? "report.rows.part" : "report.rows.whole", named);
  };
  return (
    <div className="lf-stack">
      <Segmented
        value={side}
        onChange={setSide}
        options={(["part", "whole"] as const).map((which) => ({ value: which, label: label(which) }))}
      />
      {chosen ? <Rows key={chosen.id} of={of} indicator={chosen} /> : null}
    </div>
  );
}

export function NumberRows(props: { of: ReportView; indicator: Indicator | null; onClose: () => void }) {
  const { t, say } = useWords();
  const { of, indicator } = props;
  return (
    <Drawer
      open={indicator !== null}
      onClose={props.onClose}
      size="min(640px, 100vw)"
      // Under the drawer of reasons, which its rows open.
      zIndex={990}
      title={
        indicator
          ? `${t("report.rows", { title: say(indicator.title) })} · ${count(shown(indicator.value, indicator))} ${say(indicator.unit)}`
          : ""
      }
    >
      {indicator?.ratio ? (
        <RatioRows of={of} ratio={indicator.ratio} />
      ) : indicator ? (
        <Rows of={of} indicator={indicator} />
      ) : null}
    </Drawer>
  );
}
