// The areas as a table that can be sorted: everything that the map shows, with or without shapes.
import { Table, Tag } from "antd";
import type { AreaRow } from "../../api/shapes";
import { type Key, useWords } from "../../i18n";
import { useWorst } from "./AreaPanel";

const SITUATIONS = ["no_case", "case", "outbreak", "community"];

export function AreaTable({ areas, onOpen }: { areas: AreaRow[]; onOpen: (org: string) => void }) {
  const { t, say } = useWords();
  const worst = useWorst();
  const situation = (id: string) => t(`areas.situation.${id}` as Key);
  const colour = (id: string) => t(`areas.colour.${id}` as Key);
  const rank = (a: AreaRow) =>
    SITUATIONS.indexOf(a.assessment.situation) * 4 + SITUATIONS.indexOf(a.assessment.at_worst);
  /** No zone is farther from the worst than any level. */
  const zone = (a: AreaRow) => a.zone?.rank ?? 99;
  return (
    <Table<AreaRow>
      size="small"
      rowKey={(a) => a.org.id}
      dataSource={areas}
      pagination={areas.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      scroll={{ x: 760 }}
      columns={[
        {
          title: t("areas.table.area"),
          sorter: (a, b) => a.org.name.localeCompare(b.org.name, "zh"),
          render: (_, a) => (
            <>
              <button type="button" className="lf-linkish" onClick={() => onOpen(a.org.id)}>
                {a.org.name}
              </button>
              <div className="lf-quiet">{say(a.kind)}</div>
            </>
          ),
        },
        {
          title: t("areas.table.situation"),
          sorter: (a, b) => rank(a) - rank(b),
          render: (_, a) => worst(situation(a.assessment.situation), situation(a.assessment.at_worst)),
        },
        {
          title: t("areas.table.cases"),
          width: 90,
          align: "right",
          defaultSortOrder: "descend",
          sorter: (a, b) => a.assessment.cases - b.assessment.cases,
          render: (_, a) => a.assessment.cases,
        },
        {
          title: t("areas.table.zone"),
          sorter: (a, b) => zone(b) - zone(a),
          render: (_, a) => say(a.zone?.title) || "—",
        },
        {
          title: t("areas.table.lower"),
          width: 120,
          sorter: (a, b) => (a.zone?.lower_from ?? "").localeCompare(b.zone?.lower_from ?? ""),
          render: (_, a) => a.zone?.lower_from ?? "—",
        },
        {
          title: t("areas.table.colour"),
          width: 150,
          sorter: (a, b) => (a.colouring?.high ?? 0) - (b.colouring?.high ?? 0),
          render: (_, a) =>
            a.colouring
              ? worst(a.colouring.colour ? colour(a.colouring.colour) : "?", colour(a.colouring.at_worst))
              : "—",
        },
        {
          title: t("areas.ruled"),
          render: (_, a) => (
            <>
              {a.statuses
                .filter((s) => s.rank > 0)
                .map((s) => (
                  <Tag key={s.status}>{say(s.title)}</Tag>
                ))}
              {a.differs ? <Tag color="gold">≠</Tag> : null}
            </>
          ),
        },
      ]}
    />
  );
}
