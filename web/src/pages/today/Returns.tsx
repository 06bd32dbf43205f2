// Completeness of reports of today and of the day before: expected, received, on time, and who is missing once the
// deadline has passed. Not here: the reports themselves; each day and each name leads to them.
import { useQuery } from "@tanstack/react-query";
import { Card } from "antd";
import { Link } from "react-router";
import { api, ask } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { ReportRow, Returned } from "../../api/shapes";
import { Loaded } from "../../app/PageFrame";
import { useHouse } from "../../app/session";
import { useWords } from "../../i18n";
import { dateOf, plusDays } from "../../words/time";
import { ReturnLine } from "../reports/ReturnLine";
import { reportPath } from "../reports/reportPath";

const SHOWN = 6;

function Missing({ rows }: { rows: ReportRow[] }) {
  const { t, say } = useWords();
  return (
    <div style={{ marginTop: 8 }}>
      <span className="lf-late">{t("today.returns.missing")}</span>
      {t("colon")}
      {rows.slice(0, SHOWN).map((r, i) => (
        <span key={`${r.report}${r.org.id}`}>
          {i > 0 ? " · " : ""}
          <Link to={reportPath(r)}>
            {r.org.name} <span className="lf-quiet">{say(r.title)}</span>
          </Link>
        </span>
      ))}
      {rows.length > SHOWN ? ` +${rows.length - SHOWN}` : ""}
    </div>
  );
}

function Day({ word, of }: { word: string; of: Returned }) {
  const { t } = useWords();
  const { figures, rows } = of;
  if (figures.expected === 0) return null;
  const missing = rows.filter((r) => r.state === "missing");
  return (
    <section style={{ marginBottom: 10 }}>
      <Link to={`/reports?day=${of.day}`}>
        {word} {of.day}
      </Link>
      <ReturnLine of={figures} />
      {missing.length > 0 ? <Missing rows={missing} /> : null}
      {figures.received === figures.expected ? (
        <div className="lf-done" style={{ marginTop: 8 }}>
          {t("today.returns.allin")}
        </div>
      ) : null}
    </section>
  );
}

function useReports(day: string) {
  return useQuery({
    queryKey: ["reports", undefined, day],
    queryFn: () => ask(api.GET("/api/v1/reports", { params: { query: { day } } })),
  });
}

export function Returns() {
  const { t } = useWords();
  const { now, zone } = useHouse();
  const today = dateOf(now, zone);
  const list = useReports(today);
  const before = useReports(plusDays(today, -1));
  const none = list.data?.figures.expected === 0 && before.data?.figures.expected === 0;
  return (
    <Card size="small" title={t("today.returns")} extra={<Link to="/reports">{t("list.all")}</Link>}>
      <Loaded of={list} problem={list.error ? asProblem(list.error) : null} rows={3}>
        {(data) => (
          <>
            <Day word={t("today.returns.today")} of={data} />
            {before.data ? <Day word={t("today.returns.yesterday")} of={before.data} /> : null}
            {none ? <span className="lf-quiet">{t("today.returns.none")}</span> : null}
          </>
        )}
      </Loaded>
    </Card>
  );
}
