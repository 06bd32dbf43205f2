// The record of looks at identities: who, at whom, which fields, why, when. It cannot be changed.
import { useQuery } from "@tanstack/react-query";
import { Table } from "antd";
import { Link } from "react-router";
import { api, ask } from "../api/client";
import { usePaged } from "../api/paged";
import type { Look } from "../api/shapes";
import { Failure } from "../app/Failure";
import { ListFoot, Nothing, PageFrame } from "../app/PageFrame";
import { useWide } from "../app/wide";
import { useWords } from "../i18n";
import { subjectPath } from "../parts/Marks";
import { When } from "../parts/When";

/** Fields as their forms call them; one that no form has any more by its name. */
function useFieldNames(): (id: string) => string {
  const { say } = useWords();
  const ledgers = useQuery({
    queryKey: ["ledgers"],
    staleTime: 600_000,
    queryFn: () => ask(api.GET("/api/v1/ledgers")),
  });
  const registering = ledgers.data?.filter((l) => l.registers) ?? [];
  const names = new Map(registering.flatMap((l) => l.fields.map((f) => [f.id, say(f.label)] as const)));
  return (id) => names.get(id) || id;
}

export default function Looks() {
  const { t } = useWords();
  const wide = useWide();
  const fieldName = useFieldNames();
  const fields = (of: Look) => (of.fields.length > 0 ? of.fields.map(fieldName).join(", ") : t("looks.allfields"));
  const none = <Nothing says={t("looks.none")} hint={t("looks.none.hint")} />;
  const list = usePaged(["looks"], (after) =>
    ask(api.GET("/api/v1/looks", { params: { query: { limit: 50, after } } })),
  );
  return (
    <PageFrame title={t("menu.looks")} note={t("looks.note")}>
      <Failure problem={list.problem} again={list.again} />
      {wide ? (
        <Table<Look>
          size="small"
          rowKey={(l) => `${l.at}.${l.account}.${l.subject}`}
          loading={list.waiting}
          pagination={false}
          dataSource={list.rows}
          locale={{ emptyText: list.waiting ? " " : none }}
          columns={[
            { title: t("looks.at"), render: (_, l) => <When at={l.at} /> },
            { title: t("looks.who"), render: (_, l) => l.account },
            { title: t("looks.whom"), render: (_, l) => <Link to={subjectPath(l.subject)}>{l.subject}</Link> },
            {
              title: t("looks.fields"),
              render: (_, l) => fields(l),
            },
            {
              title: t("reason"),
              render: (_, l) => <div style={{ maxWidth: 420, whiteSpace: "normal" }}>{l.reason}</div>,
            },
          ]}
        />
      ) : list.rows.length === 0 && !list.waiting ? (
        none
      ) : (
        <ul className="lf-duties lf-paper-list">
          {list.rows.map((l) => (
            <li key={`${l.at}.${l.account}.${l.subject}`}>
              <div>
                {l.account} → <Link to={subjectPath(l.subject)}>{l.subject}</Link>
                <div className="lf-quiet">
                  <When at={l.at} /> · {fields(l)}
                </div>
                {l.reason}
              </div>
            </li>
          ))}
        </ul>
      )}
      <ListFoot list={list} />
    </PageFrame>
  );
}
