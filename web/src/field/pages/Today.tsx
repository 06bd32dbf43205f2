// Today: duties by due window and, in each, stop by stop of the way. What this phone has done already is not shown again.

import type { Duty } from "../../api/shapes";
import { clockOf, dateOf, momentOf } from "../../words/time";
import { dayOf, doneHere, type Stop, sheetsFor } from "../day";
import { useFace } from "../face";
import { type Key, useWords } from "../speech";
import { wayTo } from "../way";

export function Today() {
  const { t } = useWords();
  const { carried, roster, outbox, state, zone, now } = useFace();
  const done = doneHere(outbox);
  const day = dayOf(carried.duties, roster, { now: now(), zone, complete: state.complete, done });
  const n = (of: string) => outbox.filter((o) => o.state === of).length;
  return (
    <>
      <h1>{t("field.nav.today")}</h1>
      <p className="quiet">
        {state.me.name} · {momentOf(now(), zone)}
      </p>
      {state.complete ? null : <p className="notice">{t("field.incomplete")}</p>}
      {state.cut.length > 0 ? (
        <p className="notice">
          {t("field.cut", { parts: state.cut.map((p) => t(`field.part.${p}` as Key)).join(" ") })}
        </p>
      ) : null}
      {n("refused") > 0 ? (
        <a className="notice bad" href={wayTo("outbox")}>
          {t("field.today.refused", { n: n("refused") })}
        </a>
      ) : null}
      {n("waiting") > 0 ? (
        <a className="notice" href={wayTo("outbox")}>
          {t("field.today.waiting", { n: n("waiting") })}
        </a>
      ) : null}
      {day.length === 0 ? (
        <div className="empty">
          <p>{t("field.today.none")}</p>
          <p className="quiet">{t("field.today.none.hint")}</p>
        </div>
      ) : null}
      {day.map(({ window, stops, n }) => (
        <section key={window} className={`window ${window}`}>
          <h2>
            {t(`field.window.${window}`)} <b className="count">{n}</b>
          </h2>
          {stops.map((stop) => (
            <StopCard key={stop.id} stop={stop} />
          ))}
        </section>
      ))}
    </>
  );
}

function StopCard({ stop }: { stop: Stop }) {
  const many = stop.duties.length > 1 && stop.id.startsWith("household:");
  return (
    <div className="card">
      <a className="stop" href={wayTo("subject", stop.id)}>
        <b>{stop.label}</b>
        <span className="quiet">{stop.area}</span>
      </a>
      {stop.duties.map((duty) => (
        <DutyRow key={duty.key} duty={duty} named={many || duty.subject.id !== stop.id} />
      ))}
    </div>
  );
}

/** A duty about a whole group is done by its roster, where its ledger is a sheet. */
export function wayOfDuty(duty: Duty, sheet: boolean): string {
  const ledger = duty.form?.ledger;
  return sheet && ledger ? wayTo("roster", duty.subject.id, ledger, duty.key) : wayTo("duty", duty.key);
}

/** Within the day the time says it all. */
function shortMoment(at: string, zone: number, now: number): string {
  return dateOf(at, zone) === dateOf(now, zone) ? clockOf(at, zone) : momentOf(at, zone, now);
}

export function DutyRow({ duty, named }: { duty: Duty; named: boolean }) {
  const { t, say } = useWords();
  const { roster, carried, zone, now } = useFace();
  const group = roster.get(duty.subject.id);
  const sheets = group ? sheetsFor(carried.ledgers, group) : [];
  const sheet = sheets.some((l) => l.id === duty.form?.ledger);
  return (
    <a className="row" href={wayOfDuty(duty, sheet)}>
      <span>
        {named ? <b>{group?.label ?? duty.subject.label} </b> : null}
        {say(duty.title)}
      </span>
      <span className="quiet">
        {t("field.due", { time: shortMoment(duty.due, zone, now()) })}
        {duty.minutes > 0 ? ` · ${t("field.minutes", { n: duty.minutes })}` : ""}
      </span>
    </a>
  );
}
