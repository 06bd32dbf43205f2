// Signals to acknowledge, the gravest first, those of one kind together: thirty pupils with a symptom are one line, so
// that the cluster among them is seen.
import { Nothing } from "../../app/PageFrame";
import { useWords } from "../../i18n";
import { AckButton } from "../../parts/AckButton";
import { SeverityTag, SubjectLink } from "../../parts/Marks";
import { When } from "../../parts/When";
import { WhyLink } from "../../parts/WhyDrawer";
import type { AlertGroup } from "./group-alerts";

const SUBJECTS_SHOWN = 4;

export function AlertGroups({ groups }: { groups: AlertGroup[] }) {
  const { t, say } = useWords();
  if (groups.length === 0) return <Nothing says={t("alert.none")} />;
  return (
    <ul className="lf-duties">
      {groups.map((group) => {
        const [first] = group;
        const subjects = [...new Map(group.map((alert) => [alert.subject.id, alert.subject])).values()];
        const others = subjects.length - SUBJECTS_SHOWN;
        return (
          <li key={first.key}>
            <div>
              <SeverityTag severity={first.severity} /> <WhyLink of={first.key}>{say(first.title)}</WhyLink>
              {group.length > 1 ? <b> × {group.length}</b> : null}
              <div className="lf-quiet">
                {subjects.slice(0, SUBJECTS_SHOWN).map((subject, i) => (
                  <span key={subject.id}>
                    {i > 0 ? ", " : ""}
                    <SubjectLink of={subject} />
                  </span>
                ))}
                {others > 0 ? ` +${others}` : ""} · <When at={first.raised} />
              </div>
            </div>
            <AckButton of={group} />
          </li>
        );
      })}
    </ul>
  );
}
