// The follow-up grid: a row for each person under a course, a cell for each day.
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button, DatePicker, Segmented, Table, type TableColumnType, Tag } from "antd";
import dayjs from "dayjs";
import { api, ask } from "../api/client";
import { usePaged } from "../api/paged";
import type { FollowupRow } from "../api/shapes";
import { Failure } from "../app/Failure";
import { useFilters } from "../app/filters";
import { ListFoot, Nothing, PageFrame } from "../app/PageFrame";
import { useHouse } from "../app/session";
import { useWords } from "../i18n";
import { ExportButtons } from "../parts/ExportButtons";
import { SubjectLink } from "../parts/Marks";
import { OrgPicker } from "../parts/OrgPicker";
import { SearchBox } from "../parts/SearchBox";
import { WhyLink } from "../parts/WhyDrawer";
import { dateOf, plusDays } from "../words/time";
import { DayCell, DayLegend } from "./followup/DayCell";

const DAYS = 14;
/** So many days before today are shown first. */
const BACK = 9;

export default function Followup() {
  const { t, say } = useWords();
  const { now, zone } = useHouse();
  const today = dateOf(now, zone);
  const { values, set } = useFilters(["all", "org", "text", "from"]);
  const from = values.from ?? plusDays(today, -BACK);
  const all = values.all === "1";
  const query = { running: all ? undefined : "1", org: values.org, text: values.text, from, days: DAYS };
  const list = usePaged(["followup", query], (after) =>
    ask(api.GET("/api/v1/followup", { params: { query: { ...query, limit: 50, after } } })),
  );
  const days = Array.from({ length: DAYS }, (_, n) => plusDays(from, n));
  const columns: TableColumnType<FollowupRow>[] = [
    {
      title: t("people.who"),
      fixed: "left",
      width: 120,
      render: (_, row) => (
        <>
          <SubjectLink of={row.course.subject} />
          {row.missed_in_row > 1 ? (
            <div>
              <Tag color="red">{t("followup.missed.row", { n: row.missed_in_row })}</Tag>
            </div>
          ) : null}
        </>
      ),
    },
    { title: t("people.home"), width: 130, ellipsis: true, render: (_, row) => row.home?.name },
    {
      title: t("followup.sources"),
      width: 120,
      render: (_, row) => row.sources.map((s) => <SubjectLink key={s.id} of={s} />),
    },
    {
      title: t("course.what"),
      width: 170,
      render: (_, row) => (
        <>
          <WhyLink of={row.course.key}>{say(row.course.title)}</WhyLink>
          <div className="lf-quiet">{t("followup.day", { day: row.course.day, days: row.course.days })}</div>
        </>
      ),
    },
    ...days.map((day, n) => ({
      key: day,
      title: <span className={day === today ? "lf-today" : undefined}>{day.slice(5)}</span>,
      width: 62,
      align: "center" as const,
      onCell: () => ({ className: day === today ? "lf-today-cell" : undefined }),
      render: (_: unknown, row: FollowupRow) => {
        const cell = row.cells[n];
        return cell ? <DayCell cell={cell} /> : null;
      },
    })),
  ];
  return (
    <PageFrame
      title={t("menu.followup")}
      note={t("followup.note")}
      actions={<ExportButtons of="followup" query={{ ...query, days: String(DAYS) }} />}
    >
      <div className="lf-filters">
        <SearchBox words={values.text ?? ""} label={t("course.filter.text")} onSearch={(text) => set({ text })} />
        <Segmented
          value={all ? "all" : "running"}
          onChange={(to) => set({ all: to === "all" ? "1" : "" })}
          options={[
            { value: "running", label: t("course.filter.running") },
            { value: "all", label: t("list.all") },
          ]}
        />
        <OrgPicker value={values.org} onChange={(org) => set({ org })} placeholder={t("duty.filter.org")} />
        <Button
          icon={<LeftOutlined />}
          aria-label={t("followup.earlier")}
          onClick={() => set({ from: plusDays(from, -7) })}
        />
        <DatePicker
          value={dayjs(from)}
          allowClear={false}
          aria-label={t("followup.from")}
          onChange={(day) => day && set({ from: day.format("YYYY-MM-DD") })}
        />
        <Button
          icon={<RightOutlined />}
          aria-label={t("followup.later")}
          onClick={() => set({ from: plusDays(from, 7) })}
        />
      </div>
      <Failure problem={list.problem} again={list.again} />
      <DayLegend />
      <Table<FollowupRow>
        size="small"
        bordered
        rowKey="key"
        loading={list.waiting}
        pagination={false}
        dataSource={list.rows}
        columns={columns}
        scroll={{ x: 540 + DAYS * 62 }}
        locale={{ emptyText: list.waiting ? " " : <Nothing says={t("followup.none")} hint={t("course.none.hint")} /> }}
      />
      <ListFoot list={list} />
    </PageFrame>
  );
}
