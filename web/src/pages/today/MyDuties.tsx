// The reader's own duties in four groups by deadline.

import { Link } from "react-router";
import type { Duty } from "../../api/shapes";
import { Nothing } from "../../app/PageFrame";
import { useHouse } from "../../app/session";
import { useWords } from "../../i18n";
import { DutyList } from "../../parts/DutyList";
import { count } from "../../words/label";
import { type DueGroup, dueGroup } from "../../words/time";

const GROUPS: readonly DueGroup[] = ["overdue", "soon", "today", "later"];

/** `others`: how many are owed wherever the reader sees, by whomever. */
export function MyDuties({ rows, others }: { rows: Duty[]; others: number }) {
  const { t } = useWords();
  const { now, zone } = useHouse();
  if (rows.length === 0) {
    return (
      <Nothing says={t("today.duties.none")}>
        {others > 0 ? <Link to="/duties">{t("today.duties.others", { n: count(others) })}</Link> : null}
      </Nothing>
    );
  }
  const grouped = new Map<DueGroup, Duty[]>(GROUPS.map((g) => [g, []]));
  for (const duty of rows) grouped.get(dueGroup(duty.due, now, zone))?.push(duty);
  return (
    <>
      {GROUPS.map((group) => {
        const list = grouped.get(group) ?? [];
        if (list.length === 0) return null;
        return (
          <section key={group}>
            <div className="lf-group">
              <span className={group === "overdue" ? "lf-late" : group === "soon" ? "lf-soon" : undefined}>
                {t(`today.group.${group}`)}
              </span>
              {list.length}
            </div>
            <DutyList rows={list} />
          </section>
        );
      })}
    </>
  );
}
