// Users of the desk: who there is, with which roles; adding one, resetting a password, disabling. Roles are records.
import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Popconfirm, Table, Tag } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { api, ask } from "../api/client";
import { usePaged } from "../api/paged";
import { asProblem } from "../api/problem";
import type { AccountRow } from "../api/shapes";
import { Failure } from "../app/Failure";
import { ListFoot, Nothing, PageFrame } from "../app/PageFrame";
import { useHouse, useRenew } from "../app/session";
import { useWide } from "../app/wide";
import { useWords } from "../i18n";
import { ExportButtons } from "../parts/ExportButtons";
import { OrgLink } from "../parts/Marks";
import { SearchBox } from "../parts/SearchBox";
import { spokenMoment } from "../words/time";
import { AccountDialog } from "./accounts/AccountDialog";

function Name({ of }: { of: AccountRow }) {
  const { t, language } = useWords();
  const { zone } = useHouse();
  return (
    <>
      {of.name} {of.disabled ? <Tag>{t("accounts.disabled")}</Tag> : null}
      {of.locked_until ? (
        <Tag color="red">{t("accounts.locked", { time: spokenMoment(of.locked_until, zone, language) })}</Tag>
      ) : null}
    </>
  );
}

function Roles({ of }: { of: AccountRow }) {
  const { t, say } = useWords();
  if (of.grants.length === 0) return <span className="lf-quiet">{t("accounts.roles.none")}</span>;
  return of.grants.map((g, i) => (
    <div key={i}>
      {say(g.title)} · <OrgLink of={{ id: g.org, name: g.org_name }} />
    </div>
  ));
}

/** What can be done with an account; nobody disables their own. */
function Do(props: { of: AccountRow; able: (row: AccountRow) => Promise<void>; change: () => void }) {
  const { t } = useWords();
  const { me } = useHouse();
  return (
    <div className="lf-actions" style={{ justifyContent: "flex-end" }}>
      <Button size="small" onClick={props.change}>
        {t("accounts.change")}
      </Button>
      {props.of.account === me.account ? null : props.of.disabled ? (
        <Button size="small" onClick={() => void props.able(props.of)}>
          {t("accounts.enable")}
        </Button>
      ) : (
        <Popconfirm
          title={t("accounts.disable.sure")}
          okText={t("do.ok")}
          cancelText={t("do.cancel")}
          onConfirm={() => props.able(props.of)}
        >
          <Button size="small" danger>
            {t("accounts.disable")}
          </Button>
        </Popconfirm>
      )}
    </div>
  );
}

export default function Accounts() {
  const { t, say } = useWords();
  const wide = useWide();
  const renew = useRenew();
  const { message } = App.useApp();
  const [dialog, setDialog] = useState<{ account: AccountRow | null } | null>(null);
  const [address, setAddress] = useSearchParams();
  const text = address.get("q") ?? "";
  const query = { text: text || undefined };
  const list = usePaged(["accounts", query], (after) =>
    ask(api.GET("/api/v1/accounts", { params: { query: { ...query, limit: 100, after } } })),
  );
  const able = async (row: AccountRow) => {
    try {
      await ask(
        api.PATCH("/api/v1/accounts/{account}", {
          params: { path: { account: row.account } },
          body: { disabled: !row.disabled },
        }),
      );
      void message.success(t("accounts.saved"));
      renew();
    } catch (thrown) {
      void message.error(say(asProblem(thrown).says) || t("failure.offline.says"));
    }
  };
  return (
    <PageFrame
      title={t("menu.accounts")}
      actions={
        <>
          <ExportButtons of="accounts" query={query} />
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog({ account: null })}>
            {t("accounts.add")}
          </Button>
        </>
      }
    >
      <div className="lf-filters">
        <SearchBox words={text} label={t("accounts.find")} onSearch={(q) => setAddress(q ? { q } : {})} />
      </div>
      <Failure problem={list.problem} again={list.again} />
      {wide ? (
        <Table<AccountRow>
          size="small"
          rowKey="account"
          loading={list.waiting}
          pagination={false}
          dataSource={list.rows}
          locale={{ emptyText: list.waiting ? " " : <Nothing says={t("accounts.none")} /> }}
          columns={[
            { title: t("accounts.account"), render: (_, a) => <span className="lf-mono">{a.account}</span> },
            { title: t("accounts.name"), render: (_, a) => <Name of={a} /> },
            { title: t("accounts.roles"), render: (_, a) => <Roles of={a} /> },
            {
              title: t("list.do"),
              align: "right",
              render: (_, a) => <Do of={a} able={able} change={() => setDialog({ account: a })} />,
            },
          ]}
        />
      ) : (
        <ul className="lf-duties lf-paper-list">
          {list.rows.map((a) => (
            <li key={a.account}>
              <div>
                <span className="lf-mono">{a.account}</span> <Name of={a} />
                <Roles of={a} />
              </div>
              <Do of={a} able={able} change={() => setDialog({ account: a })} />
            </li>
          ))}
        </ul>
      )}
      <ListFoot list={list} />
      {dialog ? <AccountDialog account={dialog.account} onClose={() => setDialog(null)} /> : null}
    </PageFrame>
  );
}
