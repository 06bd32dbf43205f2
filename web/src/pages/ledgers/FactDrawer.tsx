// One record with all its versions. Nothing is edited: a correction is another record.
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Drawer } from "antd";
import { Link } from "react-router";
import { api, ask } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { Ledger } from "../../api/shapes";
import { Loaded } from "../../app/PageFrame";
import { useWords } from "../../i18n";
import { FactCard } from "../../parts/FactCard";

export function FactDrawer(props: { fact: string | null; ledger: Ledger; onClose: () => void }) {
  const { t, say } = useWords();
  const detail = useQuery({
    queryKey: ["fact", props.fact],
    enabled: props.fact !== null,
    queryFn: () => ask(api.GET("/api/v1/facts/{id}", { params: { path: { id: props.fact ?? "" } } })),
  });
  const root = detail.data?.versions[0];
  const correct = root
    ? `/ledgers/${encodeURIComponent(props.ledger.id)}/new?${new URLSearchParams({ corrects: root.root, subject: root.subject.id })}`
    : "";
  return (
    <Drawer
      open={props.fact !== null}
      onClose={props.onClose}
      size="min(560px, 100vw)"
      title={`${t("fact.title")} · ${say(props.ledger.title)}`}
      extra={
        root && props.ledger.writable ? (
          <Link to={correct}>
            <Button tabIndex={-1}>{t("fact.correct")}</Button>
          </Link>
        ) : null
      }
    >
      {props.fact === null ? null : (
        <Loaded of={detail} problem={detail.error ? asProblem(detail.error) : null}>
          {({ holds, versions }) => (
            <div className="lf-facts">
              {holds ? <FactCard fact={holds} /> : <Alert type="warning" showIcon title={t("fact.voided")} />}
              {versions.length > 1 ? (
                <>
                  <h2 className="lf-h2">{t("fact.versions")}</h2>
                  {[...versions].reverse().map((v) => (
                    <FactCard key={v.id} fact={v} />
                  ))}
                </>
              ) : null}
              <span className="lf-mono lf-quiet">{props.fact}</span>
            </div>
          )}
        </Loaded>
      )}
    </Drawer>
  );
}
