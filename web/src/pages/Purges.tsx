// What was purged when its time was over, and what is due: for those who see the whole house. Nothing is done here.
import { useQuery } from "@tanstack/react-query";
import { Table, Typography } from "antd";
import { api, ask } from "../api/client";
import { usePaged } from "../api/paged";
import { asProblem } from "../api/problem";
import type { DuePurge, Purge } from "../api/shapes";
import { Failure } from "../app/Failure";
import { ListFoot, Nothing, PageFrame } from "../app/PageFrame";
import { useWords } from "../i18n";
import { When } from "../parts/When";
import { count } from "../words/label";

export default function Purges() {
  const { t } = useWords();
  const list = usePaged(["purges"], (after) =>
    ask(api.GET("/api/v1/purges", { params: { query: { limit: 50, after } } })),
  );
  return (
    <PageFrame title={t("menu.purges")} note={t("purges.note")}>
      <Due />
      <Typography.Title level={5}>{t("purges.done")}</Typography.Title>
      <Failure problem={list.problem} again={list.again} />
      <Table<Purge>
        size="small"
        rowKey={(p) => p.fact}
        loading={list.waiting}
        pagination={false}
        scroll={{ x: "max-content" }}
        dataSource={list.rows}
        locale={{ emptyText: list.waiting ? " " : <Nothing says={t("purges.none")} /> }}
        columns={[
          { title: t("purges.at"), render: (_, p) => <When at={p.at} /> },
          { title: t("purges.ledgers"), render: (_, p) => <Ledgers of={p} /> },
          { title: t("purges.subjects"), align: "right", render: (_, p) => count(p.subjects) },
          { title: t("purges.sealed"), align: "right", render: (_, p) => count(p.sealed) },
        ]}
      />
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
          {say(l.title)} {t("purges.facts", { n: l.facts })}
          <span className="lf-quiet">
            {" "}
            <When at={l.oldest} /> – <When at={l.newest} />
          </span>
        </div>
      ))}
    </>
  );
}

/** What would go now; who does not see the whole house sees only what went. */
function Due() {
  const { t, say } = useWords();
  const due = useQuery({
    queryKey: ["purges", "due"],
    retry: false,
    queryFn: () => ask(api.GET("/api/v1/purges/due")),
  });
  const problem = due.error ? asProblem(due.error) : null;
  if (problem?.status === 403) return null;
  return (
    <>
      <Typography.Title level={5}>{t("purges.due")}</Typography.Title>
      <Failure problem={problem} again={() => void due.refetch()} />
      <Table<DuePurge>
        size="small"
        rowKey={(l) => l.ledger}
        loading={due.isPending}
        pagination={false}
        scroll={{ x: "max-content" }}
        dataSource={due.data ?? []}
        locale={{ emptyText: due.isPending ? " " : <Nothing says={t("purges.due.none")} /> }}
        columns={[
          { title: t("purges.ledger"), render: (_, l) => say(l.title) },
          { title: t("purges.kept"), render: (_, l) => t("purges.days", { from: say(l.from_words), n: l.days }) },
          { title: t("purges.due.facts"), align: "right", render: (_, l) => count(l.facts) },
          {
            title: t("purges.held"),
            render: (_, l) => l.held.map((h) => <div key={h.because.zh}>{`${h.facts} · ${say(h.because)}`}</div>),
          },
        ]}
      />
    </>
  );
}
