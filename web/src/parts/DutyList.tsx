// Duties as a calm list: what to do, about whom, by when, and the form that closes it. Used where there are few.
import { Tag } from "antd";
import type { Duty } from "../api/shapes";
import { useHouse } from "../app/session";
import { useWords } from "../i18n";
import { FillLink } from "./DutyPanel";
import { ClauseMark, isOwed, StateTag, SubjectLink } from "./Marks";
import { Deadline } from "./When";
import { WhyLink } from "./WhyDrawer";

export function DutyList({ rows, states = false }: { rows: Duty[]; states?: boolean }) {
  const { t, say } = useWords();
  const { me } = useHouse();
  return (
    <ul className="lf-duties">
      {rows.map((duty) => (
        <li key={duty.key}>
          <div>
            <span className="lf-row-title">
              <WhyLink of={duty.key}>{say(duty.title)}</WhyLink>
            </span>{" "}
            {states || !isOwed(duty.state) ? <StateTag state={duty.state} /> : null}
            {duty.gap ? <Tag color="red">{t("menu.gaps")}</Tag> : null}
            {duty.taken_by ? (
              <Tag variant="filled">{duty.taken_by === me.account ? t("duty.claimed") : duty.taken_by}</Tag>
            ) : null}
            <div className="lf-quiet">
              <SubjectLink of={duty.subject} /> · {say(duty.owner.title)}
              {duty.owner.org_name ? ` · ${duty.owner.org_name}` : ""} <ClauseMark of={duty.clause} />
            </div>
          </div>
          <div className="lf-duty-do">
            <FillLink duty={duty} small />
            <div className="lf-end">
              <Deadline due={duty.due} owed={isOwed(duty.state)} done={duty.done?.at} />
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
