// The card of the epidemic curve: the reader chooses what is counted, and the choice is kept.
import { useQuery } from "@tanstack/react-query";
import { Card, Select, Skeleton } from "antd";
import { lazy, Suspense, useState } from "react";
import { api, ask } from "../../api/client";
import { asProblem } from "../../api/problem";
import { Loaded, Nothing } from "../../app/PageFrame";
import { useWords } from "../../i18n";
import { useCountable } from "../../parts/countable";

const EpiCurve = lazy(() => import("../../pictures/EpiCurve"));
const KEPT = "lf.curve";

export function CurveCard({ signal }: { signal?: string }) {
  const { t } = useWords();
  const { options, ready } = useCountable();
  const [kept, setKept] = useState(() => localStorage.getItem(KEPT));
  const known = options.flatMap((g) => g.options.map((o) => o.value));
  // Before anything was chosen: what the gravest signal of the day rests on.
  const why = useQuery({
    queryKey: ["why", signal],
    enabled: signal !== undefined && !kept,
    retry: false,
    queryFn: () => ask(api.GET("/api/v1/why/{key}", { params: { path: { key: signal ?? "" } } })),
  });
  const behind = why.data?.facts[0] ? `l:${why.data.facts[0].ledger}` : undefined;
  const settled = ready && (signal === undefined || Boolean(kept) || !why.isPending);
  const of = [kept, behind].find((one) => one && known.includes(one)) ?? known[0];
  const curve = useQuery({
    queryKey: ["curve", of],
    enabled: of !== undefined && settled,
    queryFn: () =>
      ask(
        api.GET("/api/v1/boards/epicurve", {
          params: { query: of?.startsWith("i:") ? { indicator: of.slice(2) } : { ledger: of?.slice(2) } },
        }),
      ),
  });
  const choose = (value: string) => {
    localStorage.setItem(KEPT, value);
    setKept(value);
  };
  return (
    <Card
      size="small"
      title={t("today.curve")}
      extra={
        <Select
          size="small"
          style={{ width: "min(260px, 52vw)" }}
          value={settled ? of : undefined}
          options={options}
          onChange={choose}
          aria-label={t("today.curve.of")}
          showSearch={{ optionFilterProp: "label" }}
        />
      }
    >
      {ready && of === undefined ? (
        <Nothing says={t("today.curve.none")} />
      ) : (
        <Loaded of={curve} problem={curve.error ? asProblem(curve.error) : null}>
          {(data) =>
            data.days.every((d) => d.n === 0) ? (
              <Nothing says={t("today.curve.none")} />
            ) : (
              <Suspense fallback={<Skeleton active />}>
                <EpiCurve curve={data} />
              </Suspense>
            )
          }
        </Loaded>
      )}
    </Card>
  );
}
