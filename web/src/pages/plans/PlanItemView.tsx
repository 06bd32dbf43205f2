// One rule, routine, signal, level, course or report of a plan, in plain words.
import { Table } from "antd";
import { Link } from "react-router";
import type { PlanItem } from "../../api/shapes";
import { PHASES } from "../../app/theme";
import { useWide } from "../../app/wide";
import { useWords } from "../../i18n";

/** The phases of a course as bars of days, to scale, with its test days under them. */
function DayBars({ item }: { item: PlanItem }) {
  const { t, say } = useWords();
  if (item.phases.length === 0) return null;
  return (
    <div style={{ margin: "6px 0", maxWidth: 760 }}>
      <div
        className="lf-bars"
        role="img"
        aria-label={item.phases.map((p) => t("plan.phase.days", { title: say(p.title), n: p.days })).join(", ")}
      >
        {item.phases.map((p, i) => (
          <div key={i} style={{ flex: p.days, background: PHASES[i % PHASES.length] }}>
            {t("plan.phase.days", { title: say(p.title), n: p.days })}
          </div>
        ))}
      </div>
      {item.test_days.length > 0 ? (
        <span className="lf-quiet">{t("plan.testdays", { days: item.test_days.join(", ") })}</span>
      ) : null}
    </div>
  );
}

const dutiesOf = (name: string) => `/duties?state=all&name=${encodeURIComponent(name)}`;

function Duties({ item }: { item: PlanItem }) {
  const { t, say } = useWords();
  const wide = useWide();
  if (item.duties.length === 0) return null;
  if (!wide) {
    return (
      <ul className="lf-duties">
        {item.duties.map((d) => (
          <li key={d.name}>
            <div>
              <Link to={dutiesOf(d.name)}>{say(d.title)}</Link>
              <div className="lf-quiet">
                {say(d.owner)} · {say(d.within)} ·{" "}
                <Link to={`/ledgers/${encodeURIComponent(d.done_by.id)}`}>{say(d.done_by.title)}</Link>
              </div>
              {d.escalates.map((e, i) => (
                <div key={i} className="lf-quiet">
                  {say(e)}
                </div>
              ))}
            </div>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <Table
      size="small"
      pagination={false}
      scroll={{ x: "max-content" }}
      rowKey="name"
      dataSource={item.duties}
      columns={[
        {
          title: t("duty.what"),
          render: (_, d) => <Link to={dutiesOf(d.name)}>{say(d.title)}</Link>,
        },
        { title: t("plan.duty.owner"), render: (_, d) => say(d.owner) },
        { title: t("plan.duty.within"), render: (_, d) => say(d.within) },
        {
          title: t("plan.duty.doneby"),
          render: (_, d) => <Link to={`/ledgers/${encodeURIComponent(d.done_by.id)}`}>{say(d.done_by.title)}</Link>,
        },
        { title: t("plan.duty.escalates"), render: (_, d) => d.escalates.map((e, i) => <div key={i}>{say(e)}</div>) },
      ]}
    />
  );
}

export function PlanItemView({ item }: { item: PlanItem }) {
  const { t, say } = useWords();
  const list = (title: string, lines: PlanItem["when"]) =>
    lines.length === 0 ? null : (
      <div>
        <span className="lf-quiet">{title}</span>
        <ul>
          {lines.map((line, i) => (
            <li key={i}>{say(line)}</li>
          ))}
        </ul>
      </div>
    );
  return (
    <article className="lf-item" id={item.id}>
      <div>
        <b>{say(item.title)}</b> <span className="lf-mono lf-quiet">{item.id}</span>
      </div>
      {item.clause.id || say(item.clause.says) ? (
        <div className="lf-clause" style={{ margin: "4px 0" }}>
          <b>{item.clause.id}</b> {say(item.clause.says)}
        </div>
      ) : null}
      {list(t("plan.when"), item.when)}
      {list(t("plan.then"), item.then)}
      <DayBars item={item} />
      {list(t("plan.indicators"), item.indicators)}
      {item.legal_basis ? (
        <div className="lf-quiet">
          {t("plan.legal")}
          {t("colon")}
          {say(item.legal_basis)}
        </div>
      ) : null}
      <Duties item={item} />
    </article>
  );
}
