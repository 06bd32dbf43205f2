// One organisation: its figures, who holds which role, what is missing, its states, and what is below.

import { Breadcrumb, Button, Card, Table, Tag } from "antd";
import { Link } from "react-router";
import type { OrgDetail } from "../../api/shapes";
import { Nothing } from "../../app/PageFrame";
import { useHouse } from "../../app/session";
import { useWords } from "../../i18n";
import { useLedgers } from "../../parts/ledgers";
import { OrgLink } from "../../parts/Marks";
import { WhyLink } from "../../parts/WhyDrawer";
import { count } from "../../words/label";
import { dateOf } from "../../words/time";
import { CompletionCard } from "../today/CompletionCard";
import { GapTable } from "./GapTable";

function Figures({ of }: { of: OrgDetail }) {
  const { t } = useWords();
  const org = encodeURIComponent(of.org.id);
  const figures = [
    {
      to: `/duties?org=${org}&state=overdue`,
      word: t("today.overdue"),
      n: of.counts.overdue,
      unit: t("unit.duties"),
      late: of.counts.overdue > 0,
    },
    { to: `/duties?org=${org}&state=open`, word: t("today.open"), n: of.counts.open, unit: t("unit.duties") },
    {
      to: `/alerts?open=1&org=${org}`,
      word: t("today.alerts"),
      n: of.counts.alerts_open,
      unit: t("unit.signals"),
    },
    {
      to: `/courses?org=${org}`,
      word: t("org.counts.courses"),
      n: of.counts.courses_running,
      unit: t("unit.courses"),
    },
    { to: `/people?org=${org}`, word: t("org.counts.persons"), n: of.counts.persons, unit: t("unit.persons") },
  ];
  return (
    <div className="lf-counters" style={{ marginBottom: 0 }}>
      {figures.map((f) => (
        <Link key={f.to} to={f.to} className={`lf-counter${f.late ? " lf-counter-late" : ""}`}>
          <small>{f.word}</small>
          <b>{count(f.n)}</b>
          <small>{f.unit}</small>
        </Link>
      ))}
    </div>
  );
}

function AssignButton({ org }: { org: string }) {
  const { t } = useWords();
  const { may } = useHouse();
  const ledgers = useLedgers();
  const ledger = ledgers.data?.find((l) => l.act === "assign" && l.writable);
  if (!ledger || !may("users")) return null;
  return (
    <Link to={`/ledgers/${encodeURIComponent(ledger.id)}/new?subject=${encodeURIComponent(org)}`}>
      <Button size="small" tabIndex={-1}>
        {t("org.roster.assign")}
      </Button>
    </Link>
  );
}

function Roster({ of }: { of: OrgDetail }) {
  const { t, say } = useWords();
  const { zone } = useHouse();
  return (
    <Card size="small" title={t("org.roster")} extra={<AssignButton org={of.org.id} />}>
      <Table
        size="small"
        pagination={false}
        rowKey={(r) => `${r.role}.${r.account}`}
        dataSource={of.roster}
        locale={{ emptyText: <Nothing says={t("org.roster.none")} hint={t("org.roster.hint")} /> }}
        columns={[
          { title: t("org.role"), render: (_, r) => say(r.title) },
          {
            title: t("org.holder"),
            render: (_, r) => (
              <>
                {r.name} {r.name === r.account ? null : <span className="lf-quiet">{r.account}</span>}
                {r.seat ? <div className="lf-quiet">{t("org.roster.seat", { org: r.seat.name })}</div> : null}
              </>
            ),
          },
          {
            title: t("ledger.from"),
            render: (_, r) => (
              <span className="lf-nowrap">
                {dateOf(r.from, zone)}
                {r.until ? ` → ${dateOf(r.until, zone)}` : ""}
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
}

export function OrgCard({ of }: { of: OrgDetail }) {
  const { t, say } = useWords();
  return (
    <div className="lf-stack">
      <Card size="small">
        <Breadcrumb
          items={[
            ...of.above.filter((o) => o.id !== of.org.id).map((o) => ({ key: o.id, title: <OrgLink of={o} /> })),
            { key: of.org.id, title: of.org.name },
          ]}
        />
        <h2 style={{ margin: "6px 0 10px", fontSize: 18 }}>
          {of.org.name} <Tag variant="filled">{say(of.org.kind_title)}</Tag>
          {of.statuses
            .filter((s) => s.holds)
            .map((s) => (
              <WhyLink key={s.key} of={s.key}>
                <Tag color="geekblue" variant="filled">
                  {say(s.title)}
                  {t("colon")}
                  {say(s.value_title)}
                </Tag>
              </WhyLink>
            ))}
        </h2>
        <Figures of={of} />
      </Card>
      {of.gaps.length > 0 ? (
        <Card size="small" title={<span className="lf-late">{`${t("menu.gaps")} (${of.gaps.length})`}</span>}>
          <GapTable rows={of.gaps} />
        </Card>
      ) : null}
      <Roster of={of} />
      <Card size="small" title={t("org.children", { n: of.children.length })}>
        {of.children.length === 0 ? <span className="lf-quiet">{t("org.children.none")}</span> : null}
        <div className="lf-fields">
          {of.children.map((c) => (
            <span key={c.id}>
              <OrgLink of={{ id: c.id, name: c.name }} /> <small>{say(c.kind_title)}</small>
            </span>
          ))}
        </div>
      </Card>
      {of.children.length > 0 ? <CompletionCard under={of.org.id} /> : null}
    </div>
  );
}
