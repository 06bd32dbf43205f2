// Signals (alerts): what was raised about whom, who is told, and the receipt.
import { Segmented, Select, Table, Tag } from "antd";
import type { ReactNode } from "react";
import { api, ask } from "../api/client";
import { usePaged } from "../api/paged";
import type { AlertRow } from "../api/shapes";
import { Failure } from "../app/Failure";
import { useFilters } from "../app/filters";
import { ListFoot, Nothing, PageFrame } from "../app/PageFrame";
import { useWide } from "../app/wide";
import { useWords } from "../i18n";
import { AckButton } from "../parts/AckButton";
import { ExportButtons } from "../parts/ExportButtons";
import { ClauseMark, HolderText, SeverityTag, SubjectLink } from "../parts/Marks";
import { OrgPicker } from "../parts/OrgPicker";
import { SearchBox } from "../parts/SearchBox";
import { When } from "../parts/When";
import { WhyLink } from "../parts/WhyDrawer";

function Standing({ alert }: { alert: AlertRow }) {
  const { t } = useWords();
  if (alert.acknowledged) {
    return (
      <Tag color="green" variant="filled">
        {t("alert.ack.done")} <When at={alert.acknowledged} />
      </Tag>
    );
  }
  if (!alert.open) return <Tag variant="filled">{t("alert.ended")}</Tag>;
  return (
    <Tag color="orange" variant="filled">
      {t("alert.open")}
    </Tag>
  );
}

function AlertTable({ rows, waiting, empty }: { rows: AlertRow[]; waiting: boolean; empty: ReactNode }) {
  const { t, say } = useWords();
  return (
    <Table<AlertRow>
      size="small"
      rowKey="key"
      loading={waiting}
      pagination={false}
      dataSource={rows}
      locale={{ emptyText: waiting ? " " : empty }}
      columns={[
        { title: t("alert.raised"), width: 120, render: (_, a) => <When at={a.raised} /> },
        {
          title: t("alert.what"),
          render: (_, a) => (
            <>
              <SeverityTag severity={a.severity} /> <WhyLink of={a.key}>{say(a.title)}</WhyLink>{" "}
              <ClauseMark of={a.clause} />
            </>
          ),
        },
        { title: t("duty.about"), width: 140, render: (_, a) => <SubjectLink of={a.subject} /> },
        {
          title: t("alert.receivers"),
          width: 350,
          render: (_, a) =>
            a.receivers.map((r, i) => (
              <div key={i}>
                <HolderText of={r} />
              </div>
            )),
        },
        { title: t("duty.state"), width: 150, render: (_, a) => <Standing alert={a} /> },
        { title: t("list.do"), width: 110, align: "right", render: (_, a) => <AckButton of={[a]} /> },
      ]}
    />
  );
}

function AlertLines({ rows }: { rows: AlertRow[] }) {
  const { say } = useWords();
  return (
    <ul className="lf-duties lf-paper-list">
      {rows.map((a) => (
        <li key={a.key}>
          <div>
            <SeverityTag severity={a.severity} /> <WhyLink of={a.key}>{say(a.title)}</WhyLink>
            <div className="lf-quiet">
              <SubjectLink of={a.subject} /> · <When at={a.raised} />
            </div>
          </div>
          <div className="lf-duty-do">
            <AckButton of={[a]} />
            <Standing alert={a} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The most urgent first. */
const SEVERITIES = [3, 2, 1] as const;

export default function Alerts() {
  const { t } = useWords();
  const wide = useWide("xl");
  const { values, set } = useFilters(["open", "org", "text", "severity"]);
  const { org, text } = values;
  const open = values.open === "1";
  const severity = SEVERITIES.find((s) => String(s) === values.severity);
  const query = { open: open ? "1" : undefined, org, text, severity };
  const list = usePaged(["alerts", query], (after) =>
    ask(api.GET("/api/v1/alerts", { params: { query: { ...query, limit: 50, after } } })),
  );
  const sought = Boolean(text || severity || org);
  const none = sought ? (
    <Nothing says={t("list.none.found")} hint={t("list.none.found.hint")} />
  ) : (
    <Nothing says={t(open ? "alert.none" : "alert.none.all")} hint={t("alert.none.hint")} />
  );
  return (
    <PageFrame
      title={t("menu.alerts")}
      actions={<ExportButtons of="alerts" query={{ ...query, severity: severity && String(severity) }} />}
    >
      <div className="lf-filters">
        <SearchBox words={text ?? ""} label={t("alert.filter.text")} onSearch={(q) => set({ text: q })} />
        <Segmented
          value={open ? "open" : "all"}
          onChange={(to) => set({ open: to === "open" ? "1" : "" })}
          options={[
            { value: "all", label: t("list.all") },
            { value: "open", label: t("alert.filter.open") },
          ]}
        />
        <Select
          style={{ minWidth: 120 }}
          allowClear
          value={severity}
          aria-label={t("alert.severity")}
          placeholder={t("alert.severity")}
          onChange={(to?: number) => set({ severity: String(to ?? "") })}
          options={SEVERITIES.map((s) => ({ value: s, label: t(`alert.severity.${s}`) }))}
        />
        <OrgPicker value={org} onChange={(to) => set({ org: to ?? "" })} placeholder={t("duty.filter.org")} />
      </div>
      <Failure problem={list.problem} again={list.again} />
      {wide ? (
        <AlertTable rows={list.rows} waiting={list.waiting} empty={none} />
      ) : list.rows.length === 0 && !list.waiting ? (
        none
      ) : (
        <AlertLines rows={list.rows} />
      )}
      <ListFoot list={list} />
    </PageFrame>
  );
}
