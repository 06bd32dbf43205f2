// Where a plan is in force, and since when.
import { Tag } from "antd";
import type { PlanRow } from "../../api/shapes";
import { useHouse } from "../../app/session";
import { useWords } from "../../i18n";
import { dateOf } from "../../words/time";

export function InForce({ plan }: { plan: PlanRow }) {
  const { t } = useWords();
  const { zone } = useHouse();
  if (plan.adopted.length === 0) return <span className="lf-quiet">{t("plan.inforce.none")}</span>;
  return (
    <>
      {plan.adopted.map((a, i) => (
        <div key={i}>
          <Tag color={a.now ? "green" : undefined} variant="filled">
            {t("plan.inforce.here", { org: a.scope.name, v: a.version, from: dateOf(a.from, zone) })}
            {a.until ? ` ${t("time.until")} ${dateOf(a.until, zone)}` : ""}
            {a.now || !a.until ? "" : ` · ${t("plan.inforce.past")}`}
          </Tag>
        </div>
      ))}
    </>
  );
}
