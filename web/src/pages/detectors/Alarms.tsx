// Alarms of a series, newest first: what was expected, why it is one, and what somebody found who looked into it.
import { useQueryClient } from "@tanstack/react-query";
import { Button, Form, Select, Table, Tag } from "antd";
import { useState } from "react";
import { api, ask } from "../../api/client";
import type { Detection } from "../../api/shapes";
import { useWords } from "../../i18n";
import { ReasonDialog } from "../../parts/ReasonDialog";
import { When } from "../../parts/When";

type Step = Detection["steps"][number];

function Found({ step, onReview }: { step: Step; onReview?: () => void }) {
  const { t, say } = useWords();
  return (
    <>
      {step.review ? (
        <div>
          <Tag color="blue">{say(step.review.finding)}</Tag>
          {step.review.text}
          <div className="lf-quiet">
            {step.review.by} · <When at={step.review.at} />
          </div>
        </div>
      ) : null}
      {onReview ? (
        <Button size="small" onClick={onReview}>
          {t(step.review ? "detect.review.again" : "detect.review")}
        </Button>
      ) : null}
    </>
  );
}

export function Alarms({ detection }: { detection: Detection }) {
  const { t, say } = useWords();
  const client = useQueryClient();
  const [day, setDay] = useState<string | null>(null);
  const alarms = detection.steps.filter((s) => s.alarm).reverse();
  const may = detection.findings.length > 0;
  const act = async ({ finding, reason }: { finding: string; reason: string }) => {
    const body = {
      org: detection.org.id,
      series: detection.series,
      day: day ?? "",
      finding,
      text: reason || undefined,
    };
    await ask(api.POST("/api/v1/analyses/detection/reviews", { body }));
    await client.invalidateQueries({ queryKey: ["detection"] });
  };
  return (
    <>
      <Table<Step>
        size="small"
        rowKey="day"
        title={() => t("detect.alarms", { n: alarms.length })}
        dataSource={alarms}
        pagination={alarms.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        scroll={{ x: 760 }}
        locale={{ emptyText: t("detect.alarms.none") }}
        columns={[
          { title: t(detection.step_days === 7 ? "detect.week" : "detect.day"), dataIndex: "day", width: 120 },
          { title: t("detect.observed"), width: 80, render: (_, s) => s.summed ?? s.observed },
          { title: t("detect.expected"), width: 80, render: (_, s) => s.expected?.toFixed(1) ?? "—" },
          { title: t("detect.upper"), width: 80, render: (_, s) => s.upper?.toFixed(1) ?? "—" },
          {
            title: t("reason"),
            render: (_, s) => (
              <>
                <Tag color="red">{t("detect.alarm")}</Tag>
                {say(s.says)}
              </>
            ),
          },
          {
            title: t("detect.found"),
            width: 220,
            render: (_, s) => <Found step={s} onReview={may ? () => setDay(s.day) : undefined} />,
          },
        ]}
      />
      <ReasonDialog<{ finding: string }>
        open={day !== null}
        title={t("detect.review.title", { day: day ?? "" })}
        hint={t("detect.review.hint", { org: detection.org.name })}
        label={t("detect.review.text")}
        optional
        done={t("detect.review.done")}
        onClose={() => setDay(null)}
        act={act}
        extra={
          <Form.Item
            name="finding"
            label={t("detect.found")}
            rules={[{ required: true, message: t("detect.review.need") }]}
          >
            <Select options={detection.findings.map((f) => ({ value: f.code, label: say(f.label) }))} />
          </Form.Item>
        }
      />
    </>
  );
}
