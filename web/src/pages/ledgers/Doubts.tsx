// What goes in and looks wrong, row by row with the values, so that somebody can look.
import { Table } from "antd";
import type { ImportAnswer } from "../../api/shapes";
import { useWords } from "../../i18n";

export function Doubts({ doubts }: { doubts: ImportAnswer["doubts"] }) {
  const { t, say } = useWords();
  if (doubts.count === 0) return null;
  const sorts = doubts.groups.map((group) => `${say(group.says)} ${group.count}`).join(" · ");
  return (
    <Table
      size="small"
      title={() => (
        <>
          {t("import.doubts", { n: doubts.count })} <span className="lf-quiet">{sorts}</span>
        </>
      )}
      pagination={doubts.rows.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
      rowKey={(doubt) => `${doubt.row}/${doubt.says.en}`}
      dataSource={doubts.rows}
      columns={[
        { title: t("import.row"), dataIndex: "row", width: 80 },
        { title: t("import.doubt"), render: (_, doubt) => say(doubt.says) },
        {
          title: t("import.written"),
          render: (_, doubt) =>
            doubt.values.map((value) => (
              <div key={`${value.ledger}.${value.field}`}>
                {say(value.label)} <code>{value.value}</code>
              </div>
            )),
        },
      ]}
    />
  );
}
