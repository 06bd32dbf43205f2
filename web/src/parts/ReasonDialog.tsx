// Asks for a reason before something is done that is recorded for good.
import { App, Form, Input, Modal } from "antd";
import { type ReactNode, useState } from "react";
import { asProblem, type Problem } from "../api/problem";
import { Failure } from "../app/Failure";
import { useWords } from "../i18n";

const REASON_MIN = 4;

export function ReasonDialog<Extra extends object>(props: {
  open: boolean;
  title: string;
  hint?: string;
  label?: string;
  optional?: boolean;
  extra?: ReactNode;
  done: string;
  onClose: () => void;
  act: (values: Extra & { reason: string }) => Promise<unknown>;
}) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<Extra & { reason: string }>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const go = async () => {
    const values = await form.validateFields().catch(() => null);
    if (!values || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await props.act({ ...values, reason: (values.reason ?? "").trim() });
      void message.success(props.done);
      form.resetFields();
      props.onClose();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open={props.open}
      title={props.title}
      okText={t("do.ok")}
      cancelText={t("do.cancel")}
      confirmLoading={busy}
      onOk={() => void go()}
      onCancel={() => {
        setProblem(null);
        props.onClose();
      }}
      destroyOnHidden
    >
      {props.hint ? <p className="lf-quiet">{props.hint}</p> : null}
      <Form form={form} layout="vertical" preserve={false} onFinish={() => void go()}>
        {props.extra}
        <Form.Item
          name="reason"
          label={props.label ?? t("reason")}
          rules={
            props.optional ? [] : [{ required: true, whitespace: true, min: REASON_MIN, message: t("reason.need") }]
          }
        >
          <Input.TextArea
            rows={3}
            maxLength={400}
            autoFocus={!props.extra}
            // Enter alone makes a new line.
            onPressEnter={(e) => (e.ctrlKey || e.metaKey) && void go()}
          />
        </Form.Item>
      </Form>
      <Failure problem={problem} />
    </Modal>
  );
}
