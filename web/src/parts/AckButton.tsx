// The receipt of one signal, or of several alike at once, with a note of what is being done. Only who was told can give
// it; everybody else sees that it waits.
import { Button } from "antd";
import { useState } from "react";
import { api, ask } from "../api/client";
import type { AlertRow } from "../api/shapes";
import { useRenew } from "../app/session";
import { useWords } from "../i18n";
import { ReasonDialog } from "./ReasonDialog";

async function acknowledge(alerts: AlertRow[], note: string): Promise<void> {
  // One after the other: each is a record of its own, and the first refusal stops and is told.
  for (const alert of alerts) {
    const path = { key: alert.key };
    await ask(api.POST("/api/v1/alerts/{key}/acknowledge", { params: { path }, body: { note } }));
  }
}

export function AckButton({ of }: { of: AlertRow[] }) {
  const { t, say } = useWords();
  const renew = useRenew();
  const [open, setOpen] = useState(false);
  const waiting = of.filter((alert) => alert.open && alert.mine);
  const first = waiting[0];
  if (!first) return null;
  const word = waiting.length > 1 ? t("alert.ack.all", { n: waiting.length }) : t("alert.ack");
  return (
    <>
      <Button size="small" type="primary" ghost onClick={() => setOpen(true)}>
        {word}
      </Button>
      <ReasonDialog
        open={open}
        title={`${word}${t("colon")}${say(first.title)}`}
        label={t("alert.ack.note")}
        done={t("alert.ack.done")}
        onClose={() => setOpen(false)}
        act={({ reason }) => acknowledge(waiting, reason).finally(renew)}
      />
    </>
  );
}
