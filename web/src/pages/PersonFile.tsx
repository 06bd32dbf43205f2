// The file of one person (or household, place, lot, vehicle): who, in what state, under which courses, what is owed,
// and everything that was recorded and followed, newest first. Identity is masked; a look asks for a reason.
import { useQuery } from "@tanstack/react-query";
import { Card, Collapse, Tag } from "antd";
import { Link, useParams } from "react-router";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { Duty, Status, SubjectFile } from "../api/shapes";
import { Loaded, PageFrame } from "../app/PageFrame";
import { useHouse } from "../app/session";
import { useWords } from "../i18n";
import { AckButton } from "../parts/AckButton";
import { CourseCard } from "../parts/CourseCard";
import { DutyList } from "../parts/DutyList";
import { isOwed, SeverityTag, subjectPath } from "../parts/Marks";
import { When } from "../parts/When";
import { WhyLink } from "../parts/WhyDrawer";
import { dateOf } from "../words/time";
import { Identity } from "./person/Identity";
import { RecordButton } from "./person/RecordButton";
import { Timeline } from "./person/Timeline";

function StatusLine({ status }: { status: Status }) {
  const { t, say } = useWords();
  const { zone } = useHouse();
  return (
    <div style={{ marginBottom: 6 }}>
      <WhyLink of={status.key}>
        <Tag color={status.holds ? "geekblue" : undefined} variant="filled">
          {say(status.title)}
          {t("colon")}
          {say(status.value_title)}
        </Tag>
      </WhyLink>
      <span className="lf-quiet">
        {t("time.since", { time: dateOf(status.from, zone) })}
        {status.until ? ` ${t("time.until")} ${dateOf(status.until, zone)}` : ""} · {status.clause.id}
      </span>
    </div>
  );
}

function Statuses({ rows }: { rows: Status[] }) {
  const { t } = useWords();
  const now = rows.filter((s) => s.holds);
  const past = rows.filter((s) => !s.holds);
  return (
    <Card size="small" title={t("person.statuses")}>
      {now.length === 0 ? <span className="lf-quiet">{t("person.statuses.none")}</span> : null}
      {now.map((s) => (
        <StatusLine key={s.key} status={s} />
      ))}
      {past.length > 0 ? (
        <Collapse
          ghost
          size="small"
          items={[
            {
              key: "past",
              label: t("person.statuses.past", { n: past.length }),
              children: past.map((s) => <StatusLine key={s.key} status={s} />),
            },
          ]}
        />
      ) : null}
    </Card>
  );
}

function Alerts({ file }: { file: SubjectFile }) {
  const { t, say } = useWords();
  if (file.alerts.length === 0) return null;
  return (
    <Card size="small" title={t("person.alerts")}>
      <ul className="lf-duties">
        {file.alerts.map((a) => (
          <li key={a.key}>
            <div>
              <SeverityTag severity={a.severity} /> <WhyLink of={a.key}>{say(a.title)}</WhyLink>{" "}
              <span className="lf-quiet">
                <When at={a.raised} />
              </span>
            </div>
            <AckButton of={[a]} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Memberships({ file }: { file: SubjectFile }) {
  const { t, say } = useWords();
  const { zone } = useHouse();
  return (
    <Card size="small" title={t("person.memberships")}>
      {file.memberships.length === 0 ? <span className="lf-quiet">{t("person.memberships.none")}</span> : null}
      {file.memberships.map((m, i) => (
        <div key={i} style={{ opacity: m.until ? 0.65 : 1 }}>
          <Link to={subjectPath(m.group.id)}>{m.group.label}</Link>{" "}
          <span className="lf-quiet">
            {t("time.since", { time: dateOf(m.from, zone) })}
            {m.until ? ` ${t("time.until")} ${dateOf(m.until, zone)}` : ""} · {say(m.said_by)}
          </span>
        </div>
      ))}
    </Card>
  );
}

/** Those that have ended are many and alike; the newest few are enough here. */
const ENDED_SHOWN = 6;

function shownDuties(duties: Duty[]): Duty[] {
  const ended = duties.filter((d) => !isOwed(d.state));
  return [...duties.filter((d) => isOwed(d.state)), ...ended.slice(0, ENDED_SHOWN)];
}

function File({ file }: { file: SubjectFile }) {
  const { t } = useWords();
  return (
    <div className="lf-stack">
      <Identity file={file} />
      <div className="lf-grid-2">
        <div className="lf-stack">
          {file.courses.length === 0 ? (
            <Card size="small" title={t("person.courses")}>
              <span className="lf-quiet">{t("person.courses.none")}</span>
            </Card>
          ) : (
            file.courses.map((c) => <CourseCard key={c.key} course={c} />)
          )}
          <Card
            size="small"
            title={t("person.duties")}
            extra={
              <Link to={`/duties?state=all&subject=${encodeURIComponent(file.subject.id)}`}>
                {t("person.duties.all")}
              </Link>
            }
          >
            {file.duties.length === 0 ? (
              <span className="lf-quiet">{t("person.duties.none")}</span>
            ) : (
              <DutyList rows={shownDuties(file.duties)} states />
            )}
          </Card>
        </div>
        <div className="lf-stack">
          <Statuses rows={file.statuses} />
          <Alerts file={file} />
          <Memberships file={file} />
          <Timeline subject={file.subject.id} />
        </div>
      </div>
    </div>
  );
}

export default function PersonFile() {
  const { t } = useWords();
  const id = useParams().id ?? "";
  const file = useQuery({
    queryKey: ["subject", id],
    queryFn: () => ask(api.GET("/api/v1/subjects/{id}", { params: { path: { id } } })),
  });
  const label = file.data?.subject.label ?? "";
  return (
    <PageFrame
      title={`${t("menu.people")}${label ? ` · ${label}` : ""}`}
      note={<span className="lf-mono">{id}</span>}
      actions={<RecordButton subject={id} />}
    >
      <Loaded of={file} problem={file.error ? asProblem(file.error) : null} rows={12}>
        {(data) => <File file={data} />}
      </Loaded>
    </PageFrame>
  );
}
