// Shapes of areas from a file of the reader: sent as it is, told what the house took of it and what it refuses.
import { UploadOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useRef, useState } from "react";
import { sendFile } from "../../api/client";
import { asProblem, type Problem } from "../../api/problem";
import type { AreaShapesKept } from "../../api/shapes";
import { Failure } from "../../app/Failure";
import { useWords } from "../../i18n";

export function MapUpload() {
  const { t } = useWords();
  const client = useQueryClient();
  const pick = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [kept, setKept] = useState<AreaShapesKept | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async (file: File) => {
    setBusy(true);
    setProblem(null);
    setKept(null);
    try {
      const how = { method: "PUT", type: "application/geo+json" };
      setKept(await sendFile<AreaShapesKept>("/api/v1/areas/map", file, () => {}, how));
      await client.invalidateQueries({ queryKey: ["areas-map"] });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
    setBusy(false);
  };
  return (
    <>
      <Button icon={<UploadOutlined />} loading={busy} onClick={() => pick.current?.click()}>
        {t("areas.upload")}
      </Button>
      <input
        ref={pick}
        type="file"
        accept=".geojson,.json,application/geo+json"
        hidden
        aria-label={t("areas.upload")}
        onChange={(e) => {
          const file = e.target.files?.[0];
          e.target.value = "";
          if (file) void send(file);
        }}
      />
      {problem ? <Failure problem={problem} /> : null}
      {kept ? (
        <Alert
          type={kept.without_shape.length > 0 ? "warning" : "success"}
          showIcon
          closable
          title={t("areas.upload.done", { n: kept.taken })}
          description={
            kept.without_shape.length > 0
              ? t("areas.upload.missing", { names: kept.without_shape.map((o) => o.name).join(", ") })
              : undefined
          }
        />
      ) : null}
    </>
  );
}
