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
import { useWide } from "../app/wide";
import { useWords } from "../i18n";
import { SourceText, useNamed } from "../parts/Marks";
import { AdoptDialog } from "./plans/AdoptDialog";
import { InForce } from "./plans/InForce";

const path = (p: PlanRow) => `/plans/${encodeURIComponent(p.id)}`;

function Title({ of }: { of: PlanRow }) {
  const { say } = useWords();
  const named = useNamed();
  return (
    <>
      <Link to={`${path(of)}?version=${encodeURIComponent(of.version)}`} className="lf-row-title">
        {say(of.title)}
      </Link>
      <div className="lf-quiet">
        {of.id} {of.version} <Tag variant="filled">{named("plan.level.", of.level)}</Tag>
      </div>
    </>
  );
}

/** What can be done with a plan. */
function Do({ of, adopt }: { of: PlanRow; adopt: (plan: PlanRow) => void }) {
  const { t } = useWords();
  const { may } = useHouse();
  return (
    <div className="lf-actions" style={{ justifyContent: "flex-end" }}>
      <Link to={`${path(of)}?version=${encodeURIComponent(of.version)}`}>{t("plan.read")}</Link>
      <Link to={`${path(of)}/compare?version=${encodeURIComponent(of.version)}`}>{t("plan.compare")}</Link>
      {may("adopt") ? (
        <Button size="small" onClick={() => adopt(of)}>
          {t("plan.adopt")}
        </Button>
      ) : null}
    </div>
  );
}

export default function Plans() {
  const { t } = useWords();
  const wide = useWide();
  const [adopting, setAdopting] = useState<PlanRow | null>(null);
  const plans = useQuery({ queryKey: ["plans"], queryFn: () => ask(api.GET("/api/v1/plans")) });
  return (
    <PageFrame title={t("menu.plans")} actions={<Link to="/plans/check">{t("plan.check")}</Link>}>
      <Loaded of={plans} problem={plans.error ? asProblem(plans.error) : null} rows={8}>
        {(rows) =>
          wide || rows.length === 0 ? (
            <Table<PlanRow>
              size="small"
              pagination={false}
              rowKey={(p) => `${p.id}@${p.version}`}
              dataSource={rows}
              locale={{ emptyText: <Nothing says={t("plan.none")} hint={t("plan.none.hint")} /> }}
              columns={[
                { title: t("plan.title"), render: (_, p) => <Title of={p} /> },
                { title: t("plan.source"), render: (_, p) => <SourceText of={p.source} /> },
                { title: t("plan.inforce"), render: (_, p) => <InForce plan={p} /> },
                {
                  title: t("list.do"),
                  align: "right",
                  width: 170,
                  render: (_, p) => <Do of={p} adopt={setAdopting} />,
                },
              ]}
            />
          ) : (
            <ul className="lf-duties lf-paper-list">
              {rows.map((p) => (
                <li key={`${p.id}@${p.version}`}>
                  <div>
                    <Title of={p} />
                    <div className="lf-quiet">
                      <SourceText of={p.source} />
                    </div>
                    <InForce plan={p} />
                  </div>
                  <Do of={p} adopt={setAdopting} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {adopting ? <AdoptDialog plan={adopting} onClose={() => setAdopting(null)} /> : null}
    </PageFrame>
  );
}
