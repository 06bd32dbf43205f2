// Two plans side by side, clause by clause: what was added, removed, made stricter or looser.
import { useQuery } from "@tanstack/react-query";
import { Segmented, Select, Table, Tag } from "antd";
import { useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { PlanDiff } from "../api/shapes";
import { Loaded, Nothing, PageFrame } from "../app/PageFrame";
import { useWide } from "../app/wide";
import { useWords } from "../i18n";
import { ClauseMark, useNamed } from "../parts/Marks";

const HOW = ["stricter", "looser", "changed", "added", "removed"] as const;
const COLOUR: Record<string, string> = {
  added: "green",
  removed: "magenta",
  stricter: "red",
  looser: "gold",
  changed: "blue",
};

function How({ of }: { of: string }) {
  const named = useNamed();
  return (
    <Tag color={COLOUR[of]} variant="filled">
      {named("compare.how.", of)}
    </Tag>
  );
}

function Where({ of }: { of: PlanDiff["rows"][number] }) {
  const { say } = useWords();
  return (
    <>
      <ClauseMark of={of.clause} /> <span className="lf-quiet">{say(of.clause.says)}</span>
      <div className="lf-mono lf-quiet">{of.id}</div>
    </>
  );
}

function Rows({ of }: { of: PlanDiff }) {
  const { t, say } = useWords();
  const wide = useWide();
  const [how, setHow] = useState<string>("");
  if (of.rows.length === 0) return <Nothing says={t("compare.same")} />;
  // What is stricter or looser matters most; clauses come before parameters.
  const rank = (row: PlanDiff["rows"][number]) =>
    HOW.indexOf(row.how as (typeof HOW)[number]) + (row.clause.id ? 0 : 10);
  const sorted = [...of.rows].sort((a, b) => rank(a) - rank(b));
  const shown = sorted.filter((r) => !how || r.how === how);
  const n = (kind: string) => of.rows.filter((r) => r.how === kind).length;
  return (
    <>
      <div className="lf-filters">
        <Segmented
          value={how}
          onChange={setHow}
          options={[
            { value: "", label: `${t("list.all")} ${of.rows.length}` },
            ...HOW.filter((h) => n(h) > 0).map((h) => ({
              value: h as string,
              label: `${t(`compare.how.${h}`)} ${n(h)}`,
            })),
          ]}
        />
      </div>
      {wide ? (
        <Table
          size="small"
          pagination={false}
          rowKey={(r) => `${r.how}.${r.id}.${r.says.en}`}
          dataSource={shown}
          columns={[
            {
              title: t("compare.how"),
              width: 80,
              render: (_, r) => <How of={r.how} />,
            },
            {
              title: t("why.clause"),
              width: 340,
              render: (_, r) => <Where of={r} />,
            },
            { title: t("compare.differs"), render: (_, r) => say(r.says) },
          ]}
        />
      ) : (
        <ul className="lf-duties lf-paper-list">
          {shown.map((r) => (
            <li key={`${r.how}.${r.id}.${r.says.en}`}>
              <div>
                <How of={r.how} /> {say(r.says)}
                <div>
                  <Where of={r} />
                </div>
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export default function PlanCompare() {
  const { t, say } = useWords();
  const [address, setAddress] = useSearchParams();
  const id = useParams().id ?? "";
  const version = address.get("version") ?? undefined;
  const other = address.get("with");
  const plans = useQuery({ queryKey: ["plans"], queryFn: () => ask(api.GET("/api/v1/plans")) });
  const diff = useQuery({
    queryKey: ["diff", id, version, other],
    enabled: other !== null,
    queryFn: () =>
      ask(api.GET("/api/v1/plans/{id}/diff", { params: { path: { id }, query: { with: other ?? "", version } } })),
  });
  const self = plans.data?.find((p) => p.id === id && (!version || p.version === version));
  // Versions in force that are no longer shipped can be compared with too.
  const known = new Map<string, string>();
  for (const p of plans.data ?? []) {
    known.set(`${p.id}@${p.version}`, `${say(p.title)} ${p.version}`);
    for (const a of p.adopted) known.set(`${p.id}@${a.version}`, `${say(p.title)} ${a.version}`);
  }
  if (self) known.delete(`${self.id}@${self.version}`);
  const choose = (plan: string) =>
    setAddress((old) => {
      const next = new URLSearchParams(old);
      next.set("with", plan);
      return next;
    });
  return (
    <PageFrame
      title={`${t("compare.title")} · ${say(self?.title) || id}`}
      note={<Link to={`/plans/${encodeURIComponent(id)}`}>{t("plan.read")}</Link>}
    >
      <div className="lf-filters">
        <span>
          {t("compare.was")}
          {t("colon")}
          <b>{`${say(self?.title) || id} ${self?.version ?? version ?? ""}`}</b>
        </span>
        <span>{t("compare.now")}</span>
        <Select
          style={{ width: "min(320px, 100%)" }}
          value={other ?? undefined}
          placeholder={t("compare.choose")}
          aria-label={t("compare.choose")}
          options={[...known].map(([value, label]) => ({ value, label }))}
          onChange={choose}
        />
      </div>
      {other === null ? (
        <Nothing says={t("compare.choose")} />
      ) : (
        <Loaded of={diff} problem={diff.error ? asProblem(diff.error) : null} rows={10}>
          {(data) => <Rows of={data} />}
        </Loaded>
      )}
    </PageFrame>
  );
}
