// The card of duty completion by the organisations one level below: the picture, and the same as a table.
import { useQuery } from "@tanstack/react-query";
import { Card, Segmented, Skeleton, Table } from "antd";
import { lazy, Suspense, useState } from "react";
import { api, ask } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { Completion } from "../../api/shapes";
import { Loaded, Nothing } from "../../app/PageFrame";
import { useWords } from "../../i18n";
import { OrgLink } from "../../parts/Marks";
import { count } from "../../words/label";

const CompletionBars = lazy(() => import("../../pictures/CompletionBars"));

function Figures({ board }: { board: Completion }) {
  const { t } = useWords();
  const parts = ["done", "late", "open", "overdue", "missed", "waived"] as const;
  return (
    <Table
      size="small"
      pagination={false}
      scroll={{ x: "max-content" }}
      rowKey={(r) => r.org.id}
      dataSource={board.rows}
      columns={[
        { title: t("menu.orgs"), render: (_, r) => <OrgLink of={r.org} /> },
        ...parts.map((part) => ({
          title: t(`state.${part}`),
          align: "right" as const,
          render: (_: unknown, r: Completion["rows"][number]) => count(r[part]),
        })),
        {
          title: t("today.completion.rate"),
          align: "right" as const,
          render: (_, r) => (r.rate === null || r.rate === undefined ? "—" : `${r.rate}%`),
        },
      ]}
    />
  );
}

export function CompletionCard({ under }: { under?: string }) {
  const { t } = useWords();
  const [as, setAs] = useState<"picture" | "table">("picture");
  const board = useQuery({
    queryKey: ["completion", under],
    queryFn: () => ask(api.GET("/api/v1/boards/completion", { params: { query: { under } } })),
  });
  return (
    <Card
      size="small"
      title={t("today.completion")}
      extra={
        <Segmented
          size="small"
          value={as}
          onChange={setAs}
          options={[
            { value: "picture", label: t("picture.chart") },
            { value: "table", label: t("picture.table") },
          ]}
        />
      }
    >
      <Loaded of={board} problem={board.error ? asProblem(board.error) : null}>
        {(data) =>
          data.rows.every((r) => r.done + r.late + r.open + r.overdue + r.missed + r.waived === 0) ? (
            <Nothing says={t(data.rows.length === 0 ? "org.children.none" : "today.completion.none")} />
          ) : as === "table" ? (
            <Figures board={data} />
          ) : (
            <Suspense fallback={<Skeleton active />}>
              <CompletionBars board={data} />
            </Suspense>
          )
        }
      </Loaded>
    </Card>
  );
}
