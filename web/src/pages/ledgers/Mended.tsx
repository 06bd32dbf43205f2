// Cells that were not as they ought to be and were understood all the same: by column and reason, the cells beneath.
import { Table } from "antd";
import type { ImportAnswer } from "../../api/shapes";
import { useWords } from "../../i18n";

type Of = ImportAnswer["mended"];

export function Mended({ mended }: { mended: Of }) {
  const { t, say } = useWords();
  if (mended.count === 0) return null;
  const cells = (group: Of["groups"][number]) =>
    mended.cells.filter((cell) => cell.column === group.column && cell.why === group.why);
  return (
    <Table
      size="small"
      title={() => t("import.mended", { n: mended.count })}
      pagination={false}
      rowKey={(group) => `${group.column}/${group.why}`}
      dataSource={mended.groups}
      footer={mended.count > mended.cells.length ? () => t("import.mended.first") : undefined}
      columns={[
        { title: t("import.column"), dataIndex: "column" },
        { title: t("import.why"), render: (_, group) => say(group.says) },
        { title: t("import.count"), dataIndex: "count", width: 90 },
      ]}
      expandable={{
        expandedRowRender: (group) => (
          <Table
            size="small"
            pagination={cells(group).length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
            rowKey="row"
            dataSource={cells(group)}
            columns={[
              { title: t("import.row"), dataIndex: "row", width: 80 },
              { title: t("import.written"), render: (_, cell) => <code>{cell.written}</code> },
              { title: t("import.taken"), render: (_, cell) => <code>{cell.taken || t("import.empty")}</code> },
            ]}
          />
        ),
      }}
    />
  );
}
