// The rows of the line list: only those in sight are drawn, so that a hundred thousand can be scrolled.
import { Table, type TableColumnType } from "antd";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import type { Case, CaseColumn } from "../../api/shapes";
import { Nothing } from "../../app/PageFrame";
import { useWords } from "../../i18n";
import { SubjectLink } from "../../parts/Marks";
import { byColumn, cellValue } from "./cells";
import type { Picked, View } from "./views";

const WIDTHS: Record<string, number> = { date: 118, number: 110, bool: 84, code: 124, person: 150 };
const PERSON_WIDTH = 130;
const HOME_WIDTH = 150;
const CASE_WIDTH = 76;
/** A column of more values than this is filtered by the server. */
const PICKED_MAX = 60;

/** The values of a column that can be picked: codes that occur, true and false. */
function choices(column: CaseColumn, all: Case[], say: (label: Case["cells"][string]["shown"]) => string) {
  if (column.kind !== "code" && column.kind !== "bool") return undefined;
  const found = new Map<string, string>();
  for (const row of all) {
    const cell = row.cells[column.id];
    const value = cellValue(row, column.id);
    if (cell && value !== null) found.set(String(value), say(cell.shown));
  }
  if (found.size < 2 || found.size > PICKED_MAX) return undefined;
  return [...found].map(([value, text]) => ({ value, text }));
}

/** Headings and the edge below the rows. */
const EDGES = 64;
const ROOM_MIN = 320;

/** How high the rows may be, so that the page itself need not be scrolled. */
function useRoom(place: RefObject<HTMLDivElement | null>): number {
  const [room, setRoom] = useState(ROOM_MIN);
  useEffect(() => {
    const measure = () => {
      const top = place.current?.getBoundingClientRect().top ?? 0;
      setRoom(Math.max(ROOM_MIN, window.innerHeight - window.scrollY - top - EDGES));
    };
    measure();
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  }, [place]);
  return room;
}

export function CaseTable(props: {
  columns: CaseColumn[];
  /** Those that are shown. */
  rows: Case[];
  /** All that were fetched: what can be picked. */
  all: Case[];
  waiting: boolean;
  view: View;
  onPick: (picked: Picked) => void;
  onSort: (sort: View["sort"]) => void;
}) {
  const { t, say } = useWords();
  const { view } = props;
  const columns = useMemo(() => {
    const shown = props.columns.filter((c) => view.columns.includes(c.id));
    const made = shown.map(
      (c): TableColumnType<Case> => ({
        key: c.id,
        title: say(c.label),
        width: WIDTHS[c.kind] ?? 120,
        ellipsis: true,
        render: (_, row) => say(row.cells[c.id]?.shown),
        sorter: byColumn(c),
        sortOrder: view.sort?.column === c.id ? view.sort.order : null,
        filters: choices(c, props.all, say),
        filteredValue: view.picked[c.id] ?? null,
      }),
    );
    const fixed: TableColumnType<Case>[] = [
      {
        key: "person",
        title: t("people.who"),
        width: PERSON_WIDTH,
        fixed: "left",
        render: (_, row) => <SubjectLink of={row.person} />,
      },
      {
        key: "case",
        title: t("case.open"),
        width: CASE_WIDTH,
        render: (_, row) => <Link to={`/cases/${encodeURIComponent(row.id)}`}>{t("case.card")}</Link>,
      },
      { key: "home", title: t("people.home"), width: HOME_WIDTH, ellipsis: true, render: (_, row) => row.home?.name },
    ];
    return [...fixed, ...made];
  }, [props.columns, props.all, view, t, say]);
  const place = useRef<HTMLDivElement>(null);
  const room = useRoom(place);
  const width = columns.reduce((sum, c) => sum + Number(c.width), 0);
  return (
    <div ref={place}>
      <Table<Case>
        virtual
        size="small"
        rowKey="id"
        pagination={false}
        loading={props.waiting}
        dataSource={props.rows}
        columns={columns}
        scroll={{ x: width, y: room }}
        locale={{ emptyText: props.waiting ? " " : <Nothing says={t("cases.none")} hint={t("cases.none.hint")} /> }}
        onChange={(_, filters, sorter) => {
          const chosen = Object.entries(filters).filter((entry) => entry[1]?.length);
          props.onPick(Object.fromEntries(chosen.map(([id, values]) => [id, (values ?? []).map(String)])));
          const one = Array.isArray(sorter) ? sorter[0] : sorter;
          props.onSort(one?.order ? { column: String(one.columnKey), order: one.order } : null);
        }}
      />
    </div>
  );
}
