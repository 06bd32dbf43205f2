// Signing in. In an exercise the accounts, one for each role, are listed in a frame of their own, one click each. Not here: who may do what.
import { LockOutlined, UserOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { api, ask } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import type { DemoAccount } from "../api/shapes";
import { Failure } from "../app/Failure";
import { usePageTitle } from "../app/PageFrame";
import { SESSION } from "../app/session";
import { useWords } from "../i18n";

export default function SignIn() {
  const { t, switchLanguage } = useWords();
  usePageTitle(t("signin.title"));
  const client = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const health = useQuery({
    queryKey: ["health"],
    queryFn: () => ask(api.GET("/api/v1/health")),
  });
  const enter = async (account: string, password: string) => {
    setBusy(account);
    setProblem(null);
    try {
      client.setQueryData(SESSION, await ask(api.POST("/api/v1/session", { body: { account, password } })));
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(null);
    }
  };
  const demo = health.data?.demo_accounts ?? [];
  return (
    <div className="lf-signin">
      <header className="lf-signin-left">
        <h1>{t("app.name")}</h1>
        <p>{t("app.subtitle")}</p>
        <p style={{ opacity: 0.78, fontSize: 15 }}>{t("signin.line")}</p>
      </header>
      <main className="lf-signin-right">
        <div style={{ display: "flex", justifyContent: "space-between", alignItems: "center" }}>
          <h2 style={{ margin: "0 0 12px" }}>{t("signin.title")}</h2>
          <Button type="text" onClick={switchLanguage} title={t("bar.language.label")}>
            {t("bar.language")}
          </Button>
        </div>
        <Form
          layout="vertical"
          requiredMark={false}
          onFinish={(v: { account: string; password: string }) => void enter(v.account.trim(), v.password)}
        >
          <Form.Item
            name="account"
            label={t("signin.account")}
            rules={[{ required: true, message: t("signin.need.account") }]}
          >
            <Input prefix={<UserOutlined />} autoComplete="username" autoFocus size="large" />
          </Form.Item>
          <Form.Item
            name="password"
            label={t("signin.password")}
            rules={[{ required: true, message: t("signin.need.password") }]}
          >
            <Input.Password prefix={<LockOutlined />} autoComplete="current-password" size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={busy !== null}>
            {t("signin.go")}
          </Button>
        </Form>
        <div style={{ marginTop: 14 }}>
          <Failure problem={problem} />
        </div>
        {demo.length > 0 ? <DemoAccounts rows={demo} busy={busy} enter={enter} /> : null}
      </main>
    </div>
  );
}

function DemoAccounts(props: {
  rows: DemoAccount[];
  busy: string | null;
  enter: (account: string, password: string) => Promise<void>;
}) {
  const { t, say } = useWords();
  const [first] = props.rows;
  return (
    <section style={{ marginTop: 22 }}>
      {first ? (
        <div className="lf-clause" style={{ marginBottom: 16 }}>
          <b>{t("signin.first")}</b> {t("signin.first.says")}
          <div style={{ marginTop: 8 }}>
            <Button
              loading={props.busy === first.account}
              onClick={() => void props.enter(first.account, first.password)}
            >
              {t("signin.first.go", { role: say(first.roles) })}
            </Button>
          </div>
        </div>
      ) : null}
      <h3 style={{ margin: "0 0 4px", fontSize: 15 }}>{t("signin.demo")}</h3>
      <div className="lf-quiet">
        {t("signin.demo.hint")} · {t("clock.demo.says")}
      </div>
      <div className="lf-demo-list" style={{ marginTop: 8 }}>
        {props.rows.map((row) => (
          <Button
            key={row.account}
            loading={props.busy === row.account}
            onClick={() => void props.enter(row.account, row.password)}
          >
            <span className="lf-demo-who">
              <span>{say(row.roles)}</span>
              <span className="lf-quiet">
                {row.name} · {row.account}
              </span>
            </span>
          </Button>
        ))}
      </div>
    </section>
  );
}
