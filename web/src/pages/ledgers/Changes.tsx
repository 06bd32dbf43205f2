// What an import corrected or would correct: of each value what was known and what the row says.
import { Table } from "antd";
import type { ImportAnswer } from "../../api/shapes";
import { useWords } from "../../i18n";

export function Changes({ changed }: { changed: ImportAnswer["changed"] }) {
  const { t, say } = useWords();
  if (changed.count === 0) return null;
  const { cells } = changed;
  return (
    <Table
      size="small"
      title={() => t("import.changed", { n: changed.count })}
      pagination={cells.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      rowKey={(cell) => `${cell.row} ${cell.ledger.zh} ${cell.field.zh}`}
      dataSource={cells}
      scroll={{ x: "max-content" }}
      footer={changed.count > cells.length ? () => t("import.refused.first", { n: cells.length }) : undefined}
      columns={[
        { title: t("import.row"), dataIndex: "row", width: 80 },
        { title: t("import.changed.what"), render: (_, cell) => `${say(cell.ledger)} · ${say(cell.field)}` },
        { title: t("import.changed.before"), dataIndex: "before" },
        { title: t("import.changed.now"), dataIndex: "now" },
      ]}
    />
  );
}
