// One plan, readable: its sections with clause, when, then, duties and courses; parameters; roles; ledgers; states.
import { useQuery } from "@tanstack/react-query";
import { Anchor, Button, Card, Input, Table, Tag } from "antd";
import { useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { PlanPage } from "../api/shapes";
import { Loaded, PageFrame } from "../app/PageFrame";
import { useHouse } from "../app/session";
import { useWords } from "../i18n";
import { SourceText, useNamed } from "../parts/Marks";
import { AdoptDialog } from "./plans/AdoptDialog";
import { InForce } from "./plans/InForce";
import { PlanItemView } from "./plans/PlanItemView";

function Params({ of }: { of: PlanPage }) {
  const { t, say } = useWords();
  if (of.params.length === 0) return null;
  return (
    <Card size="small" title={`${t("plan.params")} (${of.params.length})`} id="params">
      <Table
        size="small"
        pagination={false}
        rowKey="id"
        dataSource={of.params}
        columns={[
          {
            title: t("plan.param"),
            width: "34%",
            render: (_, p) => (
              <>
                {say(p.label)} <span className="lf-mono lf-quiet">{p.id}</span>
              </>
            ),
          },
          {
            title: t("plan.param.value"),
            width: "26%",
            render: (_, p) => <b style={{ overflowWrap: "anywhere" }}>{say(p.value)}</b>,
          },
          {
            title: t("plan.param.why"),
            render: (_, p) => (
              <>
                {p.gap ? <Tag color="orange">{t("plan.param.gap")}</Tag> : null}
                {say(p.why)}
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}

function Lists({ of }: { of: PlanPage }) {
  const { t, say } = useWords();
  return (
    <div className="lf-grid-even">
      <Card size="small" title={`${t("plan.roles")} (${of.roles.length})`} id="roles">
        {of.roles.map((r) => (
          <div key={r.id}>
            {say(r.title)}
            {r.needed_in.length > 0 ? (
              <span className="lf-quiet">
                {" "}
                · {t("plan.roles.needed")} {r.needed_in.map(say).join(", ")}
              </span>
            ) : null}
          </div>
        ))}
      </Card>
      <Card size="small" title={`${t("plan.ledgers")} (${of.ledgers.length})`} id="ledgers">
        <div className="lf-fields">
          {of.ledgers.map((l) => (
            <Link key={l.id} to={`/ledgers/${encodeURIComponent(l.id)}`}>
              {say(l.title)}
            </Link>
          ))}
        </div>
      </Card>
      <Card size="small" title={`${t("plan.statuses")} (${of.statuses.length})`} id="statuses">
        {of.statuses.map((s) => (
          <div key={s.id}>
            {say(s.title)}{" "}
            <span className="lf-quiet">
              ({t("plan.statuses.order")}) {s.values.map(say).join(" < ")}
            </span>
          </div>
        ))}
      </Card>
    </div>
  );
}

function Read({ of, words }: { of: PlanPage; words: string }) {
  const { t, say } = useWords();
  const named = useNamed();
  const wanted = words.trim().toLowerCase();
  const sections = of.sections
    .map((s) => ({
      ...s,
      items: s.items.filter((i) => JSON.stringify(i).toLowerCase().includes(wanted)),
    }))
    .filter((s) => s.items.length > 0);
  return (
    <div className="lf-plan">
      <nav className="lf-toc lf-noprint" aria-label={t("plan.sections")}>
        <Anchor
          affix={false}
          items={[
            ...sections.map((s) => ({
              key: s.construct,
              href: `#s-${s.construct}`,
              title: `${say(s.title) || named("why.construct.", s.construct)} (${s.items.length})`,
            })),
            ...(["params", "roles", "ledgers", "statuses"] as const).map((x) => ({
              key: x,
              href: `#${x}`,
              title: t(`plan.${x}`),
            })),
          ]}
        />
      </nav>
      <div className="lf-stack">
        {sections.map((s) => (
          <Card
            key={s.construct}
            size="small"
            id={`s-${s.construct}`}
            title={`${say(s.title) || named("why.construct.", s.construct)} (${s.items.length})`}
          >
            {s.items.map((item) => (
              <PlanItemView key={item.id} item={item} />
            ))}
          </Card>
        ))}
        <Params of={of} />
        <Lists of={of} />
      </div>
    </div>
  );
}

export default function Plan() {
  const { t, say } = useWords();
  const { may } = useHouse();
  const [address] = useSearchParams();
  const [words, setWords] = useState("");
  const [adopting, setAdopting] = useState(false);
  const id = useParams().id ?? "";
  const version = address.get("version") ?? undefined;
  const plan = useQuery({
    queryKey: ["plan", id, version],
    queryFn: () => ask(api.GET("/api/v1/plans/{id}", { params: { path: { id }, query: { version } } })),
  });
  const row = plan.data?.plan;
  const note = row ? (
    <>
      {row.id} {row.version} · <SourceText of={row.source} />
      <InForce plan={row} />
    </>
  ) : null;
  const compare = `/plans/${encodeURIComponent(id)}/compare${version ? `?version=${encodeURIComponent(version)}` : ""}`;
  return (
    <PageFrame
      title={say(row?.title) || t("plan.title")}
      note={note}
      actions={
        <>
          <Input
            value={words}
            onChange={(e) => setWords(e.target.value)}
            placeholder={t("plan.find")}
            aria-label={t("plan.find")}
            style={{ width: 200 }}
            allowClear
          />
          <Link to={compare}>
            <Button tabIndex={-1}>{t("plan.compare")}</Button>
          </Link>
          {may("adopt") && row ? (
            <Button type="primary" onClick={() => setAdopting(true)}>
              {t("plan.adopt")}
            </Button>
          ) : null}
          <Button onClick={() => window.print()}>{t("do.print")}</Button>
        </>
      }
    >
      <Loaded of={plan} problem={plan.error ? asProblem(plan.error) : null} rows={14}>
        {(data) => <Read of={data} words={words} />}
      </Loaded>
      {adopting && row ? <AdoptDialog plan={row} onClose={() => setAdopting(false)} /> : null}
    </PageFrame>
  );
}
