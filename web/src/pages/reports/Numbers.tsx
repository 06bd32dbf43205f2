// The numbers of a report with the period before and the difference; a total that differs from its parts is marked.
import { WarningOutlined } from "@ant-design/icons";
import { Table, Tag } from "antd";
import type { Indicator, ReportView } from "../../api/shapes";
import { useWords } from "../../i18n";
import { count, difference } from "../../words/label";

export function Numbers({ of, onOpen }: { of: ReportView; onOpen?: (indicator: Indicator) => void }) {
  const { t, say } = useWords();
  const corrected = new Map(of.corrections.map((c) => [c.id, c.now]));
  return (
    <Table<Indicator>
      className="lf-numbers"
      size="small"
      pagination={false}
      rowKey="id"
      dataSource={of.indicators}
      columns={[
        {
          title: t("report.indicator"),
          render: (_, i) => (
            <>
              {say(i.title)} {i.cumulative ? <Tag variant="filled">{t("report.cumulative")}</Tag> : null}
              {i.parts_differ ? (
                <div className="lf-late">
                  <WarningOutlined /> {t("report.parts", { sum: count(i.parts_differ.sum) })}
                </div>
              ) : null}
            </>
          ),
        },
        {
          title: t("report.value"),
          align: "right",
          width: 170,
          render: (_, i) => (
            <span className="lf-nowrap">
              {i.opens && onOpen ? (
                <button
                  type="button"
                  className="lf-number"
                  onClick={() => onOpen(i)}
                  aria-label={`${say(i.title)} ${count(i.value)}`}
                >
                  {count(i.value)}
                </button>
              ) : (
                <span className="lf-number" style={{ cursor: "default" }}>
                  {count(i.value)}
                </span>
              )}{" "}
              <span className="lf-quiet">{say(i.unit)}</span>
              {corrected.has(i.id) ? (
                <div className="lf-late">{t("report.now", { now: count(corrected.get(i.id)) })}</div>
              ) : null}
            </span>
          ),
        },
        { title: t("report.yesterday"), align: "right", width: 100, render: (_, i) => count(i.yesterday) },
        { title: t("report.difference"), align: "right", width: 90, render: (_, i) => difference(i.difference) },
      ]}
    />
  );
}
