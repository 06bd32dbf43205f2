// How fast the cases that are asked for spread: cases by day with what is still to be reported, the reproduction number
// with its interval, growth, and the delay from onset to report.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Alert, Card, Descriptions, InputNumber, Skeleton, Space } from "antd";
import { lazy, Suspense } from "react";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { Spread as SpreadShape } from "../api/shapes";
import { type Filters, useFilters } from "../app/filters";
import { Loaded, Nothing, PageFrame } from "../app/PageFrame";
import { useWords } from "../i18n";
import { DataProblems } from "../parts/DataProblems";
import { CaseFilters, FILTERS } from "./cases/CaseFilters";
import { useCaseColumns } from "./cases/useCaseColumns";

const SpreadCurves = lazy(() => import("../pictures/SpreadCurves"));
const CHOSEN = ["si_mean", "si_sd", "window"] as const;

/** Serial interval and window; they are applied when the field is left. */
function Serial({ values, set }: Pick<Filters<(typeof CHOSEN)[number]>, "values" | "set">) {
  const { t } = useWords();
  const field = (name: (typeof CHOSEN)[number], label: string, min: number, max: number, step: number) => (
    <InputNumber
      key={`${name} ${values[name] ?? ""}`}
      prefix={label}
      aria-label={label}
      defaultValue={values[name]}
      min={String(min)}
      max={String(max)}
      step={step}
      stringMode
      changeOnWheel={false}
      style={{ width: 210 }}
      onBlur={(e) => e.target.value !== (values[name] ?? "") && set({ [name]: e.target.value })}
      onPressEnter={(e) => set({ [name]: (e.target as HTMLInputElement).value })}
    />
  );
  return (
    <Space wrap>
      {field("si_mean", t("spread.si.mean"), 1.01, 365, 0.1)}
      {field("si_sd", t("spread.si.sd"), 0.01, 365, 0.1)}
      {field("window", t("spread.window"), 1, 60, 1)}
    </Space>
  );
}

function Figures({ spread }: { spread: SpreadShape }) {
  const { t } = useWords();
  const complete = spread.complete_until ?? "";
  const last = spread.reproduction.findLast((w) => w.until <= complete);
  const { growth, delay } = spread;
  const halving = growth && growth.doubling_days < 0;
  const items = [
    {
      label: t("spread.now"),
      children: last
        ? t("spread.now.is", {
            median: last.median.toFixed(2),
            low: last.low.toFixed(2),
            high: last.high.toFixed(2),
            from: last.from,
            until: last.until,
          })
        : t("spread.now.none"),
    },
    {
      label: t(halving ? "spread.halving" : "spread.doubling"),
      children: growth
        ? t("spread.doubling.is", {
            n: Math.abs(growth.doubling_days).toFixed(1),
            low: (100 * growth.rate_low).toFixed(1),
            high: (100 * growth.rate_high).toFixed(1),
            from: growth.from,
          })
        : "—",
    },
    {
      label: t("spread.delay"),
      children: delay
        ? t("spread.delay.is", { median: delay.median, p25: delay.p25, p75: delay.p75, p90: delay.p90, n: delay.n })
        : "—",
    },
    { label: t("spread.complete"), children: spread.complete_until ?? "—" },
    { label: t("spread.undated"), children: spread.undated },
  ];
  return (
    <Card size="small">
      <Descriptions size="small" column={1} items={items} />
    </Card>
  );
}

export default function Spread() {
  const { t } = useWords();
  const { values, set } = useFilters([...FILTERS, ...CHOSEN]);
  const columns = useCaseColumns();
  const number = (text: string | undefined) => (text ? Number(text) : undefined);
  const both = Boolean(values.si_mean) === Boolean(values.si_sd);
  const query = {
    ...values,
    si_mean: both ? number(values.si_mean) : undefined,
    si_sd: both ? number(values.si_sd) : undefined,
    window: number(values.window),
  };
  const spread = useQuery({
    queryKey: ["spread", query],
    placeholderData: keepPreviousData,
    queryFn: () => ask(api.GET("/api/v1/analyses/spread", { params: { query } })),
  });
  return (
    <PageFrame title={t("menu.spread")} note={t("spread.note")}>
      <Loaded of={columns} problem={columns.error ? asProblem(columns.error) : null}>
        {(known) => (
          <>
            <CaseFilters columns={known} values={values} set={set}>
              <Serial values={values} set={set} />
            </CaseFilters>
            {both ? null : <Alert type="warning" showIcon title={t("chains.si.both")} />}
            <Loaded of={spread} problem={spread.error ? asProblem(spread.error) : null}>
              {(data) =>
                data.days.length === 0 ? (
                  <Nothing says={t("cases.none")} hint={t("cases.none.hint")} />
                ) : (
                  <div className="lf-stack">
                    <DataProblems of={data.problems} />
                    <Suspense fallback={<Skeleton active />}>
                      <SpreadCurves
                        spread={data}
                        label={t("spread.picture", {
                          n: data.days.reduce((sum, d) => sum + d.cases, 0),
                          days: data.days.length,
                        })}
                      />
                    </Suspense>
                    <Figures spread={data} />
                  </div>
                )
              }
            </Loaded>
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}
