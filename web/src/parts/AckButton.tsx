// The receipt of a signal (acknowledge), with a note of what is being done.
import { Button } from "antd";
import { useState } from "react";
import { api, ask } from "../api/client";
import type { AlertRow } from "../api/shapes";
import { useRenew } from "../app/session";
import { useWords } from "../i18n";
import { ReasonDialog } from "./ReasonDialog";

export function AckButton({ alert }: { alert: AlertRow }) {
  const { t, say } = useWords();
  const renew = useRenew();
  const [open, setOpen] = useState(false);
  if (!alert.open) return null;
  return (
    <>
      <Button size="small" type="primary" ghost onClick={() => setOpen(true)}>
        {t("alert.ack")}
      </Button>
      <ReasonDialog
        open={open}
        title={`${t("alert.ack")}${t("colon")}${say(alert.title)}`}
        label={t("alert.ack.note")}
        done={t("alert.ack.done")}
        onClose={() => setOpen(false)}
        act={({ reason }) =>
          ask(
            api.POST("/api/v1/alerts/{key}/acknowledge", {
              params: { path: { key: alert.key } },
              body: { note: reason },
            }),
          ).then(renew)
        }
      />
    </>
  );
}
