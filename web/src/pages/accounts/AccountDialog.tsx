// Adding a user, or giving one a new password.
import { App, Form, Input, Modal } from "antd";
import { useState } from "react";
import { api, ask } from "../../api/client";
import { asProblem, type Problem } from "../../api/problem";
import type { AccountRow } from "../../api/shapes";
import { Failure } from "../../app/Failure";
import { useHouse, useRenew } from "../../app/session";
import { useWords } from "../../i18n";

const PASSWORD_MIN = 10;
const FORM = "account-form";

interface Entered {
  account: string;
  name: string;
  email?: string;
  password?: string;
  current?: string;
}

export function AccountDialog({
  account,
  onClose,
}: {
  account: Pick<AccountRow, "account" | "name" | "email"> | null;
  onClose: () => void;
}) {
  const { t } = useWords();
  const { me } = useHouse();
  const renew = useRenew();
  const { message } = App.useApp();
  const [form] = Form.useForm<Entered>();
  const own = account?.account === me.account;
  const [open, setOpen] = useState(true);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async (v: Entered) => {
    setBusy(true);
    setProblem(null);
    const password = v.password || undefined;
    const email = (v.email ?? "").trim();
    try {
      if (account) {
        await ask(
          api.PATCH("/api/v1/accounts/{account}", {
            params: { path: { account: account.account } },
            body: {
              name: v.name.trim(),
              email: email === (account.email ?? "") ? undefined : email,
              password,
              current: v.current || undefined,
            },
          }),
        );
      } else {
        await ask(
          api.POST("/api/v1/accounts", {
            body: { account: v.account.trim(), name: v.name.trim(), email: email || undefined, password },
          }),
        );
      }
      void message.success(t("accounts.saved"));
      renew();
      setOpen(false);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open={open}
      afterClose={onClose}
      title={account ? `${t(own ? "bar.password" : "accounts.change")} · ${account.account}` : t("accounts.add")}
      okText={t("do.save")}
      cancelText={t("do.cancel")}
      confirmLoading={busy}
      // Of the form, so that Enter in any field sends it.
      okButtonProps={{ htmlType: "submit", form: FORM }}
      onCancel={() => setOpen(false)}
    >
      <Form id={FORM} form={form} layout="vertical" initialValues={account ?? {}} onFinish={(v) => void save(v)}>
        <Form.Item
          name="account"
          label={t("accounts.account")}
          rules={[{ required: true, pattern: /^[a-z0-9._-]{1,40}$/, message: t("accounts.account.rule") }]}
          extra={t("accounts.account.rule")}
        >
          <Input disabled={account !== null} autoFocus={account === null} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="name"
          label={t("accounts.name")}
          rules={[{ required: true, whitespace: true, message: t("form.need") }]}
        >
          <Input autoFocus={account !== null} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="email"
          label={t("accounts.email")}
          rules={[{ type: "email", message: t("accounts.email.rule") }]}
          extra={t("accounts.email.note")}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="password"
          label={account ? t("accounts.password.new") : t("accounts.password")}
          rules={[{ min: PASSWORD_MIN, message: t("accounts.password.short") }]}
          extra={t(account ? "accounts.password.keep" : "accounts.password.rule")}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {own ? (
          <Form.Item
            name="current"
            label={t("accounts.password.current")}
            rules={[{ required: true, message: t("form.need") }]}
          >
            <Input.Password autoComplete="current-password" />
          </Form.Item>
        ) : null}
      </Form>
      <Failure problem={problem} />
    </Modal>
  );
}
