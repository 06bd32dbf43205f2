// One row behind a number: whom it is about, what, since when, and the way to its reasons.
import { Tag } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { NumberRow } from "../../api/shapes";
import { useWords } from "../../i18n";
import { CourseDay } from "../../parts/CourseCard";
import { FactCard } from "../../parts/FactCard";
import { ClauseMark, HolderText, isOwed, SeverityTag, StateTag, SubjectLink, useNamed } from "../../parts/Marks";
import { Deadline, When } from "../../parts/When";
import { WhyLink } from "../../parts/WhyDrawer";
import { reportPath } from "./reportPath";

type Of<What extends NumberRow["what"]> = Extract<NumberRow, { what: What }>;

function Line({ title, right, children }: { title: ReactNode; right?: ReactNode; children?: ReactNode }) {
  return (
    <article className="lf-fact">
      <header>
        <span>{title}</span>
        <span className="lf-quiet">{right}</span>
      </header>
      {children}
    </article>
  );
}

function DutyLine({ of }: { of: Of<"duty"> }) {
  const { say } = useWords();
  return (
    <Line
      title={
        <>
          <WhyLink of={of.key}>{say(of.title)}</WhyLink> <SubjectLink of={of.subject} /> <StateTag state={of.state} />
        </>
      }
      right={<Deadline due={of.due} owed={isOwed(of.state)} />}
    >
      <div className="lf-quiet">
        <HolderText of={of.owner} /> <ClauseMark of={of.clause} />
      </div>
    </Line>
  );
}

function StatusLine({ of }: { of: Of<"status"> }) {
  const { t, say } = useWords();
  return (
    <Line
      title={
        <>
          <SubjectLink of={of.subject} /> <WhyLink of={of.key}>{say(of.title)}</WhyLink>{" "}
          <Tag variant="filled">{say(of.value_title)}</Tag>
        </>
      }
      right={
        <>
          <When at={of.from} />
          {of.until ? (
            <>
              {" "}
              {t("time.until")} <When at={of.until} />
            </>
          ) : null}
        </>
      }
    />
  );
}

function CourseLine({ of }: { of: Of<"course"> }) {
  const { say } = useWords();
  return (
    <Line
      title={
        <>
          <SubjectLink of={of.subject} /> <WhyLink of={of.key}>{say(of.title)}</WhyLink> <CourseDay course={of} />
        </>
      }
      right={`${of.day_one} → ${of.last_day}`}
    />
  );
}

function AlertLine({ of }: { of: Of<"alert"> }) {
  const { say } = useWords();
  return (
    <Line
      title={
        <>
          <SeverityTag severity={of.severity} /> <WhyLink of={of.key}>{say(of.title)}</WhyLink>{" "}
          <SubjectLink of={of.subject} />
        </>
      }
      right={<When at={of.raised} />}
    />
  );
}

function ReportLine({ of }: { of: Of<"report"> }) {
  const { t, say } = useWords();
  const named = useNamed();
  return (
    <Line
      title={
        <>
          <Link to={reportPath(of)}>{of.org.name}</Link> <WhyLink of={of.duty}>{say(of.title)}</WhyLink>{" "}
          <Tag variant="filled">{named("report.state.", of.state)}</Tag>
          {of.nil ? <Tag>{t("report.nil")}</Tag> : null}
        </>
      }
      right={of.received ? <When at={of.received} /> : <Deadline due={of.due} owed />}
    />
  );
}

export function NumberLine({ of }: { of: NumberRow }) {
  switch (of.what) {
    case "fact":
      return <FactCard fact={of} />;
    case "duty":
      return <DutyLine of={of} />;
    case "status":
      return <StatusLine of={of} />;
    case "course":
      return <CourseLine of={of} />;
    case "alert":
      return <AlertLine of={of} />;
    case "report":
      return <ReportLine of={of} />;
  }
}
