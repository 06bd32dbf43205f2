// What was purged when its time was over, and what is due: for those who see the whole house. Nothing is done here.
import { useQuery } from "@tanstack/react-query";
import { Table } from "antd";
import { api, ask } from "../api/client";
import { usePaged } from "../api/paged";
import { asProblem } from "../api/problem";
import type { DuePurge, Purge } from "../api/shapes";
import { Failure } from "../app/Failure";
import { ListFoot, Nothing, PageFrame } from "../app/PageFrame";
import { useWide } from "../app/wide";
import { useWords } from "../i18n";
import { ExportButtons } from "../parts/ExportButtons";
import { When } from "../parts/When";
import { count } from "../words/label";

export default function Purges() {
  const { t } = useWords();
  const wide = useWide();
  const list = usePaged(["purges"], (after) =>
    ask(api.GET("/api/v1/purges", { params: { query: { limit: 50, after } } })),
  );
  return (
    <PageFrame title={t("menu.purges")} note={t("purges.note")} actions={<ExportButtons of="purges" query={{}} />}>
      <Due />
      <h2 className="lf-h2">{t("purges.done")}</h2>
      <Failure problem={list.problem} again={list.again} />
      {wide || list.rows.length === 0 ? (
        <Table<Purge>
          size="small"
          rowKey={(p) => p.fact}
          loading={list.waiting}
          pagination={false}
          dataSource={list.rows}
          locale={{ emptyText: list.waiting ? " " : <Nothing says={t("purges.none")} hint={t("purges.none.hint")} /> }}
          columns={[
            { title: t("purges.at"), render: (_, p) => <When at={p.at} /> },
            { title: t("purges.ledgers"), render: (_, p) => <Ledgers of={p} /> },
            { title: t("purges.subjects"), align: "right", render: (_, p) => count(p.subjects) },
            { title: t("purges.sealed"), align: "right", render: (_, p) => count(p.sealed) },
          ]}
        />
      ) : (
        <ul className="lf-duties lf-paper-list">
          {list.rows.map((p) => (
            <li key={p.fact}>
              <div>
                <When at={p.at} />
                <Ledgers of={p} />
                <div className="lf-quiet">
                  {t("purges.subjects")} {count(p.subjects)} · {t("purges.sealed")} {count(p.sealed)}
                </div>
              </div>
            </li>
          ))}
        </ul>
      )}
      <ListFoot list={list} />
    </PageFrame>
  );
}

function Ledgers({ of }: { of: Purge }) {
  const { t, say } = useWords();
  return (
    <>
      {of.ledgers.map((l) => (
        <div key={l.ledger}>
          {say(l.title)} {t("purges.facts", { n: count(l.facts) })}
          <span className="lf-quiet">
            {" "}
            <When at={l.oldest} /> – <When at={l.newest} />
          </span>
        </div>
      ))}
    </>
  );
}

/** Ledgers of which something goes come first, then those of which something is held back. */
function weight(of: DuePurge): number {
  return of.facts * 1e9 + of.held.reduce((sum, h) => sum + h.facts, 0);
}

function Held({ of }: { of: DuePurge }) {
  const { t, say } = useWords();
  return of.held.map((h) => (
    <div key={h.because.zh}>
      {t("purges.facts", { n: count(h.facts) })} · {say(h.because)}
    </div>
  ));
}

/** What would go now; who does not see the whole house sees only what went. */
function Due() {
  const { t, say } = useWords();
  const wide = useWide();
  const due = useQuery({
    queryKey: ["purges", "due"],
    retry: false,
    queryFn: () => ask(api.GET("/api/v1/purges/due")),
  });
  const problem = due.error ? asProblem(due.error) : null;
  if (problem?.status === 403) return null;
  const rows = [...(due.data ?? [])].sort((a, b) => weight(b) - weight(a));
  return (
    <>
      <h2 className="lf-h2">{t("purges.due")}</h2>
      <Failure problem={problem} again={() => void due.refetch()} />
      {due.data?.length && due.data.every((l) => l.facts === 0) ? (
        <p className="lf-quiet">{t("purges.due.nothing")}</p>
      ) : null}
      {wide || rows.length === 0 ? (
        <Table<DuePurge>
          size="small"
          rowKey={(l) => l.ledger}
          loading={due.isPending}
          pagination={false}
          dataSource={rows}
          locale={{ emptyText: due.isPending ? " " : <Nothing says={t("purges.due.none")} /> }}
          columns={[
            { title: t("purges.ledger"), render: (_, l) => say(l.title) },
            {
              title: t("purges.due.facts"),
              align: "right",
              render: (_, l) => (l.facts > 0 ? <b>{count(l.facts)}</b> : <span className="lf-quiet">0</span>),
            },
            { title: t("purges.kept"), render: (_, l) => t("purges.days", { from: say(l.from_words), n: l.days }) },
            {
              title: t("purges.held"),
              render: (_, l) => (l.held.length === 0 ? "—" : <Held of={l} />),
            },
          ]}
        />
      ) : (
        <ul className="lf-duties lf-paper-list">
          {rows.map((l) => (
            <li key={l.ledger}>
              <div>
                {say(l.title)}
                <div className="lf-quiet">{t("purges.days", { from: say(l.from_words), n: l.days })}</div>
                {l.facts > 0 ? (
                  <div>
                    {t("purges.due.facts")} <b>{count(l.facts)}</b>
                  </div>
                ) : null}
                {l.held.length > 0 ? (
                  <div className="lf-quiet">
                    {t("purges.held")}
                    <Held of={l} />
                  </div>
                ) : null}
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
