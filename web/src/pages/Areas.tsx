// The map of areas: on a day, by the cases of the diseases that are asked for. Below the map stands the same as a table.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Alert, Card, DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { useMemo, useRef } from "react";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { AreaMap as AreaMapShape } from "../api/shapes";
import { type Filters, useFilters } from "../app/filters";
import { Loaded, Nothing, PageFrame } from "../app/PageFrame";
import { useHouse } from "../app/session";
import { useWords } from "../i18n";
import { ExportButtons } from "../parts/ExportButtons";
import { OrgPicker } from "../parts/OrgPicker";
import { AreaMap } from "../pictures/AreaMap";
import { shapesOf } from "../pictures/map-layout";
import { dateOf } from "../words/time";
import { AreaPanel } from "./areas/AreaPanel";
import { AreaTable } from "./areas/AreaTable";
import { Legend } from "./areas/Legend";
import { layersOf } from "./areas/layers";
import { MapUpload } from "./areas/MapUpload";
import { useCaseColumns } from "./cases/useCaseColumns";
import { SavePicture } from "./chains/SavePicture";

const FILTERS = ["disease", "at", "org", "rules", "layer", "area"] as const;
type Asked = Filters<(typeof FILTERS)[number]>;

function Asking({ values, set, choices }: Asked & { choices: AreaMapShape["choices"] }) {
  const { t, say } = useWords();
  const { now, zone } = useHouse();
  const diseases = useCaseColumns().data?.find((c) => c.id === "disease")?.codes ?? [];
  const today = dayjs(dateOf(now, zone));
  return (
    <>
      <Select
        mode="multiple"
        style={{ minWidth: 180 }}
        maxTagCount="responsive"
        value={values.disease?.split(",") ?? []}
        onChange={(chosen: string[]) => set({ disease: chosen.join(",") })}
        options={diseases.map((code) => ({ value: code.code, label: say(code.label) }))}
        placeholder={t("areas.disease")}
        aria-label={t("areas.disease")}
        showSearch={{ optionFilterProp: "label" }}
        allowClear
      />
      <DatePicker
        value={values.at ? dayjs(values.at) : today}
        onChange={(day) => set({ at: day && !day.isSame(today, "day") ? day.format("YYYY-MM-DD") : "" })}
        disabledDate={(day) => day.isAfter(today, "day")}
        allowClear={Boolean(values.at)}
        aria-label={t("areas.day")}
      />
      <OrgPicker value={values.org} onChange={(org) => set({ org })} placeholder={t("duty.filter.org")} />
      {choices.length > 1 ? (
        <Select
          value={values.rules ?? choices[0]?.id}
          onChange={(rules) => set({ rules })}
          options={choices.map((c) => ({ value: c.id, label: say(c.title) }))}
          aria-label={t("areas.rules")}
          style={{ minWidth: 180 }}
        />
      ) : null}
    </>
  );
}

function Drawn({ data, values, set }: Asked & { data: AreaMapShape }) {
  const words = useWords();
  const { t } = words;
  const file = useRef<(() => string) | null>(null);
  const kept = useQuery({
    queryKey: ["areas-map"],
    staleTime: 600_000,
    queryFn: () => ask(api.GET("/api/v1/areas/map")),
  });
  const layers = useMemo(() => layersOf(data, words), [data, words]);
  const layer = layers.find((l) => l.id === values.layer) ?? layers[0];
  const shapes = useMemo(() => shapesOf(kept.data?.features ?? []), [kept.data]);
  const painted = useMemo(() => {
    const of = (area: AreaMapShape["areas"][number]) => {
      const { id, unsure } = layer?.of(area) ?? { id: "", unsure: false };
      const found = layer?.classes.find((c) => c.id === id);
      const says = `${area.org.name}: ${found?.title ?? ""}${unsure ? ` (${t("areas.unsure")})` : ""}`;
      return {
        org: area.org.id,
        name: area.org.name,
        colour: found?.colour ?? "#ffffff",
        mark: found?.mark ?? "",
        unsure,
        says,
      };
    };
    return new Map(data.areas.map((area) => [area.org.id, of(area)]));
  }, [data, layer, t]);
  if (!layer) return null;
  const missing = data.areas.filter((area) => shapes.every((s) => s.org !== area.org.id)).length;
  return (
    <Card size="small">
      <div className="lf-filters">
        <Select
          value={layer.id}
          onChange={(to) => set({ layer: to === layers[0]?.id ? "" : to })}
          options={layers.map((l) => ({ value: l.id, label: l.title }))}
          aria-label={t("areas.layer")}
          style={{ minWidth: 200 }}
        />
        {shapes.length > 0 ? <SavePicture file={file} name="areas" /> : null}
        {kept.data?.may_change ? <MapUpload /> : null}
      </div>
      <Legend layer={layer} areas={data.areas} />
      {kept.data && shapes.length === 0 ? <Alert type="info" showIcon title={t("areas.map.none")} /> : null}
      {shapes.length > 0 ? (
        <>
          <AreaMap
            shapes={shapes}
            painted={painted}
            label={t("areas.map", { layer: layer.title, n: data.areas.length })}
            chosen={values.area ?? null}
            onOpen={(area) => set({ area })}
            file={file}
          />
          <div className="lf-quiet">
            {t("areas.map.hint")}
            {missing > 0 ? ` · ${t("areas.map.without", { n: missing })}` : ""}
          </div>
        </>
      ) : null}
    </Card>
  );
}

export default function Areas() {
  const { t, say } = useWords();
  const { values, set } = useFilters(FILTERS);
  const { disease, at, org, rules } = values;
  const query = { disease, at, org, rules };
  const areas = useQuery({
    queryKey: ["areas", query],
    placeholderData: keepPreviousData,
    queryFn: () => ask(api.GET("/api/v1/analyses/areas", { params: { query } })),
  });
  const differ = areas.data?.areas.filter((area) => area.differs).length ?? 0;
  return (
    <PageFrame
      title={t("menu.areas")}
      note={t("areas.note")}
      actions={<ExportButtons of="analyses/areas" query={query} />}
    >
      <div className="lf-filters">
        <Asking values={values} set={set} choices={areas.data?.choices ?? []} />
      </div>
      <Loaded of={areas} problem={areas.error ? asProblem(areas.error) : null}>
        {(data) =>
          data.areas.length === 0 ? (
            <Nothing says={t("areas.none")} hint={t("areas.none.hint")} />
          ) : (
            <div className="lf-stack">
              {differ > 0 ? <Alert type="warning" showIcon title={t("areas.differ", { n: differ })} /> : null}
              {data.elsewhere > 0 ? (
                <Alert type="info" showIcon title={t("areas.elsewhere", { n: data.elsewhere })} />
              ) : null}
              <Drawn data={data} values={values} set={set} />
              <AreaTable areas={data.areas} onOpen={(area) => set({ area })} />
              {data.rules.map((of) => (
                <Card
                  key={`${of.id} ${of.version}`}
                  size="small"
                  title={`${t("areas.says")} · ${say(of.plan)} ${of.version}`}
                >
                  <ul className="lf-says">
                    {of.says.map((line) => (
                      <li key={line.zh}>{say(line)}</li>
                    ))}
                  </ul>
                </Card>
              ))}
              <AreaPanel
                area={data.areas.find((area) => area.org.id === values.area)}
                map={data}
                disease={disease}
                onClose={() => set({ area: "" })}
              />
            </div>
          )
        }
      </Loaded>
    </PageFrame>
  );
}
