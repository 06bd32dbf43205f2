// The import of a spreadsheet in three steps: the file, what its columns mean (remembered), and what became of each row.
// The reading and judging of rows is the server's; a dry run shows the same answer before anything is written.
import { DownloadOutlined, InboxOutlined } from "@ant-design/icons";
import { Alert, Button, Checkbox, Progress, Steps, Upload } from "antd";
import { useState } from "react";
import { useParams } from "react-router";
import { sendFile } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import type { ImportAnswer, Ledger } from "../api/shapes";
import { Failure } from "../app/Failure";
import { Loaded, PageFrame } from "../app/PageFrame";
import { useRenew } from "../app/session";
import { useWords } from "../i18n";
import { OrgPicker } from "../parts/OrgPicker";
import { Columns, type Mapping } from "./ledgers/Columns";
import { Outcome } from "./ledgers/Outcome";
import { useLedger } from "./ledgers/useLedger";

interface Work {
  file: File;
  answer: ImportAnswer;
  mapping: Mapping;
}

function Wizard({ ledger }: { ledger: Ledger }) {
  const { t } = useWords();
  const renew = useRenew();
  const [org, setOrg] = useState<string>();
  const [history, setHistory] = useState(false);
  const [work, setWork] = useState<Work | null>(null);
  const [done, setDone] = useState<ImportAnswer | null>(null);
  const [part, setPart] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  const send = async (file: File, dry: boolean, mapping?: Mapping) => {
    const query = new URLSearchParams({ ledger: ledger.id });
    if (dry) query.set("dry_run", "1");
    if (history) query.set("history", "1");
    if (org) query.set("org", org);
    if (mapping) query.set("mapping", JSON.stringify(mapping));
    setProblem(null);
    setPart(0);
    try {
      const answer = await sendFile<ImportAnswer>(`/api/v1/imports?${query}`, file, setPart);
      if (dry) {
        setWork({ file, answer, mapping: Object.fromEntries(answer.columns.map((c) => [c.name, c.field ?? ""])) });
      } else {
        setDone(answer);
        renew();
      }
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setPart(null);
    }
  };
  const step = done ? 2 : work ? 1 : 0;
  return (
    <div className="lf-stack">
      <Steps
        size="small"
        current={step}
        items={[
          { title: t("import.step.file") },
          { title: t("import.step.columns") },
          { title: t("import.step.result") },
        ]}
      />
      <Failure problem={problem} />
      {part === null ? null : (
        <div>
          {t("import.sending")}
          <Progress percent={Math.floor(part * 100)} status="active" />
        </div>
      )}
      {step === 0 ? (
        <>
          <div className="lf-filters">
            <Button
              icon={<DownloadOutlined />}
              href={`/api/v1/ledgers/${encodeURIComponent(ledger.id)}/template.xlsx`}
              download
            >
              {t("import.template")}
            </Button>
            <OrgPicker value={org} onChange={setOrg} placeholder={t("form.org")} />
            <Checkbox checked={history} onChange={(e) => setHistory(e.target.checked)}>
              {t("import.history")}
            </Checkbox>
          </div>
          <Upload.Dragger
            accept=".csv,.xlsx,.txt"
            maxCount={1}
            showUploadList={false}
            disabled={part !== null}
            beforeUpload={(file) => {
              void send(file, true);
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
      ) : null}
      {step === 1 && work ? (
        <>
          <Columns
            ledger={ledger}
            answer={work.answer}
            mapping={work.mapping}
            busy={part !== null}
            onChange={(mapping) => setWork({ ...work, mapping })}
            onCheck={() => void send(work.file, true, work.mapping)}
          />
          <Outcome ledger={ledger} answer={work.answer} />
          <div className="lf-actions">
            <Button
              type="primary"
              size="large"
              disabled={work.answer.accepted === 0}
              loading={part !== null}
              onClick={() => void send(work.file, false, work.mapping)}
            >
              {t("import.go", { n: work.answer.accepted })}
            </Button>
            <Button size="large" onClick={() => setWork(null)}>
              {t("import.again")}
            </Button>
          </div>
        </>
      ) : null}
      {done ? (
        <>
          <Outcome ledger={ledger} answer={done} />
          <div>
            <Button
              onClick={() => {
                setDone(null);
                setWork(null);
              }}
            >
              {t("import.again")}
            </Button>
          </div>
        </>
      ) : null}
    </div>
  );
}

export default function LedgerImport() {
  const { t, say } = useWords();
  const ledger = useLedger(useParams().id ?? "");
  return (
    <PageFrame title={t("import.title", { ledger: say(ledger.data?.title) })}>
      <Loaded of={ledger} problem={ledger.error ? asProblem(ledger.error) : null}>
        {(data) =>
          data.writable ? <Wizard ledger={data} /> : <Alert type="warning" showIcon title={t("form.notyours")} />
        }
      </Loaded>
    </PageFrame>
  );
}
