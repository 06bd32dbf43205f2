// Which heading of the spreadsheet means which field; beneath, the first rows as they were understood.
import { Button, Select } from "antd";
import type { ImportAnswer, Ledger } from "../../api/shapes";
import { useWords } from "../../i18n";
import { Preview } from "./Preview";

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
  const listed = props.answer.fields.some((f) => f.field.includes("."));
  const fields = [
    { value: "", label: t("import.leaveout") },
    { value: "subject", label: t("form.subject") },
    // Facts of a line list have each their own time, which is a field of the list.
    ...(listed ? [] : [{ value: "at", label: t("form.at") }]),
    { value: "org", label: t("form.org") },
    ...props.answer.fields.map((f) => ({ value: f.field, label: say(f.label) })),
  ];
  return (
    <>
      <div className="lf-form-grid">
        {props.answer.columns.map((column) => (
          <div key={column.name} style={{ display: "flex", gap: 8, alignItems: "center", padding: "3px 0" }}>
            <span style={{ flex: "1 1 0", minWidth: 0, overflowWrap: "anywhere", textAlign: "end" }}>
              {column.name} →
            </span>
            <Select
              style={{ flex: "1 1 0", minWidth: 0 }}
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
      <Preview ledger={props.ledger} answer={props.answer} />
    </>
  );
}
