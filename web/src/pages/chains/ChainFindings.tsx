// What chains say of the whole, and which cases want another look: without source, without contacts, many infected, and
// clusters.
import { Card, Descriptions, Table, Tabs } from "antd";
import type { Chains } from "../../api/shapes";
import { useWords } from "../../i18n";
import { SubjectLink } from "../../parts/Marks";

type Node = Chains["nodes"][number];

/** One decimal, or a dash. */
function days(n: number | null | undefined): string {
  return n === null || n === undefined ? "—" : n.toFixed(1);
}

function Cases({ of, none }: { of: Node[]; none: string }) {
  const { t, say } = useWords();
  return (
    <Table<Node>
      size="small"
      rowKey="id"
      dataSource={of}
      pagination={of.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      scroll={{ x: 620 }}
      locale={{ emptyText: none }}
      columns={[
        { title: t("people.who"), render: (_, n) => <SubjectLink of={n.person} /> },
        { title: t("people.home"), render: (_, n) => n.home?.name },
        { title: t("chains.day"), dataIndex: "day", width: 120 },
        { title: t("chains.type"), render: (_, n) => say(n.cells.case_type?.shown) },
        { title: t("chains.infected.title"), dataIndex: "infected", width: 100 },
        { title: t("chains.contacts.title"), dataIndex: "contacts", width: 110 },
      ]}
    />
  );
}

export function ChainFindings({ chains }: { chains: Chains }) {
  const { t } = useWords();
  const known = new Map(chains.nodes.map((n) => [n.id, n]));
  const these = (ids: string[]) => ids.flatMap((id) => known.get(id) ?? []);
  const spreading = chains.nodes.filter((n) => n.infected > 1).sort((a, b) => b.infected - a.infected);
  const generations = Math.max(0, ...chains.nodes.map((n) => n.generation));
  const told = chains.links.filter((l) => l.told).length;
  const figures = [
    { label: t("chains.figure.cases"), children: chains.nodes.length },
    { label: t("chains.figure.told"), children: told },
    { label: t("chains.figure.likely"), children: chains.links.length - told },
    { label: t("chains.figure.generations"), children: generations },
    {
      label: t("chains.figure.serial"),
      children: t("chains.figure.days", { mean: days(chains.serial_mean), sd: days(chains.serial_sd) }),
    },
  ];
  const tabs = [
    { key: "source", title: t("chains.without"), of: these(chains.without_source) },
    { key: "missing", title: t("chains.missing"), of: these(chains.missing_links) },
    { key: "spread", title: t("chains.spreading"), of: spreading },
  ];
  return (
    <Card size="small">
      <Descriptions size="small" column={{ xs: 1, md: 3, xl: 5 }} items={figures} />
      <Tabs
        items={[
          ...tabs.map(({ key, title, of }) => ({
            key,
            label: `${title} ${of.length}`,
            children: <Cases of={of} none={t("chains.nobody")} />,
          })),
          {
            key: "clusters",
            label: `${t("chains.clusters")} ${chains.clusters.length}`,
            children: (
              <Table
                size="small"
                rowKey={(c) => `${c.group.id} ${c.first}`}
                dataSource={chains.clusters}
                pagination={chains.clusters.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
                scroll={{ x: 480 }}
                locale={{ emptyText: t("chains.nobody") }}
                columns={[
                  { title: t("chains.group"), render: (_, c) => <SubjectLink of={c.group} /> },
                  { title: t("chains.figure.cases"), width: 90, render: (_, c) => c.cases.length },
                  { title: t("chains.span"), width: 220, render: (_, c) => `${c.first} → ${c.last}` },
                ]}
              />
            ),
          },
        ]}
      />
    </Card>
  );
}
