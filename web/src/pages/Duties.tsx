// Duties as a list, with filters that live in the address (so that a filtered list can be sent to somebody), paged by
// key. What can be done with one is in the drawer of reasons.
import { useQuery } from "@tanstack/react-query";
import { DatePicker, Segmented, Select, Table, Tag } from "antd";
import dayjs from "dayjs";
import { api, ask } from "../api/client";
import { usePaged } from "../api/paged";
import type { Duty } from "../api/shapes";
import { Failure } from "../app/Failure";
import { type Filters as FiltersOf, useFilters } from "../app/filters";
import { ListFoot, Nothing, PageFrame } from "../app/PageFrame";
import { useHouse } from "../app/session";
import { useWide } from "../app/wide";
import { useWords } from "../i18n";
import { DutyList } from "../parts/DutyList";
import { FillLink } from "../parts/DutyPanel";
import { ExportButtons } from "../parts/ExportButtons";
import { ClauseMark, HolderText, isOwed, StateTag, SubjectLink, useNamed } from "../parts/Marks";
import { OrgPicker } from "../parts/OrgPicker";
import { SearchBox } from "../parts/SearchBox";
import { Deadline } from "../parts/When";
import { WhyLink } from "../parts/WhyDrawer";
import { bare } from "../words/label";
import { dateOf, plusDays, startOf } from "../words/time";

const FILTERS = ["mine", "org", "state", "subject", "name", "due_from", "due_until", "gaps", "text"] as const;
type DutyFilters = FiltersOf<(typeof FILTERS)[number]>;

/** What the first filter means for the server. */
const MINE: Record<string, string | undefined> = { mine: "1", taken: "taken" };

function Filters({ values, set }: DutyFilters) {
  const { t } = useWords();
  const { zone } = useHouse();
  const named = useNamed();
  const states = ["owed", "open", "overdue", "done", "done_late", "missed", "waived", "withdrawn"] as const;
  // Several at once come by links from counters and reports.
  const stateWords = (list: string) =>
    list
      .split(",")
      .map((s) => named("state.", s))
      .join(t("list.comma"));
  const scope = values.gaps ? "gaps" : values.mine === "taken" ? "taken" : values.mine ? "mine" : "all";
  const from = values.due_from ? dayjs(dateOf(values.due_from, zone)) : null;
  // The bound is the start of the next day; the reader sees the last day that counts.
  const until = values.due_until ? dayjs(dateOf(Date.parse(values.due_until) - 1, zone)) : null;
  return (
    <div className="lf-filters">
      <SearchBox words={values.text ?? ""} label={t("duty.filter.text")} onSearch={(text) => set({ text })} />
      <Segmented
        value={scope}
        onChange={(to) => set({ mine: MINE[to], gaps: to === "gaps" ? "1" : undefined })}
        options={[
          { value: "mine", label: t("duty.filter.mine") },
          { value: "taken", label: t("duty.filter.taken") },
          { value: "all", label: t("duty.filter.all") },
          { value: "gaps", label: t("duty.filter.gaps") },
        ]}
      />
      <Select
        style={{ minWidth: 150 }}
        value={values.state ?? "owed"}
        aria-label={t("duty.state")}
        onChange={(state) => set({ state })}
        options={[
          { value: "all", label: t("list.all") },
          ...states.map((s) => ({ value: s as string, label: t(`state.${s}`) })),
          ...(values.state?.includes(",") ? [{ value: values.state, label: stateWords(values.state) }] : []),
        ]}
      />
      <OrgPicker value={values.org} onChange={(org) => set({ org })} placeholder={t("duty.filter.org")} />
      <DatePicker.RangePicker
        allowEmpty={[true, true]}
        value={[from, until]}
        aria-label={t("duty.filter.due")}
        onChange={(days) =>
          set({
            due_from: days?.[0] ? startOf(days[0].format("YYYY-MM-DD"), zone) : undefined,
            due_until: days?.[1] ? startOf(plusDays(days[1].format("YYYY-MM-DD"), 1), zone) : undefined,
          })
        }
      />
      {values.name ? (
        <Tag closable onClose={() => set({ name: undefined })}>
          {t("duty.filter.name", { name: bare(values.name) })}
        </Tag>
      ) : null}
      {values.subject ? (
        <Tag closable onClose={() => set({ subject: undefined })}>
          {t("duty.filter.subject", { subject: values.subject })}
        </Tag>
      ) : null}
    </div>
  );
}

function DutyTable({ rows, waiting }: { rows: Duty[]; waiting: boolean }) {
  const { t, say } = useWords();
  return (
    <Table<Duty>
      size="small"
      rowKey="key"
      loading={waiting}
      pagination={false}
      dataSource={rows}
      locale={{ emptyText: waiting ? " " : <Nothing says={t("duty.none")} hint={t("duty.none.hint")} /> }}
      columns={[
        {
          title: t("duty.due"),
          width: 150,
          render: (_, d) => <Deadline due={d.due} owed={isOwed(d.state)} done={d.done?.at} />,
        },
        { title: t("duty.state"), width: 96, render: (_, d) => <StateTag state={d.state} /> },
        {
          title: t("duty.what"),
          render: (_, d) => (
            <>
              <WhyLink of={d.key}>{say(d.title)}</WhyLink> <ClauseMark of={d.clause} />
              {d.late_on_arrival ? <div className="lf-quiet">{t("duty.arrived")}</div> : null}
            </>
          ),
        },
        { title: t("duty.about"), width: 180, render: (_, d) => <SubjectLink of={d.subject} /> },
        {
          title: t("duty.owner"),
          width: 260,
          render: (_, d) => (
            <>
              <HolderText of={d.owner} />
              {d.taken_by ? <div className="lf-quiet">{d.taken_by}</div> : null}
            </>
          ),
        },
        { title: t("list.do"), width: 150, align: "right", render: (_, d) => <FillLink duty={d} small /> },
      ]}
    />
  );
}

export default function Duties() {
  const { t } = useWords();
  const filters = useFilters(FILTERS);
  const wide = useWide("xl");
  // What is owed comes first; everything else is asked for.
  const { state = "owed", ...rest } = filters.values;
  const query = { ...rest, state: state === "all" ? undefined : state };
  const list = usePaged(["duties", query], (after) =>
    ask(api.GET("/api/v1/duties", { params: { query: { ...query, limit: 50, after } } })),
  );
  // Kept warm for the picker, so that it opens at once.
  useQuery({ queryKey: ["orgs", "tops"], staleTime: 600_000, queryFn: () => ask(api.GET("/api/v1/orgs")) });
  return (
    <PageFrame title={t("menu.duties")} actions={<ExportButtons of="duties" query={query} />}>
      <Filters {...filters} />
      <Failure problem={list.problem} again={list.again} />
      {wide ? (
        <DutyTable rows={list.rows} waiting={list.waiting} />
      ) : list.rows.length === 0 && !list.waiting ? (
        <Nothing says={t("duty.none")} hint={t("duty.none.hint")} />
      ) : (
        <div className="lf-paper-list">
          <DutyList rows={list.rows} states />
        </div>
      )}
      <ListFoot list={list} />
    </PageFrame>
  );
}
