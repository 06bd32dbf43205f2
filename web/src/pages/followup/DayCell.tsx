// One day of somebody under a course: a sign for what was done, and the test of that day. Signs differ in shape, not only
// in colour.
import { Tooltip } from "antd";
import type { FollowupCell } from "../../api/shapes";
import { INK } from "../../app/theme";
import { type Key, useWords } from "../../i18n";

const SIGNS: Record<string, { sign: string; colour: string; word: Key }> = {
  seen: { sign: "✓", colour: INK.done, word: "followup.seen" },
  partly: { sign: "◐", colour: INK.soon, word: "followup.partly" },
  missed: { sign: "✗", colour: INK.late, word: "followup.missed" },
  open: { sign: "○", colour: INK.open, word: "followup.open" },
};

const TESTS: Record<string, { colour: string; word: Key }> = {
  done: { colour: INK.done, word: "followup.test.done" },
  today: { colour: INK.soon, word: "followup.test.today" },
  overdue: { colour: INK.late, word: "followup.test.overdue" },
  ahead: { colour: INK.quiet, word: "followup.test.ahead" },
  dropped: { colour: INK.waived, word: "followup.test.dropped" },
};

export function DayCell({ cell }: { cell: FollowupCell }) {
  const { t } = useWords();
  const seen = SIGNS[cell.state];
  const test = cell.test ? TESTS[cell.test] : undefined;
  if (!seen && !test) return <span style={{ color: INK.waived }}>{cell.state === "none" ? "·" : ""}</span>;
  const says = [
    cell.day,
    seen ? `${t(seen.word)} ${cell.done}/${cell.due}` : "",
    test ? `${t(test.word)} ${cell.result ?? ""}` : "",
  ]
    .filter(Boolean)
    .join(" · ");
  return (
    <Tooltip title={says}>
      <span role="img" aria-label={says}>
        {seen ? <b style={{ color: seen.colour }}>{seen.sign}</b> : null}
        {test ? (
          <span style={{ color: test.colour, fontSize: 12, marginInlineStart: 3 }}>{t("followup.test.sign")}</span>
        ) : null}
      </span>
    </Tooltip>
  );
}

export function DayLegend() {
  const { t } = useWords();
  return (
    <div className="lf-fields" aria-hidden="true">
      {Object.values(SIGNS).map(({ sign, colour, word }) => (
        <span key={sign} className="lf-quiet">
          <b style={{ color: colour }}>{sign}</b> {t(word)}
        </span>
      ))}
      <span className="lf-quiet">
        {t("followup.test.sign")} {t("followup.test.legend")}
      </span>
    </div>
  );
}
