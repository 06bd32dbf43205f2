// What the reader assumes for links that nobody told: the serial interval, and what a shared group or an unknown source
// weighs. Without a serial interval only told links are drawn.
import { ExperimentOutlined } from "@ant-design/icons";
import { Button, Form, InputNumber, Popover } from "antd";
import { useState } from "react";
import type { Filters } from "../../app/filters";
import { type Key, useWords } from "../../i18n";

export const ASSUMED = ["si_mean", "si_sd", "alike_weight", "unknown_weight", "probability_min"] as const;

type Assumed = (typeof ASSUMED)[number];

const WORDS: Record<Assumed, { label: Key; min: number; max: number; step: number }> = {
  si_mean: { label: "chains.si.mean", min: 1.01, max: 365, step: 0.5 },
  si_sd: { label: "chains.si.sd", min: 0.01, max: 365, step: 0.5 },
  alike_weight: { label: "chains.alike", min: 0, max: 1e6, step: 1 },
  unknown_weight: { label: "chains.unknown", min: 0, max: 1e6, step: 0.1 },
  probability_min: { label: "chains.sure", min: 0, max: 1, step: 0.1 },
};

export function Assumptions({ values, set }: Pick<Filters<Assumed>, "values" | "set">) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Record<Assumed, number | null>>();
  const start = Object.fromEntries(ASSUMED.map((name) => [name, values[name] ? Number(values[name]) : null]));
  const apply = (given: Record<Assumed, number | null>) => {
    const text = (name: Assumed) => (given[name] === null || given[name] === undefined ? "" : String(given[name]));
    set(Object.fromEntries(ASSUMED.map((name) => [name, text(name)])));
    setOpen(false);
  };
  const clear = () => {
    form.setFieldsValue(Object.fromEntries(ASSUMED.map((name) => [name, null])));
    set(Object.fromEntries(ASSUMED.map((name) => [name, ""])));
    setOpen(false);
  };
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={open}
      onOpenChange={setOpen}
      content={
        <Form form={form} layout="vertical" initialValues={start} onFinish={apply} style={{ width: 280 }}>
          <p className="lf-quiet">{t("chains.assume.hint")}</p>
          {ASSUMED.map((name) => (
            <Form.Item
              key={name}
              name={name}
              label={t(WORDS[name].label)}
              style={{ marginBottom: 8 }}
              dependencies={name === "si_sd" ? ["si_mean"] : undefined}
              rules={
                name === "si_sd"
                  ? [
                      ({ getFieldValue }) => ({
                        validator: (_, sd) =>
                          Boolean(sd) === Boolean(getFieldValue("si_mean"))
                            ? Promise.resolve()
                            : Promise.reject(new Error(t("chains.si.both"))),
                      }),
                    ]
                  : undefined
              }
            >
              <InputNumber
                min={WORDS[name].min}
                max={WORDS[name].max}
                step={WORDS[name].step}
                style={{ width: "100%" }}
              />
            </Form.Item>
          ))}
          <div className="lf-actions">
            <Button type="primary" htmlType="submit">
              {t("chains.assume.apply")}
            </Button>
            <Button onClick={clear}>{t("chains.assume.clear")}</Button>
          </div>
        </Form>
      }
    >
      <Button
        icon={<ExperimentOutlined />}
        type={values.si_mean ? "primary" : "default"}
        ghost={Boolean(values.si_mean)}
      >
        {values.si_mean ? t("chains.assumed", { mean: values.si_mean, sd: values.si_sd ?? "" }) : t("chains.assume")}
      </Button>
    </Popover>
  );
}
