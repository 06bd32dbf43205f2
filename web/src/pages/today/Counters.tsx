// The numbers of today with the difference from yesterday: what the reader owes, and apart from it what stands wherever
// the reader sees, whoever owes it. Each leads to the list that it counts.
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Today } from "../../api/shapes";
import { useHouse, useWhere } from "../../app/session";
import { useWords } from "../../i18n";
import { count, difference } from "../../words/label";

const TWO_HOURS = 2 * 3_600_000;

function Counter(props: {
  to: string;
  title: string;
  value: ReactNode;
  note?: string;
  look?: "late" | "soon" | "good";
}) {
  return (
    <Link to={props.to} className={`lf-counter${props.look ? ` lf-counter-${props.look}` : ""}`}>
      <small>{props.title}</small>
      <b>{props.value}</b>
      <small>{props.note ?? "\u00a0"}</small>
    </Link>
  );
}

/** What is owed: overdue, soon, open. `only` is the filter that leads to the same duties; `some` writes a number. */
function Owed({ of, only, some }: { of: Today["mine"]; only: string; some: (n: number) => string }) {
  const { t } = useWords();
  const { now } = useHouse();
  const soon = new Date(now + TWO_HOURS).toISOString();
  const duties = t("today.now", { unit: t("unit.duties") });
  return (
    <>
      <Counter
        to={`/duties?${only}state=overdue`}
        title={t("today.overdue")}
        value={some(of.overdue)}
        note={duties}
        look={of.overdue > 0 ? "late" : undefined}
      />
      <Counter
        to={`/duties?${only}state=open&due_until=${encodeURIComponent(soon)}`}
        title={t("today.soon")}
        value={some(of.due_2h)}
        note={duties}
        look={of.due_2h > 0 ? "soon" : undefined}
      />
      <Counter to={`/duties?${only}state=open`} title={t("today.open")} value={some(of.open)} note={duties} />
    </>
  );
}

function Row({ title, note, few, children }: { title: string; note: string; few?: boolean; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="lf-counters-title">
        {title} <small>{note}</small>
      </h2>
      <div className={few ? "lf-counters lf-counters-few" : "lf-counters"}>{children}</div>
    </section>
  );
}

export function Counters({ of }: { of: Today }) {
  const { t } = useWords();
  const where = useWhere();
  const { now: stands, today, yesterday } = of;
  const against = (a: number, b: number) => t("today.yesterday", { d: difference(a - b) });
  const done = today.done + today.done_late;
  // Where there are more duties than the server counts, a number is the least that it can be.
  const some = (n: number) => (of.complete ? count(n) : `${count(n)}+`);
  return (
    <>
      <Row title={t("today.mine")} note={t("today.mine.says")} few>
        <Owed of={of.mine} only="mine=1&" some={some} />
      </Row>
      <Row title={where ? t("today.where", { org: where }) : t("duty.filter.all")} note={t("today.where.says")}>
        <Owed of={stands} only="" some={some} />
        <Counter
          to="/duties?state=done,done_late"
          title={t("today.done")}
          value={some(done)}
          note={`${t("today.of", { n: some(today.due) })} · ${against(done, yesterday.done + yesterday.done_late)}`}
          look="good"
        />
        <Counter
          to="/alerts?open=1"
          title={t("today.alerts")}
          value={count(stands.alerts_open)}
          note={t("today.now", { unit: t("unit.signals") })}
          look={stands.alerts_open > 0 ? "soon" : undefined}
        />
        <Counter
          to="/reports"
          title={t("today.reports")}
          value={`${count(today.reports_received)} / ${count(today.reports_expected)}`}
          note={`${t("unit.reports")} · ${against(today.reports_received, yesterday.reports_received)}`}
        />
        <Counter
          to="/gaps"
          title={t("today.gaps")}
          value={some(stands.gaps)}
          note={t("today.now", { unit: t("unit.gaps") })}
          look={stands.gaps > 0 ? "late" : undefined}
        />
      </Row>
    </>
  );
}
