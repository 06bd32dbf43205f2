// The numbers of a report with the period before and the difference; a total that differs from its parts is marked.
import { WarningOutlined } from "@ant-design/icons";
import { Table, Tag } from "antd";
import type { Indicator, ReportView } from "../../api/shapes";
import { useWords } from "../../i18n";
import { count, difference } from "../../words/label";
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
          width: 170,
          render: (_, i) => <NumberValue of={of} indicator={i} onOpen={onOpen} />,
        },
        { title: t("report.yesterday"), align: "right", width: 100, render: (_, i) => count(i.yesterday) },
        { title: t("report.difference"), align: "right", width: 90, render: (_, i) => difference(i.difference) },
      ]}
    />
  );
}
