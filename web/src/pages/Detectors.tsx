// Detectors: a series of cases, of the facts of a ledger or of a number of the report, judged by a published method.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Alert, DatePicker, InputNumber, Segmented, Select, Skeleton } from "antd";
import dayjs from "dayjs";
import { lazy, Suspense } from "react";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import { useFilters } from "../app/filters";
import { Loaded, PageFrame } from "../app/PageFrame";
import { type Key, useWords } from "../i18n";
import { useCountable } from "../parts/countable";
import { DataProblems } from "../parts/DataProblems";
import { OrgPicker } from "../parts/OrgPicker";
import { useCaseColumns } from "./cases/useCaseColumns";
import { Alarms } from "./detectors/Alarms";

const DetectionCurve = lazy(() => import("../pictures/DetectionCurve"));

const METHODS: { id: string; word: Key }[] = [
  { id: "ears-c1", word: "detect.ears-c1" },
  { id: "ears-c2", word: "detect.ears-c2" },
  { id: "ears-c3", word: "detect.ears-c3" },
  { id: "cusum", word: "detect.cusum" },
  { id: "threshold", word: "detect.threshold" },
  { id: "percentile", word: "detect.percentile" },
  { id: "rki", word: "detect.rki" },
  { id: "farrington", word: "detect.farrington" },
  { id: "farrington-flexible", word: "detect.farrington-flexible" },
];
const FILTERS = ["of", "method", "step", "org", "judged_from", "least", "alpha"] as const;

export default function Detectors() {
  const { t, say } = useWords();
  const { values, set } = useFilters(FILTERS);
  const countable = useCountable();
  const columns = useCaseColumns();
  const diseases = columns.data?.find((c) => c.id === "disease")?.codes ?? [];
  const of = values.of ?? "c:";
  const method = values.method ?? "ears-c1";
  const number = (text: string | undefined) => (text ? Number(text) : undefined);
  const least = number(values.least);
  const query = {
    method,
    indicator: of.startsWith("i:") ? of.slice(2) : undefined,
    ledger: of.startsWith("l:") ? of.slice(2) : undefined,
    disease: of.startsWith("c:") && of.length > 2 ? of.slice(2) : undefined,
    step: values.step,
    org: values.org,
    judged_from: values.judged_from,
    least,
    alpha: number(values.alpha),
  };
  const enough = method !== "threshold" || least !== undefined;
  const detection = useQuery({
    queryKey: ["detection", query],
    enabled: enough,
    placeholderData: keepPreviousData,
    queryFn: () => ask(api.GET("/api/v1/analyses/detection", { params: { query } })),
  });
  const sources = [
    {
      label: t("menu.cases"),
      options: [
        { value: "c:", label: t("detect.cases") },
        ...diseases.map((d) => ({ value: `c:${d.code}`, label: say(d.label) })),
      ],
    },
    ...countable.options,
  ];
  return (
    <PageFrame title={t("menu.detectors")} note={t("detect.note")}>
      <div className="lf-filters">
        <Select
          value={of}
          options={sources}
          onChange={(to) => set({ of: to === "c:" ? "" : to })}
          aria-label={t("detect.of")}
          showSearch={{ optionFilterProp: "label" }}
          style={{ minWidth: 200 }}
        />
        <Select
          value={method}
          options={METHODS.map(({ id, word }) => ({ value: id, label: t(word) }))}
          onChange={(to) => set({ method: to })}
          aria-label={t("detect.method")}
          style={{ minWidth: 220 }}
        />
        <Segmented
          value={values.step ?? "day"}
          onChange={(step) => set({ step: step === "day" ? "" : step })}
          options={[
            { value: "day", label: t("detect.by.day") },
            { value: "week", label: t("detect.by.week") },
          ]}
        />
        <DatePicker
          value={values.judged_from ? dayjs(values.judged_from) : null}
          onChange={(day) => set({ judged_from: day?.format("YYYY-MM-DD") })}
          placeholder={t("detect.judged")}
          aria-label={t("detect.judged")}
        />
        {method === "threshold" ? (
          <InputNumber
            value={least}
            min={0}
            onChange={(n) => set({ least: n === null ? "" : String(n) })}
            prefix={t("detect.least")}
            aria-label={t("detect.least")}
            status={enough ? undefined : "error"}
            style={{ width: 200 }}
          />
        ) : null}
        <OrgPicker value={values.org} onChange={(org) => set({ org })} placeholder={t("duty.filter.org")} />
      </div>
      {enough ? null : <Alert type="info" showIcon title={t("detect.least.needed")} />}
      {enough ? (
        <Loaded of={detection} problem={detection.error ? asProblem(detection.error) : null}>
          {(data) => (
            <div className="lf-stack">
              <DataProblems of={data.problems} />
              {data.complete ? null : <Alert type="warning" showIcon title={t("today.curve.partial")} />}
              <Suspense fallback={<Skeleton active />}>
                <DetectionCurve
                  detection={data}
                  label={t("detect.picture", {
                    steps: data.steps.length,
                    alarms: data.steps.filter((s) => s.alarm).length,
                  })}
                />
              </Suspense>
              <Alarms detection={data} />
            </div>
          )}
        </Loaded>
      ) : null}
    </PageFrame>
  );
}
