// The line list: every case the reader may see, fetched whole, so that sorting, choosing and the epidemic curve answer at
// once. What the server filters stands in the address; what the reader picks in the columns is the browser's.
import { Spin, Tabs } from "antd";
import { useMemo, useState } from "react";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { Case } from "../api/shapes";
import { useWhole } from "../api/whole";
import { Failure } from "../app/Failure";
import { useFilters } from "../app/filters";
import { Loaded, PageFrame } from "../app/PageFrame";
import { useWords } from "../i18n";
import { count } from "../words/label";
import { CaseCurve } from "./cases/CaseCurve";
import { CaseExports } from "./cases/CaseExports";
import { CaseFilters, FILTERS } from "./cases/CaseFilters";
import { CaseTable } from "./cases/CaseTable";
import { useCaseColumns } from "./cases/useCaseColumns";
import { ViewBar } from "./cases/ViewBar";
import { fits, type Picked, type View } from "./cases/views";

/** As many rows as the server gives at once. */
const ROWS = 500;
/** What is shown before anybody chose. */
const FIRST = ["disease", "case_type", "date_onset", "date_reporting", "sex", "age", "outcome", "source_case"];

export default function Cases() {
  const { t } = useWords();
  const { values, set } = useFilters(FILTERS);
  const columns = useCaseColumns();
  const [view, setView] = useState<View>({ columns: FIRST, picked: {}, sort: null });
  const list = useWhole<Case>(JSON.stringify(values), (after) =>
    ask(api.GET("/api/v1/cases", { params: { query: { ...values, limit: ROWS, after } } })),
  );
  const shown = useMemo(() => list.rows.filter((row) => fits(row, view.picked)), [list.rows, view.picked]);
  const pick = (picked: Picked) => setView((old) => ({ ...old, picked }));
  const total = t(list.done ? "cases.total" : "cases.sofar", { n: count(shown.length), of: count(list.rows.length) });
  return (
    <PageFrame title={t("menu.cases")} note={t("cases.note")} actions={<CaseExports query={values} />}>
      <Loaded of={columns} problem={columns.error ? asProblem(columns.error) : null}>
        {(known) => (
          <>
            <CaseFilters columns={known} values={values} set={set}>
              <ViewBar columns={known} view={view} values={values} onView={setView} onValues={set} />
            </CaseFilters>
            <Failure problem={list.problem} again={list.again} />
            <Tabs
              destroyOnHidden
              tabBarExtraContent={
                <span role="status">
                  {list.done || list.problem ? null : <Spin size="small" />} {total}
                </span>
              }
              items={[
                {
                  key: "list",
                  label: t("cases.list"),
                  children: (
                    <CaseTable
                      columns={known}
                      rows={shown}
                      all={list.rows}
                      waiting={!list.done && list.rows.length === 0}
                      view={view}
                      onPick={pick}
                      onSort={(sort) => setView((old) => ({ ...old, sort }))}
                    />
                  ),
                },
                {
                  key: "curve",
                  label: t("cases.curve"),
                  children: <CaseCurve columns={known} rows={shown} />,
                },
              ]}
            />
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}
