// One duty inside of the drawer of reasons: who, by when, how it stands, and what can be done with it.
import { FormOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, App, AutoComplete, Button, Descriptions, Form } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { Duty } from "../api/shapes";
import { Loaded } from "../app/PageFrame";
import { useHouse, useRenew } from "../app/session";
import { useWords } from "../i18n";
import { HolderText, isOwed, StateTag } from "./Marks";
import { ReasonDialog } from "./ReasonDialog";
import { Deadline, When } from "./When";

/** The address of the form that discharges a duty, filled in as far as it is known. */
export function formPath(duty: Duty): string | null {
  if (!duty.form) return null;
  const known = new URLSearchParams({ discharges: duty.key });
  for (const [name, value] of Object.entries(duty.form.prefill))
    known.set(name, typeof value === "string" ? value : JSON.stringify(value));
  return `/ledgers/${encodeURIComponent(duty.form.ledger)}/new?${known}`;
}

export function FillLink({ duty, small }: { duty: Duty; small?: boolean }) {
  const { t, say } = useWords();
  const to = formPath(duty);
  if (!to || !isOwed(duty.state)) return null;
  return (
    <Link to={to}>
      <Button type="primary" ghost={small} size={small ? "small" : "middle"} icon={<FormOutlined />} tabIndex={-1}>
        {small ? say(duty.form?.title) : t("duty.fill", { form: say(duty.form?.title) })}
      </Button>
    </Link>
  );
}

function Colleagues({ org }: { org: string | null }) {
  const { t } = useWords();
  const roster = useQuery({
    queryKey: ["org", org],
    enabled: org !== null,
    queryFn: () => ask(api.GET("/api/v1/orgs/{id}", { params: { path: { id: org ?? "" } } })),
  });
  const seen = new Map(roster.data?.roster.map((r) => [r.account, r.name]) ?? []);
  return (
    <Form.Item
      name="account"
      label={t("duty.delegate.to")}
      rules={[{ required: true, message: t("duty.delegate.account") }]}
    >
      <AutoComplete
        options={[...seen].map(([value, name]) => ({ value, label: `${name} · ${value}` }))}
        placeholder={t("duty.delegate.account")}
        autoFocus
      />
    </Form.Item>
  );
}

function Acts({ duty }: { duty: Duty }) {
  const { t, say } = useWords();
  const { may, me } = useHouse();
  const renew = useRenew();
  const { message } = App.useApp();
  const [asking, setAsking] = useState<"delegate" | "waive" | null>(null);
  const path = { key: duty.key };
  const claim = async () => {
    try {
      await ask(api.POST("/api/v1/duties/{key}/claim", { params: { path } }));
      void message.success(t("duty.claimed"));
      renew();
    } catch (thrown) {
      const problem = asProblem(thrown);
      void message.error(say(problem.says) || t("failure.offline.says"));
    }
  };
  if (!isOwed(duty.state)) return null;
  return (
    <div className="lf-actions" style={{ margin: "12px 0" }}>
      <FillLink duty={duty} />
      {duty.taken_by === me.account ? null : <Button onClick={() => void claim()}>{t("duty.claim")}</Button>}
      {may("delegate") ? <Button onClick={() => setAsking("delegate")}>{t("duty.delegate")}</Button> : null}
      {may("waive") ? <Button onClick={() => setAsking("waive")}>{t("duty.waive")}</Button> : null}
      <ReasonDialog<{ account: string }>
        open={asking === "delegate"}
        title={t("duty.delegate")}
        extra={<Colleagues org={duty.owner.org ?? null} />}
        done={t("duty.delegated")}
        onClose={() => setAsking(null)}
        act={(body) => ask(api.POST("/api/v1/duties/{key}/delegate", { params: { path }, body })).then(renew)}
      />
      <ReasonDialog
        open={asking === "waive"}
        title={t("duty.waive")}
        hint={t("duty.waive.hint")}
        done={t("duty.waived")}
        onClose={() => setAsking(null)}
        act={({ reason }) =>
          ask(api.POST("/api/v1/duties/{key}/waive", { params: { path }, body: { reason } })).then(renew)
        }
      />
    </div>
  );
}

function Facts({ duty }: { duty: Duty }) {
  const { t, say } = useWords();
  const items = [
    { key: "state", label: t("duty.state"), children: <StateTag state={duty.state} /> },
    { key: "due", label: t("duty.due"), children: <Deadline due={duty.due} owed={isOwed(duty.state)} /> },
    { key: "owner", label: t("duty.owner"), children: <HolderText of={duty.owner} /> },
    { key: "taken", label: t("duty.taken"), children: duty.taken_by ?? "—" },
    { key: "opens", label: t("duty.opens"), children: <When at={duty.opens} /> },
    ...(duty.expires ? [{ key: "expires", label: t("duty.expires"), children: <When at={duty.expires} /> }] : []),
    ...(duty.to.length > 0 ? [{ key: "to", label: t("duty.to"), children: duty.to.map(say).join(", ") }] : []),
    { key: "minutes", label: t("duty.minutes"), children: t("time.minute", { n: duty.minutes }) },
  ];
  return <Descriptions size="small" column={{ xs: 1, sm: 2 }} items={items} style={{ marginTop: 10 }} />;
}

export function DutyPanel({ dutyKey }: { dutyKey: string }) {
  const { t } = useWords();
  const detail = useQuery({
    queryKey: ["duty", dutyKey],
    queryFn: () => ask(api.GET("/api/v1/duties/{key}", { params: { path: { key: dutyKey } } })),
  });
  return (
    <Loaded of={detail} problem={detail.error ? asProblem(detail.error) : null} rows={3}>
      {({ duty }) => (
        <>
          <Facts duty={duty} />
          {duty.gap ? <Alert type="error" showIcon title={t("duty.gap")} /> : null}
          {duty.late_on_arrival ? <Alert type="info" showIcon title={t("duty.arrived")} /> : null}
          {duty.done ? (
            <p className="lf-done">
              {t("duty.doneat")} <When at={duty.done.at} /> · {t("duty.recorded")} <When at={duty.done.received} />
            </p>
          ) : null}
          <Acts duty={duty} />
        </>
      )}
    </Loaded>
  );
}
