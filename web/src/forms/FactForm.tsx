// Filling in and sending one fact. Its id is made once and kept with the draft, so that a double click, a reload or a
// lost answer sends the same fact again. Refusals are shown at their fields.
import { Alert, Button, Form, Result, Switch } from "antd";
import { useMemo, useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { api, ask } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import type { FactIn, Ledger } from "../api/shapes";
import { Failure } from "../app/Failure";
import { useHouse, useRenew } from "../app/session";
import { useWords } from "../i18n";
import { newFactId } from "../words/fact-id";
import { instantOf, spokenMoment } from "../words/time";
import { dropDraft, readDraft, writeDraft } from "./draft";
import { FieldControl } from "./FieldControl";
import { bodyOf, placeRefusals, secretFields } from "./fields";
import { HeadFields, namesItself } from "./HeadFields";

type Values = Record<string, unknown>;

/** Where a refusal about the head of a fact is shown. */
const HEAD: Record<string, string> = { subject: "_subject", at: "_at", org: "_org" };

export interface FactFormProps {
  ledger: Ledger;
  beforehand: Values;
  /** The subject is given and cannot be changed. */
  fixed: boolean;
  corrects: string | null;
  discharges: string | null;
}

function useDraft({ ledger, beforehand, corrects, discharges }: FactFormProps) {
  const { me } = useHouse();
  const secret = useMemo(() => secretFields(ledger), [ledger]);
  const slot = corrects ?? discharges ?? undefined;
  const [kept, setKept] = useState(() => readDraft(localStorage, Date.now(), me.account, ledger.id, slot));
  const id = useRef(kept?.id ?? newFactId());
  return {
    kept,
    id,
    start: (): Values => ({ _fresh: ledger.registers && !beforehand._subject, ...beforehand, ...kept?.values }),
    save: (values: Values) =>
      writeDraft(localStorage, { id: id.current, saved: Date.now(), values }, secret, me.account, ledger.id, slot),
    drop: () => {
      dropDraft(localStorage, me.account, ledger.id, slot);
      id.current = newFactId();
      setKept(null);
    },
  };
}

function factOf(props: FactFormProps, values: Values, id: string, zone: number, now: number): FactIn {
  const fresh = values._fresh === true;
  const subject = fresh
    ? `${props.ledger.about}:${namesItself(props.ledger) ? id : String(values._code ?? "")}`
    : String(values._subject ?? "");
  return {
    id,
    ledger: props.ledger.id,
    subject,
    at: instantOf(String(values._at ?? ""), zone) ?? "",
    written: new Date(now).toISOString(),
    org: typeof values._org === "string" && values._org ? values._org : undefined,
    body: (values._void === true ? {} : bodyOf(props.ledger.fields, values, zone)) as FactIn["body"],
    corrects: props.corrects ?? undefined,
    void: values._void === true,
    discharges: props.discharges ?? undefined,
  };
}

export function FactForm(props: FactFormProps) {
  const { t, say, language } = useWords();
  const { zone, now } = useHouse();
  const renew = useRenew();
  const [form] = Form.useForm<Values>();
  const draft = useDraft(props);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sent, setSent] = useState<{ id: string; known: boolean } | null>(null);
  const isVoid = Form.useWatch("_void", form) === true;

  const place = (found: Problem) => {
    const shown = new Set([...props.ledger.fields.map((f) => f.id), ...Object.keys(HEAD)]);
    const { at, rest } = placeRefusals(found.refusals, shown);
    form.setFields(
      [...at].map(([name, list]) => ({
        name: HEAD[name] ?? name,
        errors: list.map((r) => `${say(r.says)} ${say(r.hint)}`),
      })),
    );
    const first = [...at.keys()][0];
    if (first) form.scrollToField(HEAD[first] ?? first, { block: "center" });
    const placed = found.refusals.length > 0 && rest.length === 0;
    setProblem(placed ? null : Object.assign(Object.create(Object.getPrototypeOf(found)), found, { refusals: rest }));
  };

  const send = async () => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await form.validateFields(isVoid ? ["_at"] : undefined);
      const fact = factOf(props, form.getFieldsValue(true), draft.id.current, zone, now);
      const answer = await ask(api.POST("/api/v1/facts", { body: fact }));
      setSent({ id: fact.id ?? "", known: answer.known.length > 0 });
      draft.drop();
      renew();
    } catch (thrown) {
      if (!(thrown instanceof Error)) return; // the form has marked its own mistakes
      place(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };

  if (sent) return <Sent {...props} sent={sent} onAnother={() => setSent(null)} />;
  return (
    <Form
      form={form}
      className="lf-form lf-paper"
      layout="vertical"
      initialValues={draft.start()}
      onValuesChange={(_, all) => draft.save(all)}
      onFinish={() => void send()}
      scrollToFirstError={{ block: "center" }}
    >
      {draft.kept ? (
        <Alert
          style={{ marginBottom: 12 }}
          type="info"
          showIcon
          title={t("form.draft", { time: spokenMoment(draft.kept.saved, zone, language, now) })}
          action={
            <Button
              size="small"
              onClick={() => {
                draft.drop();
                form.setFieldsValue({
                  ...Object.fromEntries(props.ledger.fields.map((f) => [f.id, undefined])),
                  ...props.beforehand,
                });
              }}
            >
              {t("form.draft.drop")}
            </Button>
          }
        />
      ) : null}
      {props.corrects ? (
        <Form.Item name="_void" label={t("form.void")} valuePropName="checked">
          <Switch />
        </Form.Item>
      ) : null}
      <div className="lf-form-grid">
        <HeadFields ledger={props.ledger} fixed={props.fixed} />
        {isVoid ? null : props.ledger.fields.map((field) => <FieldControl key={field.id} field={field} />)}
      </div>
      <Failure problem={problem} />
      <div className="lf-actions" style={{ marginTop: 12 }}>
        <Button type="primary" htmlType="submit" loading={busy} size="large">
          {t("form.send")}
        </Button>
        <Link to={`/ledgers/${encodeURIComponent(props.ledger.id)}`}>
          <Button size="large" tabIndex={-1}>
            {t("form.back")}
          </Button>
        </Link>
      </div>
    </Form>
  );
}

function Sent({
  ledger,
  discharges,
  sent,
  onAnother,
}: FactFormProps & { sent: { id: string; known: boolean }; onAnother: () => void }) {
  const { t, say } = useWords();
  const go = useNavigate();
  const back = discharges ? "/duties?mine=1&state=owed" : `/ledgers/${encodeURIComponent(ledger.id)}`;
  return (
    <Result
      status="success"
      title={sent.known ? t("form.known") : `${t("form.sent")} · ${say(ledger.title)}`}
      subTitle={<span className="lf-mono">{t("form.sent.says", { id: sent.id })}</span>}
      extra={[
        <Button key="back" type="primary" autoFocus onClick={() => void go(back)}>
          {discharges ? t("menu.duties") : t("form.back")}
        </Button>,
        ...(discharges
          ? []
          : [
              <Button key="more" onClick={onAnother}>
                {t("form.another")}
              </Button>,
            ]),
      ]}
    />
  );
}
