// Persons who may be registered twice, most alike first, until somebody judges. The list is found anew each time.
import { Empty, Spin } from "antd";
import { useMemo, useState } from "react";
import { api, ask } from "../api/client";
import type { Pair } from "../api/shapes";
import { useWhole } from "../api/whole";
import { Failure } from "../app/Failure";
import { useFilters } from "../app/filters";
import { PageFrame } from "../app/PageFrame";
import { useWords } from "../i18n";
import { OrgPicker } from "../parts/OrgPicker";
import { count } from "../words/label";
import { PairCard } from "./pairs/PairCard";

export default function Pairs() {
  const { t } = useWords();
  const { values, set } = useFilters(["org", "since"]);
  const list = useWhole<Pair>(JSON.stringify(values), (after) =>
    ask(api.GET("/api/v1/subjects/pairs", { params: { query: { ...values, after } } })),
  );
  const [judged, setJudged] = useState<ReadonlySet<string>>(new Set());
  const keyOf = (pair: Pair) => `${pair.one.subject.id} ${pair.other.subject.id}`;
  // Whoever was merged is nobody's pair any more.
  const gone = useMemo(() => new Set([...judged].filter((key) => !key.includes(" "))), [judged]);
  const left = list.rows
    .filter((pair) => !judged.has(keyOf(pair)) && !gone.has(pair.one.subject.id) && !gone.has(pair.other.subject.id))
    .toSorted((a, b) => b.points - a.points);
  const judge = (pair: Pair, merged: string | null) =>
    setJudged((old) => new Set([...old, keyOf(pair), ...(merged ? [merged] : [])]));
  return (
    <PageFrame title={t("pairs.title")} note={t("pairs.note")}>
      <div className="lf-filters">
        <OrgPicker value={values.org} onChange={(org) => set({ org })} placeholder={t("duty.filter.org")} />
        <span role="status">
          {list.done || list.problem ? null : <Spin size="small" />} {t("pairs.total", { n: count(left.length) })}
        </span>
      </div>
      <Failure problem={list.problem} again={list.again} />
      <div className="lf-stack">
        {left.map((pair) => (
          <PairCard key={keyOf(pair)} pair={pair} onJudged={(merged) => judge(pair, merged)} />
        ))}
        {list.done && left.length === 0 ? <Empty description={t("pairs.none")} /> : null}
      </div>
    </PageFrame>
  );
}
