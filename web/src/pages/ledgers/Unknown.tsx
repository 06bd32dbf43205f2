// What only the reader can tell: what texts mean that are no code and no organisation, and in which order dates are.
import { Alert, Radio, Select, Table } from "antd";
import type { ImportAnswer, ImportUnknown } from "../../api/shapes";
import { useWords } from "../../i18n";
import { OrgPicker } from "../../parts/OrgPicker";

/** By heading, then by what is written: what it means; an empty text for nothing. */
export type Means = Record<string, Record<string, string>>;
export type Dates = "" | "dmy" | "mdy" | "ymd";

/** A choice that is no code: the text says nothing. */
const NOTHING = "-";

export function Unknown(props: { unknown: ImportUnknown[]; means: Means; onChange: (means: Means) => void }) {
  const { t, say } = useWords();
  if (props.unknown.length === 0) return null;
  const told = (text: ImportUnknown) => props.means[text.column]?.[text.written];
  const tell = (text: ImportUnknown, value: string | undefined) => {
    const { [text.written]: _, ...others } = props.means[text.column] ?? {};
    const column = value === undefined ? others : { ...others, [text.written]: value };
    props.onChange({ ...props.means, [text.column]: column });
  };
  return (
    <Table
      size="small"
      title={() => t("import.unknown")}
      scroll={{ x: 420 }}
      pagination={props.unknown.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
      rowKey={(text) => `${text.column}/${text.written}`}
      dataSource={props.unknown}
      columns={[
        { title: t("import.column"), dataIndex: "column" },
        { title: t("import.written"), render: (_, text) => <code>{text.written}</code> },
        { title: t("import.count"), dataIndex: "count", width: 90 },
        {
          title: t("import.unknown.means"),
          render: (_, text) => (
            <div style={{ display: "flex", gap: 8 }}>
              <Select
                style={{ minWidth: 160 }}
                allowClear
                value={told(text) === "" ? NOTHING : text.codes.length > 0 ? told(text) : undefined}
                options={[
                  { value: NOTHING, label: t("import.unknown.nothing") },
                  ...text.codes.map((code) => ({ value: code.code, label: say(code.label) })),
                ]}
                onChange={(value?: string) => tell(text, value === NOTHING ? "" : value)}
                showSearch={{ optionFilterProp: "label" }}
                aria-label={`${t("import.unknown.means")} ${text.written}`}
              />
              {text.codes.length === 0 ? (
                <OrgPicker value={told(text) || undefined} onChange={(org) => tell(text, org)} allowClear />
              ) : null}
            </div>
          ),
        },
      ]}
    />
  );
}

export function DateOrder(props: { answer: ImportAnswer; dates: Dates; onChange: (dates: Dates) => void }) {
  const { t } = useWords();
  if (props.answer.undecided.length === 0 && !props.dates) return null;
  return (
    <Alert
      type={props.answer.undecided.length > 0 ? "warning" : "info"}
      showIcon
      title={
        props.answer.undecided.length > 0
          ? t("import.undecided", { columns: props.answer.undecided.join(", ") })
          : t("import.dates")
      }
      description={
        <Radio.Group
          value={props.dates}
          onChange={(e) => props.onChange(e.target.value as Dates)}
          options={[
            { value: "", label: t("import.dates.auto") },
            { value: "dmy", label: t("import.dates.dmy") },
            { value: "mdy", label: t("import.dates.mdy") },
            { value: "ymd", label: t("import.dates.ymd") },
          ]}
        />
      }
    />
  );
}
