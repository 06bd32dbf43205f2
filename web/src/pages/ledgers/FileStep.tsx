// The first step of an import: which file, on whose behalf, and whether it is a line list.
import { DownloadOutlined, InboxOutlined } from "@ant-design/icons";
import { Button, Checkbox, Upload } from "antd";
import type { Ledger } from "../../api/shapes";
import { useWords } from "../../i18n";
import { OrgPicker } from "../../parts/OrgPicker";
import { type LineListAsk, LineListForm } from "./LineList";

export interface FileAsk {
  org?: string;
  history: boolean;
  correct: boolean;
  list: LineListAsk | null;
}

export function FileStep(props: {
  ledger: Ledger;
  ask: FileAsk;
  busy: boolean;
  onChange: (ask: FileAsk) => void;
  onFile: (file: File) => void;
}) {
  const { t } = useWords();
  const { ledger, ask, busy, onChange, onFile } = props;
  return (
    <>
      <div className="lf-filters">
        <Button
          icon={<DownloadOutlined />}
          href={`/api/v1/ledgers/${encodeURIComponent(ledger.id)}/template.xlsx`}
          download
        >
          {t("import.template")}
        </Button>
        <OrgPicker value={ask.org} onChange={(org) => onChange({ ...ask, org })} placeholder={t("form.org")} />
        <Checkbox checked={ask.history} onChange={(e) => onChange({ ...ask, history: e.target.checked })}>
          {t("import.history")}
        </Checkbox>
        <Checkbox checked={ask.correct} onChange={(e) => onChange({ ...ask, correct: e.target.checked })}>
          {t("import.correct")}
        </Checkbox>
        {ledger.term === "case" ? (
          <Checkbox
            checked={ask.list !== null}
            onChange={(e) => onChange({ ...ask, list: e.target.checked ? { name: "", set: {} } : null })}
          >
            {t("import.linelist")}
          </Checkbox>
        ) : null}
      </div>
      {ask.list ? (
        <LineListForm ledger={ledger} ask={ask.list} onChange={(list) => onChange({ ...ask, list })} />
      ) : null}
      <Upload.Dragger
        accept=".csv,.xlsx,.txt"
        maxCount={1}
        showUploadList={false}
        disabled={busy || ask.list?.name.trim() === ""}
        beforeUpload={(file) => {
          onFile(file);
          return false;
        }}
      >
        <p className="ant-upload-drag-icon">
          <InboxOutlined />
        </p>
        <p>{t("import.drop")}</p>
        <p className="lf-quiet">{t("import.drop.hint")}</p>
      </Upload.Dragger>
    </>
  );
}
