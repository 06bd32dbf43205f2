// Gaps: roles that ought to be held and are not, duties that nobody owns, reports that nobody receives.
import { Table, Tag } from "antd";
import type { Gap } from "../../api/shapes";
import { Nothing } from "../../app/PageFrame";
import { useWide } from "../../app/wide";
import { useWords } from "../../i18n";
import { OrgLink } from "../../parts/Marks";
import { When } from "../../parts/When";
import { WhyLink } from "../../parts/WhyDrawer";

/** What is missing: a holder of the role, or whoever owns the duty or receives the report. */
function What({ of }: { of: Gap }) {
  const { t, say } = useWords();
  if (!of.duty) {
    return (
      <Tag color="orange" variant="filled">
        {t("org.gap.role")}
      </Tag>
    );
  }
  return (
    <>
      <Tag color="red" variant="filled">
        {t(of.what === "report" ? "org.gap.report" : "org.gap.duty")}
      </Tag>
      <WhyLink of={of.duty}>{say(of.duty_title)}</WhyLink>
    </>
  );
}

const keyOf = (g: Gap) => `${g.what}.${g.org.id}.${g.role.role}.${g.duty ?? ""}`;

function Lines({ rows }: { rows: Gap[] }) {
  const { say } = useWords();
  return (
    <ul className="lf-duties lf-paper-list">
      {rows.map((g) => (
        <li key={keyOf(g)}>
          <div>
            <OrgLink of={g.org} />
            <div>
              <What of={g} />
            </div>
            <div className="lf-quiet">
              {say(g.role.title) || g.role.role} {g.due ? <When at={g.due} /> : null}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}

export function GapTable({ rows, waiting = false }: { rows: Gap[]; waiting?: boolean }) {
  const { t, say } = useWords();
  const wide = useWide();
  if (!wide && rows.length > 0) return <Lines rows={rows} />;
  return (
    <Table<Gap>
      size="small"
      loading={waiting}
      pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      rowKey={keyOf}
      dataSource={rows}
      locale={{ emptyText: waiting ? " " : <Nothing says={t("org.gap.none")} hint={t("org.gap.none.hint")} /> }}
      columns={[
        { title: t("menu.orgs"), render: (_, g) => <OrgLink of={g.org} /> },
        { title: t("org.role"), render: (_, g) => say(g.role.title) || g.role.role },
        {
          title: t("org.gap.what"),
          render: (_, g) => <What of={g} />,
        },
        { title: t("duty.due"), render: (_, g) => (g.due ? <When at={g.due} /> : "—") },
      ]}
    />
  );
}
