// What stands behind one area: the numbers, the zone with its rule and legal basis, the points of its colour, what rules
// say of it, and the ways to its cases and duties.
import { Alert, Descriptions, Drawer, Space, Table } from "antd";
import { Link } from "react-router";
import type { AreaMap, AreaRow } from "../../api/shapes";
import { useHouse } from "../../app/session";
import { useWide } from "../../app/wide";
import { type Key, useWords } from "../../i18n";
import { DataProblems } from "../../parts/DataProblems";
import { dateOf } from "../../words/time";

type Measured = NonNullable<AreaRow["colouring"]>["indicators"][number];

/** `a`, or `a (at worst b)`. */
export function useWorst() {
  const { t } = useWords();
  return (says: string, worst: string) => (says === worst ? says : t("areas.worst", { says, worst }));
}

function Zone({ of }: { of: NonNullable<AreaRow["zone"]> }) {
  const { t, say } = useWords();
  const items = [
    { label: t("areas.table.zone"), children: say(of.title) },
    { label: t("areas.zone.since"), children: of.since },
    { label: t("areas.zone.rule"), children: say(of.rule) },
    { label: t("areas.zone.basis"), children: say(of.legal_basis) },
    {
      label: t("areas.table.lower"),
      children: (
        <>
          {t("areas.zone.lower", { day: of.lower_from, to: say(of.lower_to) || t("areas.zone.none") })}
          {of.test_rounds_missing > 0 ? <div>{t("areas.zone.rounds", { n: of.test_rounds_missing })}</div> : null}
        </>
      ),
    },
  ];
  return <Descriptions size="small" column={1} bordered items={items} />;
}

const between = (low: number | null | undefined, high: number | null | undefined, digits: number) => {
  if (low === null || low === undefined || high === null || high === undefined) return "?";
  const [a, b] = [low, high].map((n) => String(Number(n.toFixed(digits))));
  return a === b ? a : `${a}–${b}`;
};

function Colouring({ of, last }: { of: NonNullable<AreaRow["colouring"]>; last: boolean }) {
  const { t, say } = useWords();
  return (
    <Table<Measured>
      size="small"
      rowKey={(m) => m.title.zh}
      pagination={false}
      dataSource={of.indicators}
      title={() => `${t("areas.layer.colours")} · ${t("areas.score")} ${between(of.low, of.high, 3)}`}
      columns={[
        { title: t("areas.layer.colours"), render: (_, m) => say(m.title) },
        {
          title: t("areas.value"),
          render: (_, m) => {
            // Without a case it is at least as long ago as is looked back.
            const since = m.measure === "days_since_last_case" && !last && m.low === m.high;
            return `${since ? "≥ " : ""}${between(m.low, m.high, 2)}`;
          },
        },
        {
          title: t("areas.points"),
          render: (_, m) => `${between(m.points_low, m.points_high, 0)} / ${m.points_max}`,
        },
        { title: t("areas.weight"), render: (_, m) => m.weight },
      ]}
    />
  );
}

function Behind({ area, map, disease }: { area: AreaRow; map: AreaMap; disease: string | undefined }) {
  const { t, say } = useWords();
  const { zone } = useHouse();
  const worst = useWorst();
  const a = area.assessment;
  const word = (situation: string) => t(`areas.situation.${situation}` as Key);
  const layers = map.rules[area.rules]?.layers ?? [];
  const colour = (id: string | null | undefined) => (id ? t(`areas.colour.${id}` as Key) : "?");
  const computed = [
    { label: t("areas.layer.situation"), children: <b>{worst(word(a.situation), word(a.at_worst))}</b> },
    {
      label: t("areas.table.cases"),
      children: t("areas.counts", {
        cases: a.cases,
        unknown: a.unknown_source,
        outbreaks: a.outbreaks,
        undated: a.undated,
      }),
    },
    { label: t("areas.last"), children: a.last_case ?? "—" },
    { label: t("areas.population"), children: area.population ?? "—" },
    ...(area.colouring
      ? [
          {
            label: t("areas.layer.colours"),
            children: worst(colour(area.colouring.colour), colour(area.colouring.at_worst)),
          },
        ]
      : []),
  ];
  const ruled = area.statuses.map((status, n) => ({
    key: status.status,
    label: say(layers[n]?.title) || status.status,
    children: status.since
      ? t("areas.ruled.since", { value: say(status.title), since: dateOf(Date.parse(status.since), zone) })
      : say(status.title),
  }));
  const cases = new URLSearchParams({ org: area.org.id, ...(disease ? { disease } : {}) });
  return (
    <div className="lf-stack">
      <Space wrap>
        <Link to={`/cases?${cases}`}>{t("areas.open.cases")}</Link>
        <Link to={`/duties?${new URLSearchParams({ org: area.org.id })}`}>{t("areas.open.duties")}</Link>
        <Link to={`/orgs/${area.org.id}`}>{t("areas.open.org")}</Link>
      </Space>
      {area.differs ? <Alert type="warning" showIcon title={say(area.differs)} /> : null}
      <DataProblems of={area.problems} />
      <Descriptions size="small" column={1} bordered title={t("areas.computed")} items={computed} />
      {ruled.length > 0 ? (
        <Descriptions size="small" column={1} bordered title={t("areas.ruled")} items={ruled} />
      ) : null}
      {area.zone ? <Zone of={area.zone} /> : null}
      {area.colouring ? <Colouring of={area.colouring} last={Boolean(a.last_case)} /> : null}
    </div>
  );
}

export function AreaPanel(props: {
  area: AreaRow | undefined;
  map: AreaMap;
  disease: string | undefined;
  onClose: () => void;
}) {
  const { say } = useWords();
  const wide = useWide();
  const { area } = props;
  return (
    <Drawer
      open={Boolean(area)}
      onClose={props.onClose}
      title={area ? `${area.org.name} · ${say(area.kind)}` : ""}
      size={wide ? 520 : "100%"}
      destroyOnHidden
    >
      {area ? <Behind area={area} map={props.map} disease={props.disease} /> : null}
    </Drawer>
  );
}
