// One field of a form, drawn as its schema asks. Values stay plain (text, number, list), so that drafts can hold them.

import { LockOutlined } from "@ant-design/icons";
import { DatePicker, Form, Input, InputNumber, Select, Switch, TimePicker, Tooltip } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import type { ReactNode } from "react";
import type { LedgerField } from "../api/shapes";
import { type Speech, useWords } from "../i18n";
import { useNamed } from "../parts/Marks";
import { OrgPicker } from "../parts/OrgPicker";
import { SubjectPicker } from "../parts/SubjectPicker";
import { controlOf, type Fault, faultOf } from "./fields";

export function faultText(t: Speech["t"], fault: Fault): string {
  switch (fault.is) {
    case "need":
      return t("form.need");
    case "number":
      return t("form.number");
    case "min":
      return t("form.min", { n: fault.n });
    case "max":
      return t("form.max", { n: fault.n });
    case "decimals":
      return t("form.decimals", { n: fault.n });
    case "chars":
      return t("form.chars", { n: fault.n });
  }
}

/** Text in the form, a picker's own object on the screen. */
function pickers(format: string) {
  return {
    getValueProps: (value: unknown) => ({ value: typeof value === "string" && value ? dayjs(value, format) : null }),
    getValueFromEvent: (value: Dayjs | null) => value?.format(format),
  };
}

/** `HH:mm` alone is no date; the picker gets one around it. */
const CLOCK = {
  getValueProps: (value: unknown) => ({
    value: typeof value === "string" && value ? dayjs(`2000-01-01 ${value}`) : null,
  }),
  getValueFromEvent: (value: Dayjs | null) => value?.format("HH:mm"),
};

export function FieldControl({ field }: { field: LedgerField }) {
  const { t, say } = useWords();
  const named = useNamed();
  const unit = field.unit ? named("measure.", field.unit) : undefined;
  const control = controlOf(field);
  const sealed = field.privacy === "identity" || ["person_name", "citizen_id", "phone", "address"].includes(field.type);
  const codes = (field.codes ?? []).map((c) => ({ value: c.code, label: say(c.label) }));
  let inner: ReactNode;
  let bound: object = {};
  switch (control) {
    case "switch":
      inner = <Switch checkedChildren={t("yes")} unCheckedChildren={t("no")} />;
      bound = { valuePropName: "checked" };
      break;
    case "number":
      inner = <InputNumber style={{ width: "100%" }} suffix={unit} inputMode="decimal" />;
      break;
    case "one":
    case "several":
      inner = (
        <Select
          options={codes}
          mode={control === "several" ? "multiple" : undefined}
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          placeholder={t("form.choose")}
        />
      );
      break;
    case "date":
      inner = <DatePicker style={{ width: "100%" }} />;
      bound = pickers("YYYY-MM-DD");
      break;
    case "moment":
      inner = <DatePicker showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" style={{ width: "100%" }} />;
      bound = pickers("YYYY-MM-DD HH:mm");
      break;
    case "clock":
      inner = <TimePicker format="HH:mm" style={{ width: "100%" }} needConfirm={false} />;
      bound = CLOCK;
      break;
    case "org":
      inner = <OrgPicker width="100%" placeholder={t("form.choose")} />;
      break;
    case "person":
    case "subject":
      inner = <SubjectPicker kind={field.to ?? "person"} />;
      break;
    case "lines":
      inner = <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={field.max_chars ?? undefined} />;
      break;
    default:
      inner = <Input maxLength={field.max_chars ?? 200} autoComplete="off" />;
  }
  return (
    <Form.Item
      className={control === "lines" ? "lf-wide" : undefined}
      name={field.id}
      label={
        <>
          <span className="lf-name">{say(field.label)}</span>
          {unit && control !== "number" ? ` (${unit})` : ""}
          {sealed ? (
            <Tooltip title={t("form.masked")}>
              <LockOutlined style={{ marginInlineStart: 6, color: "#8b939c" }} />
            </Tooltip>
          ) : null}
        </>
      }
      required={field.required}
      extra={field.help ? say(field.help) : undefined}
      validateTrigger="onBlur"
      rules={[
        {
          validator: (_, value: unknown) => {
            const fault = faultOf(field, value);
            return fault ? Promise.reject(new Error(faultText(t, fault))) : Promise.resolve();
          },
        },
      ]}
      {...bound}
    >
      {inner}
    </Form.Item>
  );
}
