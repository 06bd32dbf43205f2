// The rows behind one number of a report.
import { Drawer, Skeleton } from "antd";
import { api, ask } from "../../api/client";
import { usePaged } from "../../api/paged";
import type { Indicator, ReportView } from "../../api/shapes";
import { Failure } from "../../app/Failure";
import { ListFoot, Nothing } from "../../app/PageFrame";
import { useWords } from "../../i18n";
import { FactCard } from "../../parts/FactCard";
import { count } from "../../words/label";

function Rows({ of, indicator }: { of: ReportView; indicator: Indicator }) {
  const { t } = useWords();
  const list = usePaged(["report-rows", of.report, of.org.id, of.day, indicator.id], (after) =>
    ask(
      api.GET("/api/v1/reports/{id}/{org}/{day}/rows", {
        params: {
          path: { id: of.report, org: of.org.id, day: of.day },
          query: { indicator: indicator.id, limit: 50, after },
        },
      }),
    ),
  );
  if (list.waiting) return <Skeleton active />;
  return (
    <div className="lf-facts">
      <Failure problem={list.problem} again={list.again} />
      {list.rows.length === 0 && !list.problem ? <Nothing says={t("report.rows.none")} /> : null}
      {list.rows.map((fact) => (
        <FactCard key={fact.id} fact={fact} />
      ))}
      <ListFoot list={list} />
    </div>
  );
}

export function NumberRows(props: { of: ReportView; indicator: Indicator | null; onClose: () => void }) {
  const { t, say } = useWords();
  const { indicator } = props;
  return (
    <Drawer
      open={indicator !== null}
      onClose={props.onClose}
      size="min(640px, 100vw)"
      title={
        indicator
          ? `${t("report.rows", { title: say(indicator.title) })} · ${count(indicator.value)} ${say(indicator.unit)}`
          : ""
      }
    >
      {indicator ? <Rows of={props.of} indicator={indicator} /> : null}
    </Drawer>
  );
}
