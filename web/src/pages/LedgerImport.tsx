// The import of a spreadsheet in three steps: the file, what its columns mean (remembered), and what became of each row.
// Of the case report also a line list, whose rows are several facts each. The reading and judging of rows is the server's; a
// dry run shows the same answer before anything is written.
import { Alert, Button, Progress, Steps } from "antd";
import { useState } from "react";
import { useParams } from "react-router";
import { sendFile } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import type { ImportAnswer, ImportUnknown, Ledger } from "../api/shapes";
import { Failure } from "../app/Failure";
import { Loaded, PageFrame } from "../app/PageFrame";
import { useRenew } from "../app/session";
import { useWords } from "../i18n";
import { Columns, type Mapping } from "./ledgers/Columns";
import { type FileAsk, FileStep } from "./ledgers/FileStep";
import { lineListQuery } from "./ledgers/LineList";
import { Outcome } from "./ledgers/Outcome";
import { DateOrder, type Dates, type Means, Unknown } from "./ledgers/Unknown";
import { useLedger } from "./ledgers/useLedger";

interface Work {
  file: File;
  answer: ImportAnswer;
  mapping: Mapping;
  unknown: ImportUnknown[];
}

/** Every text that was unknown at some time stays, so that what was said of it can be changed. */
function joined(before: ImportUnknown[], now: ImportUnknown[]): ImportUnknown[] {
  const isNew = (one: ImportUnknown) => !before.some((b) => b.column === one.column && b.written === one.written);
  return [...before, ...now.filter(isNew)];
}

function Wizard({ ledger }: { ledger: Ledger }) {
  const { t } = useWords();
  const renew = useRenew();
  const [ask, setAsk] = useState<FileAsk>({ history: false, correct: false, list: null });
  const [dates, setDates] = useState<Dates>("");
  const [means, setMeans] = useState<Means>({});
  const [work, setWork] = useState<Work | null>(null);
  const [done, setDone] = useState<ImportAnswer | null>(null);
  const [part, setPart] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  const send = async (file: File, dry: boolean, mapping?: Mapping) => {
    const query = new URLSearchParams(ask.list ? lineListQuery(ask.list) : { ledger: ledger.id });
    if (dry) query.set("dry_run", "1");
    if (ask.history) query.set("history", "1");
    if (ask.correct) query.set("changes", "correct");
    if (ask.org) query.set("org", ask.org);
    if (mapping) query.set("mapping", JSON.stringify(mapping));
    if (dates) query.set("dates", dates);
    if (Object.keys(means).length > 0) query.set("means", JSON.stringify(means));
    const address = ask.list ? "/api/v1/imports/linelist" : "/api/v1/imports";
    setProblem(null);
    setPart(0);
    try {
      const answer = await sendFile<ImportAnswer>(`${address}?${query}`, file, setPart);
      if (dry) {
        setWork((before) => ({
          file,
          answer,
          mapping: Object.fromEntries(answer.columns.map((c) => [c.name, c.field ?? ""])),
          unknown: joined(before?.unknown ?? [], answer.unknown),
        }));
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
  const again = () => {
    setDone(null);
    setWork(null);
    setDates("");
    setMeans({});
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
        <FileStep
          ledger={ledger}
          ask={ask}
          busy={part !== null}
          onChange={setAsk}
          onFile={(file) => void send(file, true)}
        />
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
          <DateOrder answer={work.answer} dates={dates} onChange={setDates} />
          <Unknown unknown={work.unknown} means={means} onChange={setMeans} />
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
            <Button size="large" onClick={again}>
              {t("import.again")}
            </Button>
          </div>
        </>
      ) : null}
      {done ? (
        <>
          <Outcome ledger={ledger} answer={done} />
          <div>
            <Button onClick={again}>{t("import.again")}</Button>
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
