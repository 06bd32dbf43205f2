// The reports of a day: who owes which, who has sent it, in time or late, who is missing.
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Card, DatePicker } from "antd";
import dayjs from "dayjs";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { ReportRow } from "../api/shapes";
import { useFilters } from "../app/filters";
import { Loaded, Nothing, PageFrame } from "../app/PageFrame";
import { useHouse } from "../app/session";
import { useWords } from "../i18n";
import { OrgPicker } from "../parts/OrgPicker";
import { dateOf, plusDays } from "../words/time";
import { byReport, figuresOf } from "./reports/figures-of";
import { ReportTable } from "./reports/ReportTable";
import { ReturnLine } from "./reports/ReturnLine";

/** Who sends one report: how many have, and each of them. */
function OneReport({ rows }: { rows: ReportRow[] }) {
  const { say } = useWords();
  return (
    <Card size="small" title={say(rows[0]?.title)}>
      <div className="lf-stack">
        <ReturnLine of={figuresOf(rows)} />
        <ReportTable rows={rows} />
      </div>
    </Card>
  );
}

export default function Reports() {
  const { t } = useWords();
  const { now, zone } = useHouse();
  const { values, set } = useFilters(["day", "org"]);
  const today = dateOf(now, zone);
  const { day = today, org } = values;
  const list = useQuery({
    queryKey: ["reports", org, day],
    queryFn: () => ask(api.GET("/api/v1/reports", { params: { query: { org, day } } })),
  });
  return (
    <PageFrame title={t("menu.reports")}>
      <div className="lf-filters">
        <Button
          icon={<LeftOutlined />}
          aria-label={t("report.day.before")}
          onClick={() => set({ day: plusDays(day, -1) })}
        />
        <DatePicker
          value={dayjs(day)}
          allowClear={false}
          aria-label={t("report.day")}
          onChange={(d) => set({ day: d?.format("YYYY-MM-DD") ?? "" })}
        />
        <Button
          icon={<RightOutlined />}
          aria-label={t("report.day.after")}
          onClick={() => set({ day: plusDays(day, 1) })}
        />
        <OrgPicker value={org} onChange={(to) => set({ org: to ?? "" })} placeholder={t("duty.filter.org")} />
      </div>
      <Loaded of={list} problem={list.error ? asProblem(list.error) : null} rows={8}>
        {({ figures, rows }) => (
          <div className="lf-stack">
            {figures.expected > 0 ? (
              <Card size="small">
                <ReturnLine of={figures} />
              </Card>
            ) : null}
            {byReport(rows).map((of) => (
              <OneReport key={of[0]?.report} rows={of} />
            ))}
            {rows.length === 0 ? (
              <Nothing
                says={t(day === today ? "report.none.yet" : "report.none")}
                hint={t(day === today ? "report.none.yet.hint" : "report.none.hint")}
              >
                <Button onClick={() => set({ day: plusDays(day, -1) })}>{t("report.day.before")}</Button>
              </Nothing>
            ) : null}
          </div>
        )}
      </Loaded>
    </PageFrame>
  );
}
