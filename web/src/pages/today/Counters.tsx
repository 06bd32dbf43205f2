// The numbers of today with the difference from yesterday. Each leads to the list that it counts.
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Today } from "../../api/shapes";
import { useHouse } from "../../app/session";
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

export function Counters({ of }: { of: Today }) {
  const { t } = useWords();
  const { now } = useHouse();
  const { now: stands, today, yesterday } = of;
  const against = (a: number, b: number) => t("today.yesterday", { d: difference(a - b) });
  const done = today.done + today.done_late;
  const soon = new Date(now + TWO_HOURS).toISOString();
  return (
    <div className="lf-counters">
      <Counter
        to="/duties?state=overdue"
        title={t("today.overdue")}
        value={count(stands.overdue)}
        note={t("today.now")}
        look={stands.overdue > 0 ? "late" : undefined}
      />
      <Counter
        to={`/duties?state=open&due_until=${encodeURIComponent(soon)}`}
        title={t("today.soon")}
        value={count(stands.due_2h)}
        note={t("today.now")}
        look={stands.due_2h > 0 ? "soon" : undefined}
      />
      <Counter to="/duties?state=open" title={t("today.open")} value={count(stands.open)} note={t("today.now")} />
      <Counter
        to="/duties?state=done,done_late"
        title={t("today.done")}
        value={count(done)}
        note={`${against(done, yesterday.done + yesterday.done_late)} · ${t("today.of", { n: count(today.due) })}`}
        look="good"
      />
      <Counter
        to="/alerts?open=1"
        title={t("today.alerts")}
        value={count(stands.alerts_open)}
        note={t("today.now")}
        look={stands.alerts_open > 0 ? "soon" : undefined}
      />
      <Counter
        to="/reports"
        title={t("today.reports")}
        value={`${count(today.reports_received)} / ${count(today.reports_expected)}`}
        note={against(today.reports_received, yesterday.reports_received)}
      />
      <Counter
        to="/gaps"
        title={t("today.gaps")}
        value={count(stands.gaps)}
        note={t("today.now")}
        look={stands.gaps > 0 ? "late" : undefined}
      />
    </div>
  );
}
