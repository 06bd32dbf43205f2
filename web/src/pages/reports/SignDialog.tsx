// The signature under a report: shows what will be frozen and what speaks against it. Signed again, a report takes the
// numbers as they are now; the signature before stays in the records.
import { useMutation } from "@tanstack/react-query";
import { Alert, App, Input, Modal } from "antd";
import { useState } from "react";
import { api, ask } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { Indicator, ReportView } from "../../api/shapes";
import { Failure } from "../../app/Failure";
import { useRenew } from "../../app/session";
import { useWords } from "../../i18n";
import { Numbers } from "./Numbers";

/** A number as it would be signed now. */
function asNow(of: Indicator, value: number | null): Indicator {
  const difference = value !== null && typeof of.yesterday === "number" ? value - of.yesterday : null;
  return { ...of, value, difference };
}

export function SignDialog({ of, onClose }: { of: ReportView; onClose: () => void }) {
  const { t } = useWords();
  const renew = useRenew();
  const { message } = App.useApp();
  const [comment, setComment] = useState("");
  const [open, setOpen] = useState(true);
  const now: ReportView = {
    ...of,
    corrections: [],
    indicators: of.indicators.map((i) => (i.present ? asNow(i, i.present.value ?? null) : i)),
  };
  const verb = t(of.signed ? "report.sign.again" : "report.sign");
  const unsent = of.below.filter((row) => row.state === "missing" || row.state === "expected");
  const sign = useMutation({
    mutationFn: () =>
      ask(
        api.POST("/api/v1/reports/{id}/{org}/{day}/sign", {
          params: { path: { id: of.report, org: of.org.id, day: of.day } },
          body: { comment: comment.trim() || undefined },
        }),
      ),
    onSuccess: () => {
      void message.success(t("report.sign.done"));
      renew();
      setOpen(false);
    },
  });
  return (
    <Modal
      open={open}
      afterClose={onClose}
      width={720}
      title={`${t(of.signed ? "report.sign.again.title" : "report.sign.title")} · ${of.org.name} · ${of.day}`}
      okText={verb}
      cancelText={t("do.cancel")}
      confirmLoading={sign.isPending}
      onOk={() => sign.mutate()}
      onCancel={() => setOpen(false)}
    >
      <div className="lf-stack">
        <Alert type="info" showIcon title={t(of.signed ? "report.sign.again.says" : "report.sign.says")} />
        {unsent.length > 0 ? (
          <Alert
            type="warning"
            showIcon
            title={t("report.sign.missing", { n: unsent.length })}
            description={unsent.map((row) => row.org.name).join("、")}
          />
        ) : null}
        {of.indicators.some((i) => i.parts_differ) ? (
          <Alert type="warning" showIcon title={t("report.sign.parts")} />
        ) : null}
        <div style={{ maxHeight: "40vh", overflowY: "auto" }}>
          <Numbers of={now} />
        </div>
        <Input.TextArea
          rows={2}
          autoFocus
          maxLength={400}
          value={comment}
          onChange={(e) => setComment(e.target.value)}
          placeholder={t("report.sign.comment")}
          aria-label={t("report.sign.comment")}
        />
        <Failure problem={sign.error ? asProblem(sign.error) : null} />
      </div>
    </Modal>
  );
}
