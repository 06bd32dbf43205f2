// Which heading of the spreadsheet means which field, and the first rows as they were understood.
import { Button, Select, Table } from "antd";
import type { ImportAnswer, Ledger } from "../../api/shapes";
import { useWords } from "../../i18n";
import { When } from "../../parts/When";

/** Heading to field; an empty field leaves the column out. */
export type Mapping = Record<string, string>;

export function Columns(props: {
  ledger: Ledger;
  answer: ImportAnswer;
  mapping: Mapping;
  busy: boolean;
  onChange: (mapping: Mapping) => void;
  onCheck: () => void;
}) {
  const { t, say } = useWords();
  const fields = [
    { value: "", label: t("import.leaveout") },
    { value: "subject", label: t("form.subject") },
    { value: "at", label: t("form.at") },
    { value: "org", label: t("form.org") },
    ...props.ledger.fields.map((f) => ({ value: f.id, label: say(f.label) })),
  ];
  const shown = props.ledger.fields.filter((f) => props.answer.preview.some((p) => f.id in (p.fact.body ?? {})));
  return (
    <>
      <div className="lf-form-grid">
        {props.answer.columns.map((column) => (
          <div key={column.name} style={{ display: "flex", gap: 8, alignItems: "center", padding: "3px 0" }}>
            <span style={{ flex: "1 1 0", textAlign: "end" }}>{column.name} →</span>
            <Select
              style={{ flex: "1 1 0" }}
              value={props.mapping[column.name] ?? ""}
              options={fields}
              onChange={(field) => props.onChange({ ...props.mapping, [column.name]: field })}
              showSearch={{ optionFilterProp: "label" }}
              aria-label={`${t("import.means")} ${column.name}`}
            />
          </div>
        ))}
      </div>
      <div className="lf-actions">
        <Button onClick={props.onCheck} loading={props.busy}>
          {t("import.recheck")}
        </Button>
        <span className="lf-quiet">{t("import.remembered")}</span>
      </div>
      <Table
        size="small"
        title={() => `${t("import.preview")} · ${t("import.encoding", { name: props.answer.encoding })}`}
        pagination={false}
        scroll={{ x: "max-content" }}
        rowKey="row"
        dataSource={props.answer.preview}
        columns={[
          { title: t("import.row"), dataIndex: "row", width: 60 },
          { title: t("form.subject"), render: (_, p) => <span className="lf-mono">{p.fact.subject}</span> },
          { title: t("form.at"), render: (_, p) => <When at={p.fact.at} /> },
          ...shown.map((f) => ({
            title: say(f.label),
            render: (_: unknown, p: ImportAnswer["preview"][number]) => {
              const value: unknown = p.fact.body?.[f.id];
              const words = (code: unknown) => say(f.codes?.find((c) => c.code === code)?.label) || String(code);
              return value === undefined ? "" : (Array.isArray(value) ? value : [value]).map(words).join(", ");
            },
          })),
        ]}
      />
    </>
  );
}
