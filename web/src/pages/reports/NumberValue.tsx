// One number of a report: what it is made of opens, the rows of facts beside it, duties in their list; what it would be now
// when it has changed since the signature.
import { Link } from "react-router";
import type { Indicator, ReportView } from "../../api/shapes";
import { useWords } from "../../i18n";
import { count } from "../../words/label";
import { shown } from "./figures-of";

/** What the list of duties calls what became of them; those that wait in any way are no single state of it. */
const STATE: Record<string, string> = {
  due: "all",
  done: "done",
  late: "done_late",
  missed: "missed",
  overdue: "overdue",
  waived: "waived",
};

/** The list of the duties that a number counts. */
export function dutiesPath(of: ReportView, indicator: Indicator): string | null {
  const state = STATE[indicator.duties ?? ""];
  if (!state || indicator.cumulative) return null;
  return `/duties?${new URLSearchParams({ org: of.org.id, state, due_from: of.from, due_until: of.until })}`;
}

function Figure({ of, indicator, onOpen }: { of: ReportView; indicator: Indicator; onOpen?: (i: Indicator) => void }) {
  const { say } = useWords();
  const duties = dutiesPath(of, indicator);
  const look = Number(indicator.value) === 0 ? "lf-number lf-number-zero" : "lf-number";
  const figure = count(shown(indicator.value, indicator));
  const name = `${say(indicator.title)} ${figure}`;
  if (onOpen && indicator.opens)
    return (
      <button type="button" className={look} onClick={() => onOpen(indicator)} aria-label={name}>
        {figure}
      </button>
    );
  if (onOpen && duties)
    return (
      <Link className={look} to={duties} aria-label={name}>
        {figure}
      </Link>
    );
  return (
    <span className={look} style={{ cursor: "default" }}>
      {figure}
    </span>
  );
}

export function NumberValue(props: { of: ReportView; indicator: Indicator; onOpen?: (i: Indicator) => void }) {
  const { t, say } = useWords();
  const { of, indicator } = props;
  const corrected = of.corrections.find((c) => c.id === indicator.id);
  return (
    <span className="lf-nowrap">
      <Figure {...props} /> <span className="lf-quiet">{say(indicator.unit)}</span>
      {corrected ? (
        <div className="lf-late">{t("report.now", { now: count(shown(corrected.now, indicator)) })}</div>
      ) : null}
    </span>
  );
}
