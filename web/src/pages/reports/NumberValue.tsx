// One number of a report: it opens what it is made of; what it would be now when it has changed since the signature.
import type { Indicator, ReportView } from "../../api/shapes";
import { useWords } from "../../i18n";
import { count } from "../../words/label";
import { shown } from "./figures-of";

/** What the list of duties calls what became of them. */
const STATE: Record<string, string> = {
  due: "open,overdue,done,done_late,missed",
  open: "owed",
  done: "done",
  late: "done_late",
  missed: "missed",
  overdue: "overdue",
  waived: "waived",
};

/** The list of the duties that a number counts. */
export function dutiesPath(of: ReportView, indicator: Indicator): string | null {
  const state = STATE[indicator.duties ?? ""];
  if (!state) return null;
  const from = indicator.cumulative ? undefined : { due_from: of.from };
  return `/duties?${new URLSearchParams({ org: of.org.id, state, ...from, due_until: of.until })}`;
}

function Figure({ of: indicator, onOpen }: { of: Indicator; onOpen?: (i: Indicator) => void }) {
  const { say } = useWords();
  const look = Number(indicator.value) === 0 ? "lf-number lf-number-zero" : "lf-number";
  const figure = count(shown(indicator.value, indicator));
  if (onOpen)
    return (
      <button
        type="button"
        className={look}
        onClick={() => onOpen(indicator)}
        aria-label={`${say(indicator.title)} ${figure}`}
      >
        {figure}
      </button>
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
      <Figure of={indicator} onOpen={props.onOpen} /> <span className="lf-quiet">{say(indicator.unit)}</span>
      {corrected ? (
        <div className="lf-late">{t("report.now", { now: count(shown(corrected.now, indicator)) })}</div>
      ) : null}
    </span>
  );
}
