// Courses of all the people the reader may see: on which day, in which phase, with which tests.
import { Segmented, Table } from "antd";
import { useSearchParams } from "react-router";
import { api, ask } from "../api/client";
import { usePaged } from "../api/paged";
import type { Course } from "../api/shapes";
import { Failure } from "../app/Failure";
import { ListFoot, Nothing, PageFrame } from "../app/PageFrame";
import { useWide } from "../app/wide";
import { useWords } from "../i18n";
import { CourseCard, CourseDay } from "../parts/CourseCard";
import { ExportButtons } from "../parts/ExportButtons";
import { SubjectLink } from "../parts/Marks";
import { OrgPicker } from "../parts/OrgPicker";
import { SearchBox } from "../parts/SearchBox";
import { WhyLink } from "../parts/WhyDrawer";
import { CourseCalendar } from "../pictures/CourseCalendar";

/** On which days a test is due, and how many have a result. */
function Tests({ of }: { of: Course }) {
  const { t } = useWords();
  if (of.tests.length === 0) return "—";
  return (
    <>
      {t("course.tests.done", { done: of.tests.filter((x) => x.state === "done").length, all: of.tests.length })}
      <div className="lf-quiet">{t("course.tests.days", { days: of.tests.map((x) => x.day).join(", ") })}</div>
    </>
  );
}

export default function Courses() {
  const { t, say } = useWords();
  const wide = useWide("xl");
  const [address, setAddress] = useSearchParams();
  const all = address.get("all") === "1";
  const org = address.get("org") ?? undefined;
  const text = address.get("text") ?? undefined;
  const kept = { all: all ? "1" : "", org: org ?? "", text: text ?? "" };
  const set = (change: Partial<typeof kept>) => setAddress(Object.entries({ ...kept, ...change }).filter(([, v]) => v));
  const query = { running: all ? undefined : "1", org, text };
  const list = usePaged(["courses", query], (after) =>
    ask(api.GET("/api/v1/courses", { params: { query: { ...query, limit: 50, after } } })),
  );
  const none =
    text || org ? (
      <Nothing says={t("list.none.found")} hint={t("list.none.found.hint")} />
    ) : (
      <Nothing says={t(all ? "course.none.all" : "course.none")} hint={t("course.none.hint")} />
    );
  return (
    <PageFrame title={t("menu.courses")} actions={<ExportButtons of="courses" query={query} />}>
      <div className="lf-filters">
        <SearchBox words={text ?? ""} label={t("course.filter.text")} onSearch={(q) => set({ text: q })} />
        <Segmented
          value={all ? "all" : "running"}
          onChange={(to) => set({ all: to === "all" ? "1" : "" })}
          options={[
            { value: "running", label: t("course.filter.running") },
            { value: "all", label: t("list.all") },
          ]}
        />
        <OrgPicker value={org} onChange={(to) => set({ org: to ?? "" })} placeholder={t("duty.filter.org")} />
      </div>
      <Failure problem={list.problem} again={list.again} />
      {wide ? (
        <Table<Course>
          size="small"
          rowKey="key"
          loading={list.waiting}
          pagination={false}
          dataSource={list.rows}
          locale={{ emptyText: list.waiting ? " " : none }}
          expandable={{
            columnTitle: t("course.calendar"),
            columnWidth: 56,
            expandedRowRender: (c) => <CourseCalendar course={c} />,
          }}
          columns={[
            { title: t("duty.about"), width: 120, render: (_, c) => <SubjectLink of={c.subject} /> },
            { title: t("course.what"), render: (_, c) => <WhyLink of={c.key}>{say(c.title)}</WhyLink> },
            { title: t("duty.state"), render: (_, c) => <CourseDay course={c} /> },
            { title: t("course.phase"), render: (_, c) => say(c.phases.find((p) => p.now)?.title) || "—" },
            { title: t("course.from"), width: 116, render: (_, c) => `${c.day_one} → ${c.last_day}` },
            { title: t("course.tests"), width: 190, render: (_, c) => <Tests of={c} /> },
          ]}
        />
      ) : (
        <div className="lf-stack">
          {list.rows.length === 0 && !list.waiting ? none : null}
          {list.rows.map((c) => (
            <div key={c.key}>
              <SubjectLink of={c.subject} />
              <CourseCard course={c} />
            </div>
          ))}
        </div>
      )}
      <ListFoot list={list} />
    </PageFrame>
  );
}
