// What an import did or would do: taken, known, refused with every reason, and the file of the refused rows.
import { DownloadOutlined } from "@ant-design/icons";
import { Alert, Button, Table } from "antd";
import { Link } from "react-router";
import type { ImportAnswer, Ledger } from "../../api/shapes";
import { useWords } from "../../i18n";
import { Changes } from "./Changes";
import { Doubts } from "./Doubts";
import { Mended } from "./Mended";

export function Outcome({ ledger, answer }: { ledger: Ledger; answer: ImportAnswer }) {
  const { t, say } = useWords();
  const own = (id: string) => ledger.fields.find((f) => f.id === id)?.label;
  const listed = (id: string) => answer.fields.find((f) => f.field === id || f.field.endsWith(`.${id}`))?.label;
  const named = (id: string) => say(own(id) ?? listed(id)) || id;
  const figures = {
    rows: answer.rows,
    accepted: answer.accepted,
    known: answer.known,
    refused: answer.refused_count,
  };
  return (
    <div className="lf-stack">
      <Alert
        type={answer.refused_count > 0 ? "warning" : "success"}
        showIcon
        title={t(answer.dry_run ? "import.would" : "import.did", figures)}
        action={
          answer.refused_file ? (
            <Button
              icon={<DownloadOutlined />}
              href={`/api/v1/imports/${encodeURIComponent(answer.refused_file)}/refused.xlsx`}
              download
            >
              {t("import.refused.file")}
            </Button>
          ) : undefined
        }
      />
      {answer.dry_run ? null : (
        <Link to="/pairs" className="lf-quiet">
          {t("import.pairs")}
        </Link>
      )}
      {answer.not_yours.length > 0 ? (
        <Alert type="info" showIcon title={t("import.notyours", { ledgers: answer.not_yours.map(say).join(", ") })} />
      ) : null}
      {answer.ledgers.length > 1 ? (
        <div className="lf-quiet">
          {t("import.linelist.written")} · {answer.ledgers.map((l) => `${say(l.title)} ${l.accepted}`).join(" · ")}
        </div>
      ) : null}
      <Changes changed={answer.changed} />
      <Doubts doubts={answer.doubts} />
      <Mended mended={answer.mended} />
      {answer.refused.length > 0 ? (
        <Table
          size="small"
          title={() => t("import.refused")}
          pagination={answer.refused.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
          rowKey="row"
          dataSource={answer.refused}
          footer={
            answer.refused_count > answer.refused.length
              ? () => t("import.refused.first", { n: answer.refused.length })
              : undefined
          }
          columns={[
            { title: t("import.row"), dataIndex: "row", width: 80 },
            {
              title: t("reason"),
              render: (_, r) =>
                r.refusals.map((why, i) => (
                  <div key={i}>
                    {why.field ? <b>{named(why.field)} </b> : null}
                    {say(why.says)} <span className="lf-quiet">{say(why.hint)}</span>
                    {why.found ? <code> {why.found}</code> : null}
                  </div>
                )),
            },
          ]}
        />
      ) : null}
    </div>
  );
}
