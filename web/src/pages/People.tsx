// Finding a person: by whole name, identity number, telephone or code, in an organisation. Persons are registered in
// their ledger, not here.

import { useQuery } from "@tanstack/react-query";
import { Button, Input, Table } from "antd";
import { Link, useSearchParams } from "react-router";
import { api, ask } from "../api/client";
import { usePaged } from "../api/paged";
import { Failure } from "../app/Failure";
import { ListFoot, Nothing, PageFrame } from "../app/PageFrame";
import { askFor } from "../app/search-text";
import { useWords } from "../i18n";
import { Fields } from "../parts/FactCard";
import { OrgLink, SubjectLink } from "../parts/Marks";
import { OrgPicker } from "../parts/OrgPicker";

function Register() {
  const { t, say } = useWords();
  const ledgers = useQuery({
    queryKey: ["ledgers"],
    staleTime: 600_000,
    queryFn: () => ask(api.GET("/api/v1/ledgers")),
  });
  const first = ledgers.data?.find((l) => l.registers && l.about === "person" && l.writable);
  if (!first) return null;
  return (
    <Link to={`/ledgers/${encodeURIComponent(first.id)}/new`}>
      <Button type="primary" tabIndex={-1}>
        {t("people.register", { ledger: say(first.title) })}
      </Button>
    </Link>
  );
}

export default function People() {
  const { t } = useWords();
  const [address, setAddress] = useSearchParams();
  const words = address.get("q") ?? "";
  const org = address.get("org") ?? undefined;
  const set = (change: { q?: string; org?: string }) =>
    setAddress(Object.entries({ q: words, org: org ?? "", ...change }).filter(([, v]) => v));
  const list = usePaged(["subjects", "person", words, org], (after) =>
    ask(
      api.GET("/api/v1/subjects", {
        params: { query: { kind: "person", org, limit: 50, after, ...(words ? askFor(words) : {}) } },
      }),
    ),
  );
  return (
    <PageFrame title={t("menu.people")} actions={<Register />}>
      <div className="lf-filters">
        <Input.Search
          key={words}
          defaultValue={words}
          placeholder={t("people.find")}
          aria-label={t("people.find")}
          onSearch={(q) => set({ q: q.trim() })}
          style={{ width: "min(400px, 100%)" }}
          allowClear
        />
        <OrgPicker value={org} onChange={(to) => set({ org: to ?? "" })} placeholder={t("duty.filter.org")} />
      </div>
      <Failure problem={list.problem} again={list.again} />
      <Table
        size="small"
        rowKey={(r) => r.subject.id}
        loading={list.waiting}
        pagination={false}
        dataSource={list.rows}
        scroll={{ x: "max-content" }}
        locale={{ emptyText: list.waiting ? " " : <Nothing says={t("people.none")} hint={t("people.none.hint")} /> }}
        columns={[
          { title: t("menu.people"), width: 160, render: (_, r) => <SubjectLink of={r.subject} /> },
          {
            title: t("people.home"),
            width: 200,
            render: (_, r) => (r.home ? <OrgLink of={r.home} /> : "—"),
          },
          { title: t("people.profile"), render: (_, r) => <Fields of={r.profile} /> },
        ]}
      />
      <ListFoot list={list} />
    </PageFrame>
  );
}
