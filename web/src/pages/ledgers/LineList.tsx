// What a line list needs to be told beside the file: its name, and what every row says that it has no column for.
import { Input, Select } from "antd";
import type { Ledger } from "../../api/shapes";
import { useWords } from "../../i18n";
import { OrgPicker } from "../../parts/OrgPicker";

export interface LineListAsk {
  name: string;
  home?: string;
  /** Term to code. */
  set: Record<string, string>;
}

/** The terms that a file often has no column for, as all of its rows say the same. */
const TERMS = ["disease", "case_type"];

/** As the address of the import takes it. */
export function lineListQuery(ask: LineListAsk): Record<string, string> {
  const pairs = Object.entries(ask.set).filter(([, code]) => code);
  const query: Record<string, string> = { list: ask.name.trim() };
  if (ask.home) query.home = ask.home;
  if (pairs.length > 0) query.set = pairs.map(([term, code]) => `${term}:${code}`).join(",");
  return query;
}

export function LineListForm(props: { ledger: Ledger; ask: LineListAsk; onChange: (ask: LineListAsk) => void }) {
  const { t, say } = useWords();
  const { ask, onChange } = props;
  const fields = props.ledger.fields.filter((f) => f.term && TERMS.includes(f.term));
  return (
    <div className="lf-stack">
      <div className="lf-filters">
        <Input
          style={{ width: 240 }}
          value={ask.name}
          maxLength={100}
          placeholder={t("import.linelist.name")}
          aria-label={t("import.linelist.name")}
          onChange={(e) => onChange({ ...ask, name: e.target.value })}
        />
        {fields.map((field) => (
          <Select
            key={field.id}
            style={{ minWidth: 240 }}
            allowClear
            placeholder={t("import.linelist.set", { field: say(field.label) })}
            aria-label={t("import.linelist.set", { field: say(field.label) })}
            value={ask.set[field.term ?? ""] || undefined}
            options={(field.codes ?? []).map((code) => ({ value: code.code, label: say(code.label) }))}
            onChange={(code?: string) => onChange({ ...ask, set: { ...ask.set, [field.term ?? ""]: code ?? "" } })}
            showSearch={{ optionFilterProp: "label" }}
          />
        ))}
        <OrgPicker
          value={ask.home}
          onChange={(home) => onChange({ ...ask, home })}
          placeholder={t("import.linelist.home")}
        />
      </div>
      <span className="lf-quiet">{t("import.linelist.name.hint")}</span>
    </div>
  );
}
