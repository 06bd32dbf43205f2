// The first rows as they were understood: of one ledger a column for each field, of a line list a line for each fact.

import { Table } from "antd";
import type { ImportAnswer, Ledger } from "../../api/shapes";
import { useWords } from "../../i18n";
import { useLedgers } from "../../parts/ledgers";
import { When } from "../../parts/When";

type Row = ImportAnswer["preview"][number];

export function Preview({ ledger, answer }: { ledger: Ledger; answer: ImportAnswer }) {
  const { t, say } = useWords();
  const several = answer.preview.some((p) => p.fact.ledger !== ledger.id);
  const shown = ledger.fields.filter((f) => answer.preview.some((p) => f.id in (p.fact.body ?? {})));
  const ledgers = useLedgers(several);
  const words = (field: Ledger["fields"][number] | undefined, value: unknown) => {
    const one = (code: unknown) => say(field?.codes?.find((c) => c.code === code)?.label) || String(code);
    return value === undefined ? "" : (Array.isArray(value) ? value : [value]).map(one).join(", ");
  };
  const called = (p: Row, field: string) =>
    say(answer.fields.find((f) => f.field === `${p.fact.ledger}.${field}`)?.label) || field;
  const fieldOf = (p: Row, field: string) =>
    ledgers.data?.find((l) => l.id === p.fact.ledger)?.fields.find((f) => f.id === field);
  const fields = shown.map((f) => ({
    title: say(f.label),
    render: (_: unknown, p: Row) => words(f, p.fact.body?.[f.id]),
  }));
  const facts = [
    {
      title: t("import.column"),
      render: (_: unknown, p: Row) =>
        Object.entries(p.fact.body ?? {}).map(([field, value]) => (
          <div key={field}>
            <span className="lf-quiet">{called(p, field)}</span> {words(fieldOf(p, field), value)}
          </div>
        )),
    },
  ];
  return (
    <Table
      size="small"
      title={() => `${t("import.preview")} · ${t("import.encoding", { name: answer.encoding })}`}
      pagination={false}
      scroll={{ x: "max-content" }}
      rowKey={(p) => `${p.row}/${p.fact.ledger}`}
      dataSource={answer.preview}
      columns={[
        { title: t("import.row"), dataIndex: "row", width: 60 },
        { title: t("form.subject"), render: (_, p) => <span className="lf-mono">{p.fact.subject}</span> },
        { title: t("form.at"), render: (_, p) => (p.fact.at.includes("T") ? <When at={p.fact.at} /> : p.fact.at) },
        ...(several ? facts : fields),
      ]}
    />
  );
}
