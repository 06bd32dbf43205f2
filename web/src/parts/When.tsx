// Moments and deadlines as people read them: the time, and how far off it is.
import { useHouse } from "../app/session";
import { type Speech, useWords } from "../i18n";
import { distance, spokenMoment } from "../words/time";

/** `1 d 2 h`, `45 min`: the two largest parts. */
export function spell(t: Speech["t"], d: { days: number; hours: number; minutes: number }): string {
  const parts: string[] = [];
  if (d.days > 0) parts.push(t("time.day", { n: d.days }));
  if (d.hours > 0) parts.push(t("time.hour", { n: d.hours }));
  if (d.days === 0 && (d.minutes > 0 || d.hours === 0)) parts.push(t("time.minute", { n: d.minutes }));
  return parts.slice(0, 2).join(" ");
}

export function When({ at }: { at: string | null | undefined }) {
  const { zone, now } = useHouse();
  const { language } = useWords();
  if (!at) return null;
  return (
    <time dateTime={at} title={spokenMoment(at, zone, language)} className="lf-nowrap">
      {spokenMoment(at, zone, language, now)}
    </time>
  );
}

/** A deadline with a countdown while it is owed, and with when it was done after that. */
export function Deadline({ due, owed, done }: { due: string; owed: boolean; done?: string }) {
  const { t } = useWords();
  const { now } = useHouse();
  const d = distance(due, now);
  const soon = !d.past && d.days === 0 && d.hours < 2;
  return (
    <span className="lf-nowrap">
      <When at={due} />
      {owed ? (
        <>
          <br />
          <span className={d.past ? "lf-late" : soon ? "lf-soon" : "lf-quiet"}>
            {t(d.past ? "time.over" : "time.left", { time: spell(t, d) })}
          </span>
        </>
      ) : null}
      {done ? (
        <>
          <br />
          <span className="lf-quiet">
            {t("duty.doneat")} <When at={done} />
          </span>
        </>
      ) : null}
    </span>
  );
}
