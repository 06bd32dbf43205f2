// The drawer of reasons (why): clause, rule in plain words, facts behind it, what is missing, what closes it, history.
// It opens from everywhere by the address (`?why=key`), so that it can be sent to a colleague and closed with "back".
import { useQuery } from "@tanstack/react-query";
import { Alert, Drawer, Timeline } from "antd";
import type { ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { History, Why } from "../api/shapes";
import { Loaded } from "../app/PageFrame";
import { useWords } from "../i18n";
import { useCameWith } from "./came-with";
import { DutyList } from "./DutyList";
import { DutyPanel } from "./DutyPanel";
import { FactCard } from "./FactCard";
import { HolderText, SourceText, SubjectLink, useNamed } from "./Marks";
import { When } from "./When";

/** Opens the reasons of a duty, status, course or alert. */
export function useOpenWhy(): (key: string) => void {
  const [, setAddress] = useSearchParams();
  return (key) =>
    setAddress((old) => {
      const next = new URLSearchParams(old);
      next.set("why", key);
      return next;
    });
}

/** A text that opens its reasons. */
export function WhyLink({ of, children }: { of: string; children: ReactNode }) {
  const open = useOpenWhy();
  return (
    <button type="button" className="lf-linkish" onClick={() => open(of)}>
      {children}
    </button>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="lf-section">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function HistoryList({ rows }: { rows: History[] }) {
  const { t, say } = useWords();
  return (
    <Timeline
      items={rows.map((row) => ({
        key: `${row.unit}.${row.n}`,
        content: (
          <>
            <When at={row.at} /> {say(row.says)}
            {row.told.map((who, i) => (
              <div key={i} className="lf-quiet">
                {t("why.told")} <HolderText of={who} />
              </div>
            ))}
          </>
        ),
      }))}
    />
  );
}

/** What has to be done about a signal, and whether it was. */
function CameWith({ why }: { why: Why }) {
  const { t } = useWords();
  const raised = why.history.map((h) => h.at).sort()[0];
  const rows = useCameWith(raised ? { key: why.key, subject: why.subject.id, since: raised } : undefined);
  if (rows.length === 0) return null;
  return (
    <Part title={t("why.camewith")}>
      <DutyList rows={rows} states />
    </Part>
  );
}

function Reasons({ why }: { why: Why }) {
  const { t, say } = useWords();
  const named = useNamed();
  return (
    <>
      <Part title={t("why.clause")}>
        <div className="lf-clause">
          <b>{why.clause.id}</b> {say(why.clause.says)}
          <div className="lf-quiet">
            {t("why.plan")}
            {t("colon")}
            {say(why.plan)} {t("why.version", { v: why.version })} · {t("why.source")}
            {t("colon")}
            <SourceText of={why.source} />
          </div>
        </div>
      </Part>
      <Part title={named("why.construct.", why.construct)}>
        {say(why.rule_title)}
        {why.looked_at.length > 0 ? (
          <div className="lf-quiet">
            {t("why.looked")}
            {t("colon")}
            {why.looked_at.map(say).join(", ")}
          </div>
        ) : null}
      </Part>
      {why.missing.length > 0 ? (
        <Alert
          style={{ marginTop: 14 }}
          type="warning"
          showIcon
          title={`${t("why.missing")}${t("colon")}${why.missing.map(say).join(", ")}`}
          description={t("why.missing.hint")}
        />
      ) : null}
      <Part title={t("why.facts")}>
        <div className="lf-facts">
          {why.facts.map((fact) => (
            <FactCard key={fact.id} fact={fact} />
          ))}
          {why.hidden > 0 ? <span className="lf-quiet">{t("why.hidden", { n: why.hidden })}</span> : null}
          {why.facts.length === 0 && why.hidden === 0 ? <span className="lf-quiet">{t("why.facts.none")}</span> : null}
        </div>
      </Part>
      {why.what === "alert" ? <CameWith why={why} /> : null}
      {why.closes_with ? (
        <Part title={t("why.closes")}>
          <Link to={`/ledgers/${encodeURIComponent(why.closes_with.ledger)}`}>{say(why.closes_with.title)}</Link>
        </Part>
      ) : null}
      {why.history.length > 0 ? (
        <Part title={t("why.history")}>
          <HistoryList rows={why.history} />
        </Part>
      ) : null}
    </>
  );
}

export function WhyDrawer() {
  const { t, say } = useWords();
  const named = useNamed();
  const [address, setAddress] = useSearchParams();
  const key = address.get("why");
  const why = useQuery({
    queryKey: ["why", key],
    enabled: key !== null,
    queryFn: () => ask(api.GET("/api/v1/why/{key}", { params: { path: { key: key ?? "" } } })),
  });
  const close = () =>
    setAddress((old) => {
      const next = new URLSearchParams(old);
      next.delete("why");
      return next;
    });
  return (
    <Drawer
      open={key !== null}
      onClose={close}
      size="min(640px, 100vw)"
      title={`${t("why.title")}${why.data ? ` · ${named("why.kind.", why.data.what)}` : ""}`}
    >
      {key === null ? null : (
        <Loaded of={why} problem={why.error ? asProblem(why.error) : null} rows={10}>
          {(data) => (
            <>
              <h2 style={{ fontSize: 17, margin: "0 0 4px" }}>{say(data.title)}</h2>
              <SubjectLink of={data.subject} />
              {data.what === "duty" ? <DutyPanel dutyKey={data.key} /> : null}
              <Reasons why={data} />
            </>
          )}
        </Loaded>
      )}
    </Drawer>
  );
}
