// Who gets work from a plan before it is put in force: posts with their holders, found by a part of a name.
import { Input, Table } from "antd";
import { useState } from "react";
import type { Consequences } from "../../api/shapes";
import { useWords } from "../../i18n";
import { count } from "../../words/label";

export function AffectedList({ of }: { of: Consequences }) {
  const { t, say } = useWords();
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const rows = of.affected.filter((post) =>
    [...post.people, say(post.holder.title), post.holder.org_name ?? ""].some((name) =>
      name.toLowerCase().includes(wanted),
    ),
  );
  const all = of.affected_count > of.affected.length ? "adopt.who.first" : "adopt.who";
  return (
    <Table
      size="small"
      title={() => (
        <div
          style={{ display: "flex", flexWrap: "wrap", justifyContent: "space-between", alignItems: "center", gap: 8 }}
        >
          <span>{t(all, { n: count(of.affected_count), shown: count(of.affected.length) })}</span>
          <Input.Search
            allowClear
            size="small"
            style={{ maxWidth: 220 }}
            aria-label={t("adopt.who.find")}
            placeholder={t("adopt.who.find")}
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
        </div>
      )}
      pagination={{ pageSize: 8, size: "small", hideOnSinglePage: true, showSizeChanger: false }}
      // On a phone it is pushed sideways rather than broken into single characters.
      scroll={{ x: 560 }}
      rowKey={(post) => `${post.holder.role}@${post.holder.org}`}
      dataSource={rows}
      columns={[
        { title: t("adopt.who.people"), render: (_, p) => p.people.join(t("list.comma")) },
        { title: t("org.role"), render: (_, p) => say(p.holder.title) || p.holder.role },
        { title: t("adopt.who.org"), render: (_, p) => p.holder.org_name },
        { title: t("adopt.load.duties"), align: "right", render: (_, p) => count(p.duties_7_days) },
        { title: t("adopt.load.onevent"), align: "right", render: (_, p) => count(p.on_event) },
      ]}
    />
  );
}
