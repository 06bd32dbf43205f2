// All plans: which text they carry out, where they are in force, and what can be done with each.
import { useQuery } from "@tanstack/react-query";
import { Button, Table, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { PlanRow } from "../api/shapes";
import { Loaded, Nothing, PageFrame } from "../app/PageFrame";
import { useHouse } from "../app/session";
import { useWords } from "../i18n";
import { SourceText, useNamed } from "../parts/Marks";
import { AdoptDialog } from "./plans/AdoptDialog";
import { InForce } from "./plans/InForce";

export default function Plans() {
  const { t, say } = useWords();
  const named = useNamed();
  const { may } = useHouse();
  const [adopting, setAdopting] = useState<PlanRow | null>(null);
  const plans = useQuery({ queryKey: ["plans"], queryFn: () => ask(api.GET("/api/v1/plans")) });
  const path = (p: PlanRow) => `/plans/${encodeURIComponent(p.id)}`;
  return (
    <PageFrame title={t("menu.plans")}>
      <Loaded of={plans} problem={plans.error ? asProblem(plans.error) : null} rows={8}>
        {(rows) => (
          <Table<PlanRow>
            size="small"
            pagination={false}
            scroll={{ x: "max-content" }}
            rowKey={(p) => `${p.id}@${p.version}`}
            dataSource={rows}
            locale={{ emptyText: <Nothing says={t("plan.none")} /> }}
            columns={[
              {
                title: t("plan.title"),
                render: (_, p) => (
                  <>
                    <Link to={`${path(p)}?version=${encodeURIComponent(p.version)}`} className="lf-row-title">
                      {say(p.title)}
                    </Link>
                    <div className="lf-quiet">
                      {p.id} {p.version} <Tag variant="filled">{named("plan.level.", p.level)}</Tag>
                    </div>
                  </>
                ),
              },
              {
                title: t("plan.source"),
                render: (_, p) => <SourceText of={p.source} />,
              },
              { title: t("plan.inforce"), render: (_, p) => <InForce plan={p} /> },
              {
                title: "",
                align: "right",
                render: (_, p) => (
                  <div className="lf-actions" style={{ justifyContent: "flex-end" }}>
                    <Link to={`${path(p)}?version=${encodeURIComponent(p.version)}`}>{t("plan.read")}</Link>
                    <Link to={`${path(p)}/compare?version=${encodeURIComponent(p.version)}`}>{t("plan.compare")}</Link>
                    {may("adopt") ? (
                      <Button size="small" onClick={() => setAdopting(p)}>
                        {t("plan.adopt")}
                      </Button>
                    ) : null}
                  </div>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      {adopting ? <AdoptDialog plan={adopting} onClose={() => setAdopting(null)} /> : null}
    </PageFrame>
  );
}
