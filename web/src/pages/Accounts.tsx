// Users of the desk: who there is, with which roles; adding one, resetting a password, disabling. Roles are records.
import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Popconfirm, Table, Tag } from "antd";
import { useState } from "react";
import { api, ask } from "../api/client";
import { usePaged } from "../api/paged";
import { asProblem } from "../api/problem";
import type { AccountRow } from "../api/shapes";
import { Failure } from "../app/Failure";
import { ListFoot, Nothing, PageFrame } from "../app/PageFrame";
import { useHouse, useRenew } from "../app/session";
import { useWords } from "../i18n";
import { OrgLink } from "../parts/Marks";
import { spokenMoment } from "../words/time";
import { AccountDialog } from "./accounts/AccountDialog";

export default function Accounts() {
  const { t, say, language } = useWords();
  const { zone, me } = useHouse();
  const renew = useRenew();
  const { message } = App.useApp();
  const [dialog, setDialog] = useState<{ account: AccountRow | null } | null>(null);
  const list = usePaged(["accounts"], (after) =>
    ask(api.GET("/api/v1/accounts", { params: { query: { limit: 100, after } } })),
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
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog({ account: null })}>
          {t("accounts.add")}
        </Button>
      }
    >
      <Failure problem={list.problem} again={list.again} />
      <Table<AccountRow>
        size="small"
        rowKey="account"
        loading={list.waiting}
        pagination={false}
        scroll={{ x: "max-content" }}
        dataSource={list.rows}
        locale={{ emptyText: list.waiting ? " " : <Nothing says={t("accounts.none")} /> }}
        columns={[
          { title: t("accounts.account"), render: (_, a) => <span className="lf-mono">{a.account}</span> },
          {
            title: t("accounts.name"),
            render: (_, a) => (
              <>
                {a.name} {a.disabled ? <Tag>{t("accounts.disabled")}</Tag> : null}
                {a.locked_until ? (
                  <Tag color="red">{t("accounts.locked", { time: spokenMoment(a.locked_until, zone, language) })}</Tag>
                ) : null}
              </>
            ),
          },
          {
            title: t("accounts.roles"),
            render: (_, a) =>
              a.grants.length === 0 ? (
                <span className="lf-quiet">{t("accounts.roles.none")}</span>
              ) : (
                a.grants.map((g, i) => (
                  <div key={i}>
                    {say(g.title)} · <OrgLink of={{ id: g.org, name: g.org_name }} />
                  </div>
                ))
              ),
          },
          {
            title: "",
            align: "right",
            render: (_, a) => (
              <div className="lf-actions" style={{ justifyContent: "flex-end" }}>
                <Button size="small" onClick={() => setDialog({ account: a })}>
                  {t("accounts.password.new")}
                </Button>
                {a.account === me.account ? null : a.disabled ? (
                  <Button size="small" onClick={() => void able(a)}>
                    {t("accounts.enable")}
                  </Button>
                ) : (
                  <Popconfirm
                    title={t("accounts.disable.sure")}
                    okText={t("do.ok")}
                    cancelText={t("do.cancel")}
                    onConfirm={() => able(a)}
                  >
                    <Button size="small" danger>
                      {t("accounts.disable")}
                    </Button>
                  </Popconfirm>
                )}
              </div>
            ),
          },
        ]}
      />
      <ListFoot list={list} />
      {dialog ? <AccountDialog account={dialog.account} onClose={() => setDialog(null)} /> : null}
    </PageFrame>
  );
}
