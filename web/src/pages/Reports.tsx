// The reports of a day: who owes which, who has sent it, in time or late, who is missing.
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Card, DatePicker, Table, Tag } from "antd";
import dayjs from "dayjs";
import { Link, useSearchParams } from "react-router";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { ReportRow } from "../api/shapes";
import { Loaded, Nothing, PageFrame } from "../app/PageFrame";
import { useHouse } from "../app/session";
import { useWords } from "../i18n";
import { OrgLink, useNamed } from "../parts/Marks";
import { OrgPicker } from "../parts/OrgPicker";
import { Deadline, When } from "../parts/When";
import { dateOf, plusDays } from "../words/time";
import { ReturnLine } from "./reports/ReturnLine";
import { reportPath } from "./reports/reportPath";

const COLOUR: Record<string, string> = { expected: "blue", received: "green", late: "gold", missing: "red" };
/** The missing first, then what is awaited, then what has come. */
const ORDER = ["missing", "expected", "late", "received"];

export default function Reports() {
  const { t, say } = useWords();
  const named = useNamed();
  const { now, zone } = useHouse();
  const [address, setAddress] = useSearchParams();
  const today = dateOf(now, zone);
  const day = address.get("day") ?? today;
  const org = address.get("org") ?? undefined;
  const set = (change: { day?: string; org?: string }) =>
    setAddress(Object.entries({ day: address.get("day") ?? "", org: org ?? "", ...change }).filter(([, v]) => v));
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
            <Table<ReportRow>
              size="small"
              pagination={rows.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
              scroll={{ x: "max-content" }}
              rowKey={(r) => `${r.report}.${r.org.id}.${r.day}`}
              dataSource={[...rows].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))}
              locale={{
                emptyText: (
                  <Nothing
                    says={t(day === today ? "report.none.yet" : "report.none")}
                    hint={t(day === today ? "report.none.yet.hint" : "report.none.hint")}
                  >
                    <Button onClick={() => set({ day: plusDays(day, -1) })}>{t("report.day.before")}</Button>
                  </Nothing>
                ),
              }}
              columns={[
                {
                  title: t("report.state"),
                  width: 110,
                  render: (_, r) => (
                    <Tag color={COLOUR[r.state]} variant="filled">
                      {named("report.state.", r.state)}
                    </Tag>
                  ),
                },
                { title: t("report.title"), render: (_, r) => <Link to={reportPath(r)}>{say(r.title)}</Link> },
                { title: t("report.org"), render: (_, r) => <OrgLink of={r.org} /> },
                {
                  title: t("report.due"),
                  render: (_, r) => <Deadline due={r.due} owed={r.state === "expected" || r.state === "missing"} />,
                },
                { title: t("report.receivedat"), render: (_, r) => (r.received ? <When at={r.received} /> : "—") },
              ]}
            />
          </div>
        )}
      </Loaded>
    </PageFrame>
  );
}
