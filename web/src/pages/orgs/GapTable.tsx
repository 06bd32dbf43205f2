// Gaps: roles that ought to be held and are not, duties that nobody owns, reports that nobody receives.
import { Table, Tag } from "antd";
import type { Gap } from "../../api/shapes";
import { Nothing } from "../../app/PageFrame";
import { useWords } from "../../i18n";
import { OrgLink } from "../../parts/Marks";
import { When } from "../../parts/When";
import { WhyLink } from "../../parts/WhyDrawer";

export function GapTable({ rows, waiting = false }: { rows: Gap[]; waiting?: boolean }) {
  const { t, say } = useWords();
  return (
    <Table<Gap>
      size="small"
      loading={waiting}
      pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      scroll={{ x: "max-content" }}
      rowKey={(g) => `${g.what}.${g.org.id}.${g.role.role}.${g.duty ?? ""}`}
      dataSource={rows}
      locale={{ emptyText: waiting ? " " : <Nothing says={t("org.gap.none")} hint={t("org.gap.none.hint")} /> }}
      columns={[
        { title: t("menu.orgs"), render: (_, g) => <OrgLink of={g.org} /> },
        { title: t("org.role"), render: (_, g) => say(g.role.title) || g.role.role },
        {
          title: t("org.gap.what"),
          render: (_, g) =>
            g.duty ? (
              <>
                <Tag color="red" variant="filled">
                  {t(g.what === "report" ? "org.gap.report" : "org.gap.duty")}
                </Tag>
                <WhyLink of={g.duty}>{say(g.duty_title)}</WhyLink>
              </>
            ) : (
              <Tag color="orange" variant="filled">
                {t("org.gap.role")}
              </Tag>
            ),
        },
        { title: t("duty.due"), render: (_, g) => (g.due ? <When at={g.due} /> : "—") },
      ]}
    />
  );
}
