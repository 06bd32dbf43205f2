// Reports with their state: who owes which, sent in time or late, said zero, or missing. Used by the list of a day and by
// the sheet of a level for those below it.
import { Table, Tag } from "antd";
import { Link } from "react-router";
import type { ReportRow } from "../../api/shapes";
import { useWords } from "../../i18n";
import { useNamed } from "../../parts/Marks";
import { Deadline, When } from "../../parts/When";
import { reportPath } from "./reportPath";

const COLOUR: Record<string, string> = { expected: "blue", received: "green", late: "gold", missing: "red" };
/** The missing first, then what is awaited, then what has come. */
const ORDER = ["missing", "expected", "late", "received"];
const PAGE = 100;

function StateMarks({ of }: { of: ReportRow }) {
  const { t } = useWords();
  const named = useNamed();
  return (
    <span className="lf-tags">
      <Tag color={COLOUR[of.state]} variant="filled">
        {named("report.state.", of.state)}
      </Tag>
      {of.nil ? <Tag>{t("report.nil")}</Tag> : null}
    </span>
  );
}

/** When it came; while it is owed, until when it is. */
function Came({ of }: { of: ReportRow }) {
  if (of.received) return <When at={of.received} />;
  return <Deadline due={of.due} owed={of.state === "expected" || of.state === "missing"} />;
}

export function ReportTable({ rows }: { rows: ReportRow[] }) {
  const { t } = useWords();
  return (
    <Table<ReportRow>
      size="small"
      className="lf-returns"
      tableLayout="fixed"
      pagination={rows.length > PAGE ? { pageSize: PAGE, showSizeChanger: false } : false}
      rowKey={(r) => `${r.report}.${r.org.id}.${r.day}`}
      dataSource={[...rows].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))}
      columns={[
        { title: t("report.org"), render: (_, r) => <Link to={reportPath(r)}>{r.org.name || r.org.id}</Link> },
        { title: t("report.state"), width: "32%", render: (_, r) => <StateMarks of={r} /> },
        { title: t("report.cameordue"), width: 136, render: (_, r) => <Came of={r} /> },
      ]}
    />
  );
}
