// The epidemic curve of the rows that are shown: by a date, divided by type, place, age or another column.
import { Select, Skeleton } from "antd";
import { lazy, Suspense, useMemo, useState } from "react";
import type { Case, CaseColumn } from "../../api/shapes";
import { Nothing } from "../../app/PageFrame";
import { useWords } from "../../i18n";
import { count } from "../../words/label";
import { curveOf, OTHERS, UNKNOWN } from "./curve";

const StackedBars = lazy(() => import("../../pictures/StackedBars"));

export function CaseCurve({ columns, rows }: { columns: CaseColumn[]; rows: Case[] }) {
  const { t, say } = useWords();
  const dates = columns.filter((c) => c.kind === "date");
  const divisions = [
    ...columns.filter((c) => c.kind === "code").map((c) => ({ value: c.id, label: say(c.label) })),
    { value: "home", label: t("people.home") },
    ...columns.filter((c) => c.id === "age").map((c) => ({ value: c.id, label: say(c.label) })),
  ];
  const [date, setDate] = useState("date_onset");
  const [by, setBy] = useState("case_type");
  const figures = useMemo(() => curveOf(rows, date, by, columns), [rows, date, by, columns]);
  const named = useMemo(() => {
    const codes = columns.find((c) => c.id === by)?.codes;
    const homes = new Map(rows.flatMap((row) => (row.home ? [[row.home.id, row.home.name]] : [])));
    return (id: string) => {
      if (id === UNKNOWN) return t("cases.unknown");
      if (id === OTHERS) return t("cases.others");
      if (by === "home") return homes.get(id) ?? id;
      return say(codes?.find((code) => code.code === id)?.label) || id;
    };
  }, [columns, rows, by, t, say]);
  const dated = rows.length - figures.undated;
  const says = t("cases.curve.says", {
    n: count(dated),
    from: figures.bins[0] ?? "—",
    until: figures.bins.at(-1) ?? "—",
    undated: count(figures.undated),
  });
  return (
    <div className="lf-stack">
      <div className="lf-filters">
        <Select
          value={date}
          onChange={setDate}
          options={dates.map((c) => ({ value: c.id, label: say(c.label) }))}
          aria-label={t("cases.curve.date")}
          style={{ minWidth: 140 }}
        />
        <Select
          value={by}
          onChange={setBy}
          options={divisions}
          aria-label={t("cases.curve.by")}
          style={{ minWidth: 140 }}
        />
        <span className="lf-quiet">{figures.step === 7 ? t("cases.curve.weeks") : t("cases.curve.days")}</span>
      </div>
      {figures.bins.length === 0 ? (
        <Nothing says={t("cases.none")} hint={t("cases.none.hint")} />
      ) : (
        <Suspense fallback={<Skeleton active />}>
          <StackedBars
            bins={figures.bins}
            series={figures.groups.map((g) => ({ name: named(g.id), values: g.counts }))}
            label={says}
            height={360}
          />
        </Suspense>
      )}
      <div className="lf-quiet">{says}</div>
    </div>
  );
}
