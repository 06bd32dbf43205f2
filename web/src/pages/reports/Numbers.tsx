// The numbers of a report with the period before and the difference; a total that differs from its parts is marked.
import { WarningOutlined } from "@ant-design/icons";
import { Table, Tag } from "antd";
import type { Indicator, ReportView } from "../../api/shapes";
import { useWords } from "../../i18n";
import { count, difference } from "../../words/label";
import { shown } from "./figures-of";
import { NumberValue } from "./NumberValue";

export function Numbers({ of, onOpen }: { of: ReportView; onOpen?: (indicator: Indicator) => void }) {
  const { t, say } = useWords();
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
          width: 130,
          render: (_, i) => <NumberValue of={of} indicator={i} onOpen={onOpen} />,
        },
        {
          title: t("report.yesterday"),
          align: "right",
          width: 84,
          responsive: ["sm"],
          render: (_, i) => count(shown(i.yesterday, i)),
        },
        {
          title: t("report.difference"),
          align: "right",
          width: 80,
          render: (_, i) => difference(shown(i.difference, i)),
        },
      ]}
    />
  );
}
