// What the server is asked for: diseases, types, onset, organisation, somebody by name or number.
import { DatePicker, Select } from "antd";
import dayjs from "dayjs";
import type { ReactNode } from "react";
import type { CaseColumn } from "../../api/shapes";
import type { Filters } from "../../app/filters";
import { useWords } from "../../i18n";
import { OrgPicker } from "../../parts/OrgPicker";
import { SearchBox } from "../../parts/SearchBox";

export const FILTERS = ["text", "disease", "case_type", "onset_from", "onset_until", "org"] as const;

type Asked = Filters<(typeof FILTERS)[number]>;

export function CaseFilters(props: { columns: CaseColumn[]; children: ReactNode } & Asked) {
  const { t, say } = useWords();
  const { columns, values, set } = props;
  const codes = (id: "disease" | "case_type") => {
    const column = columns.find((c) => c.id === id);
    if (!column) return null;
    return (
      <Select
        mode="multiple"
        style={{ minWidth: 180 }}
        maxTagCount="responsive"
        value={values[id]?.split(",") ?? []}
        onChange={(chosen: string[]) => set({ [id]: chosen.join(",") })}
        options={column.codes?.map((code) => ({ value: code.code, label: say(code.label) }))}
        placeholder={say(column.label)}
        aria-label={say(column.label)}
        showSearch={{ optionFilterProp: "label" }}
        allowClear
      />
    );
  };
  return (
    <div className="lf-filters">
      <SearchBox words={values.text ?? ""} label={t("people.find")} onSearch={(text) => set({ text })} />
      {codes("disease")}
      {codes("case_type")}
      <DatePicker.RangePicker
        allowEmpty={[true, true]}
        aria-label={t("cases.onset")}
        placeholder={[t("cases.onset.from"), t("cases.onset.until")]}
        value={[
          values.onset_from ? dayjs(values.onset_from) : null,
          values.onset_until ? dayjs(values.onset_until) : null,
        ]}
        onChange={(days) =>
          set({ onset_from: days?.[0]?.format("YYYY-MM-DD"), onset_until: days?.[1]?.format("YYYY-MM-DD") })
        }
      />
      <OrgPicker value={values.org} onChange={(org) => set({ org })} placeholder={t("duty.filter.org")} />
      {props.children}
    </div>
  );
}
