// The bar above every page: search, the clock of the house (marked when it is simulated, with a mark for replayed
// data), messages, language, who is signed in.
import { ClockCircleOutlined, MenuOutlined, UserOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown, Layout } from "antd";
import { lazy, Suspense, useState } from "react";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import { dropDraftsOf } from "../forms/draft";
import { useWords } from "../i18n";
import { clockOf, dateOf } from "../words/time";
import { Bell } from "./Bell";
import { Search } from "./Search";
import { SESSION, useHouse, useRenew } from "./session";

const AccountDialog = lazy(() => import("../pages/accounts/AccountDialog").then((m) => ({ default: m.AccountDialog })));

function Clock() {
  const { t, say } = useWords();
  const { me, now, zone, may } = useHouse();
  const renew = useRenew();
  const { message } = App.useApp();
  const face = (
    <>
      <small>
        {me.demo ? t("clock.demo") : t("clock.real")} {dateOf(now, zone)}
      </small>
      <b>{clockOf(now, zone)}</b>
    </>
  );
  if (!me.demo) return <div className="lf-clock">{face}</div>;
  // Only who keeps the users may move it; everybody sees that it is simulated.
  if (!may("users")) {
    return (
      <div className="lf-clock lf-clock-demo" title={t("clock.demo.says")}>
        {face}
      </div>
    );
  }
  const forward = async (hours: number) => {
    try {
      await ask(api.POST("/api/v1/demo/clock", { body: { to: new Date(now + hours * 3_600_000).toISOString() } }));
      renew();
    } catch (thrown) {
      void message.error(say(asProblem(thrown).says) || t("failure.offline.says"));
    }
  };
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [1, 6, 24].map((n) => ({
          key: n,
          icon: <ClockCircleOutlined />,
          label: t("clock.forward.hours", { n }),
        })),
        onClick: ({ key }) => void forward(Number(key)),
      }}
    >
      <button
        type="button"
        className="lf-clock lf-clock-demo"
        title={`${t("clock.forward")} · ${t("clock.demo.says")}`}
      >
        {face}
      </button>
    </Dropdown>
  );
}

function Account() {
  const { t, say } = useWords();
  const { me } = useHouse();
  const client = useQueryClient();
  const grant = me.grants[0];
  const [changing, setChanging] = useState(false);
  const leave = async () => {
    dropDraftsOf(localStorage, me.account);
    await ask(api.DELETE("/api/v1/session")).catch(() => undefined);
    client.clear();
    client.setQueryData(SESSION, null);
  };
  return (
    <>
      <div className="lf-bar-role">
        <span>{grant ? say(grant.title) : t("bar.norole")}</span>
        <small>{grant?.org_name}</small>
      </div>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "me", label: `${me.name} · ${me.account}`, disabled: true },
            ...me.grants.map((g, i) => ({ key: `g${i}`, label: `${say(g.title)} · ${g.org_name}`, disabled: true })),
            { type: "divider" as const },
            { key: "password", label: t("bar.password") },
            { key: "out", label: t("bar.signout") },
          ],
          onClick: ({ key }) => (key === "out" ? void leave() : setChanging(key === "password")),
        }}
      >
        <Button type="text" icon={<UserOutlined />} aria-label={t("bar.account")} />
      </Dropdown>
      {changing ? (
        <Suspense>
          <AccountDialog account={me} onClose={() => setChanging(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

export function TopBar({ onMenu }: { onMenu?: () => void }) {
  const { t, switchLanguage } = useWords();
  const { me } = useHouse();
  return (
    <div className="lf-top">
      <Layout.Header className="lf-bar">
        {onMenu ? <Button type="text" icon={<MenuOutlined />} onClick={onMenu} aria-label={t("menu.open")} /> : null}
        <Search />
        <div className="lf-bar-space" />
        <Clock />
        <Bell />
        <Button type="text" onClick={switchLanguage} title={t("bar.language.label")}>
          {t("bar.language")}
        </Button>
        <Account />
      </Layout.Header>
      {me.demo ? (
        <aside className="lf-replay" aria-label={t("clock.replay")}>
          <b>{t("clock.replay")}</b>
          {t("clock.replay.says")}
        </aside>
      ) : null}
    </div>
  );
}
