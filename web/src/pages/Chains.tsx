// Chains of transmission of the cases that are asked for: the picture, what follows for the whole, and what to look into.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Segmented, Select, Skeleton } from "antd";
import { lazy, Suspense, useCallback, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { CaseColumn, Chains as ChainsShape } from "../api/shapes";
import { useFilters } from "../app/filters";
import { Loaded, Nothing, PageFrame } from "../app/PageFrame";
import { useWords } from "../i18n";
import { DataProblems } from "../parts/DataProblems";
import { subjectPath } from "../parts/Marks";
import type { Axis } from "../pictures/ChainGraph";
import { CaseFilters, FILTERS } from "./cases/CaseFilters";
import { useCaseColumns } from "./cases/useCaseColumns";
import { ASSUMED, Assumptions } from "./chains/Assumptions";
import { ChainFindings } from "./chains/ChainFindings";
import { SavePicture } from "./chains/SavePicture";
import { SnapshotNotice, Snapshots } from "./chains/Snapshots";

type Filter = (typeof FILTERS)[number] | (typeof ASSUMED)[number] | "picture";

const ChainGraph = lazy(() => import("../pictures/ChainGraph"));

/** Columns of codes by which cases are coloured, and where the person belongs. */
function Colours({ columns, by, onBy }: { columns: CaseColumn[]; by: string; onBy: (by: string) => void }) {
  const { t, say } = useWords();
  const coded = columns.filter((c) => c.kind === "code").map((c) => ({ value: c.id, label: say(c.label) }));
  return (
    <Select
      value={by}
      onChange={onBy}
      aria-label={t("chains.colour")}
      style={{ minWidth: 130 }}
      options={[...coded, { value: "home", label: t("people.home") }]}
    />
  );
}

function Picture({ chains, columns }: { chains: ChainsShape; columns: CaseColumn[] }) {
  const { t, say } = useWords();
  const go = useNavigate();
  const [axis, setAxis] = useState<Axis>("day");
  const [by, setBy] = useState("case_type");
  const file = useRef<(() => string) | null>(null);
  const groupOf = useCallback(
    (node: ChainsShape["nodes"][number]) =>
      (by === "home" ? node.home?.name : say(node.cells[by]?.shown)) || t("cases.unknown"),
    [by, say, t],
  );
  return (
    <>
      <div className="lf-filters">
        <Segmented<Axis>
          value={axis}
          onChange={setAxis}
          options={[
            { value: "day", label: t("chains.by.day") },
            { value: "generation", label: t("chains.by.generation") },
          ]}
        />
        <Colours columns={columns} by={by} onBy={setBy} />
        <SavePicture file={file} />
        <span className="lf-quiet">{t("chains.hint")}</span>
      </div>
      <Suspense fallback={<Skeleton active />}>
        <ChainGraph
          chains={chains}
          axis={axis}
          groupOf={groupOf}
          onOpen={(person) => void go(subjectPath(person))}
          file={file}
        />
      </Suspense>
    </>
  );
}

function Drawn({ chains, columns }: { chains: ChainsShape; columns: CaseColumn[] }) {
  const { t } = useWords();
  if (chains.nodes.length === 0) return <Nothing says={t("cases.none")} hint={t("cases.none.hint")} />;
  return (
    <div className="lf-stack">
      <DataProblems of={chains.problems} />
      <Picture chains={chains} columns={columns} />
      <ChainFindings chains={chains} />
    </div>
  );
}

/** The address as the server asks for it: what is assumed is numbers. */
function asked({ picture: _, ...values }: Partial<Record<Filter, string>>) {
  const number = (text: string | undefined) => (text ? Number(text) : undefined);
  return {
    ...values,
    si_mean: number(values.si_mean),
    si_sd: number(values.si_sd),
    alike_weight: number(values.alike_weight),
    unknown_weight: number(values.unknown_weight),
    probability_min: number(values.probability_min),
  };
}

/** What is known now, or what a snapshot shows. */
async function chainsOf(query: ReturnType<typeof asked>, picture: string | undefined) {
  if (picture) return ask(api.GET("/api/v1/chains/pictures/{id}", { params: { path: { id: picture } } }));
  return { of: null, chains: await ask(api.GET("/api/v1/chains", { params: { query } })) };
}

export default function Chains() {
  const { t } = useWords();
  const { values, set } = useFilters<Filter>([...FILTERS, ...ASSUMED, "picture"]);
  const columns = useCaseColumns();
  const picture = values.picture;
  const query = asked(values);
  const chains = useQuery({
    queryKey: ["chains", query, picture],
    placeholderData: keepPreviousData,
    queryFn: () => chainsOf(query, picture),
  });
  const open = (id: string | undefined) => set({ picture: id });
  return (
    <PageFrame title={t("menu.chains")} note={t("chains.note")}>
      <Loaded of={columns} problem={columns.error ? asProblem(columns.error) : null}>
        {(known) => (
          <>
            {picture ? (
              <div className="lf-filters">
                <Snapshots query={null} onOpen={open} />
              </div>
            ) : (
              <CaseFilters columns={known} values={values} set={set}>
                <Assumptions values={values} set={set} />
                <Snapshots query={query} onOpen={open} />
              </CaseFilters>
            )}
            <Loaded of={chains} problem={chains.error ? asProblem(chains.error) : null}>
              {(data) => (
                <>
                  {data.of ? <SnapshotNotice of={data.of} onBack={() => open(undefined)} /> : null}
                  <Drawn chains={data.chains} columns={known} />
                </>
              )}
            </Loaded>
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}
