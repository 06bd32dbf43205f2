// Finding a person: by whole name, identity number, telephone or code, in an organisation. Persons are registered in
// their ledger, not here.

import { Button, Table } from "antd";
import { Link } from "react-router";
import { api, ask } from "../api/client";
import { usePaged } from "../api/paged";
import { Failure } from "../app/Failure";
import { useFilters } from "../app/filters";
import { ListFoot, Nothing, PageFrame } from "../app/PageFrame";
import { askFor } from "../app/search-text";
import { useWide } from "../app/wide";
import { useWords } from "../i18n";
import { ExportButtons } from "../parts/ExportButtons";
import { Fields } from "../parts/FactCard";
import { useLedgers } from "../parts/ledgers";
import { OrgLink, SubjectLink } from "../parts/Marks";
import { OrgPicker } from "../parts/OrgPicker";
import { SearchBox } from "../parts/SearchBox";

function Register() {
  const { t, say } = useWords();
  const ledgers = useLedgers();
  // Of several that describe a person the one that names them.
  const first = ledgers.data?.find(
    (l) => l.registers && l.about === "person" && l.writable && l.fields.some((f) => f.type === "person_name"),
  );
  if (!first) return null;
  return (
    <Link to={`/ledgers/${encodeURIComponent(first.id)}/new`}>
      <Button type="primary" tabIndex={-1}>
        {t("people.register", { ledger: say(first.title) })}
      </Button>
    </Link>
  );
}

/** Names are masked and many are alike: the code tells them apart. */
function codeOf(id: string): string {
  return id.slice(id.indexOf(":") + 1);
}

export default function People() {
  const { t } = useWords();
  const wide = useWide();
  const { values, set } = useFilters(["q", "org"]);
  const { q: words = "", org } = values;
  const query = { kind: "person", org, ...(words ? askFor(words) : {}) };
  const list = usePaged(["subjects", query], (after) =>
    ask(api.GET("/api/v1/subjects", { params: { query: { ...query, limit: 50, after } } })),
  );
  const none = <Nothing says={t("people.none")} hint={t("people.none.hint")} />;
  return (
    <PageFrame
      title={t("menu.people")}
      actions={
        <>
          <Link to="/pairs">
            <Button tabIndex={-1}>{t("people.pairs")}</Button>
          </Link>
          <Register />
          <ExportButtons of="subjects" query={query} />
        </>
      }
    >
      <div className="lf-filters">
        <SearchBox words={words} label={t("people.find")} onSearch={(q) => set({ q })} />
        <OrgPicker value={org} onChange={(to) => set({ org: to ?? "" })} placeholder={t("duty.filter.org")} />
      </div>
      <Failure problem={list.problem} again={list.again} />
      {wide ? (
        <Table
          size="small"
          rowKey={(r) => r.subject.id}
          loading={list.waiting}
          pagination={false}
          dataSource={list.rows}
          locale={{ emptyText: list.waiting ? " " : none }}
          columns={[
            {
              title: t("people.who"),
              width: 170,
              render: (_, r) => (
                <>
                  <SubjectLink of={r.subject} /> <span className="lf-quiet">{codeOf(r.subject.id)}</span>
                </>
              ),
            },
            {
              title: t("people.home"),
              width: 170,
              render: (_, r) => (r.home ? <OrgLink of={r.home} /> : "—"),
            },
            { title: t("people.profile"), render: (_, r) => <Fields of={r.profile} /> },
          ]}
        />
      ) : list.rows.length === 0 && !list.waiting ? (
        none
      ) : (
        <ul className="lf-duties lf-paper-list">
          {list.rows.map((r) => (
            <li key={r.subject.id}>
              <div>
                <SubjectLink of={r.subject} /> <span className="lf-quiet">{codeOf(r.subject.id)}</span>
                <div className="lf-quiet">{r.home ? <OrgLink of={r.home} /> : "—"}</div>
              </div>
            </li>
          ))}
        </ul>
      )}
      <ListFoot list={list} />
    </PageFrame>
  );
}
