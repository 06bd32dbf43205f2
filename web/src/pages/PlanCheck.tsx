// A plan on one's own disk, checked as it is typed, in the browser: the same problems as `lianfang plan check`, with line
// and column. Not here: the checks (the evaluator), saving to the disk, putting in force.
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Input, Select, Table, Tag } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { useDeferredValue, useRef, useState } from "react";
import { Nothing, PageFrame } from "../app/PageFrame";
import { EvaluatorError, evaluator, type PlanProblem } from "../evaluator";
import { useWords } from "../i18n";
import { packsOf, type TextFile } from "./plans/folders";

/** The files of the chosen folder that plans are made of. */
async function read(chosen: FileList): Promise<TextFile[]> {
  const files = [...chosen].filter((file) => file.name.endsWith(".toml"));
  const texts = files.map(async (file) => ({ path: file.webkitRelativePath || file.name, text: await file.text() }));
  return (await Promise.all(texts)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function ChooseFolder({ onRead }: { onRead: (files: TextFile[]) => void }) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        {...{ webkitdirectory: "" }}
        onChange={({ target }) => target.files && void read(target.files).then(onRead)}
      />
      <Button onClick={() => input.current?.click()}>{t("plan.check.choose")}</Button>
    </>
  );
}

function Problems({ of, show }: { of: PlanProblem[]; show: (problem: PlanProblem) => void }) {
  const { t, say } = useWords();
  if (of.length === 0) return <Alert type="success" showIcon title={t("plan.check.fine")} />;
  return (
    <Table<PlanProblem>
      size="small"
      pagination={false}
      rowKey={(p) => `${p.file} ${p.range.start} ${p.range.end} ${p.code} ${p.says.en}`}
      dataSource={of}
      columns={[
        {
          title: t("plan.check.where"),
          width: "32%",
          render: (_, p) => (
            <Button type="link" size="small" style={{ padding: 0, whiteSpace: "normal" }} onClick={() => show(p)}>
              {p.file}:{p.line}:{p.column}
            </Button>
          ),
        },
        {
          title: t("plan.check.what"),
          render: (_, p) => (
            <>
              {p.severity === "warning" ? <Tag color="orange">{t("plan.check.warning")}</Tag> : null}
              {say(p.says)}
              <div className="lf-quiet">{[say(p.expected), p.hint ? say(p.hint) : ""].filter(Boolean).join(" · ")}</div>
            </>
          ),
        },
      ]}
    />
  );
}

/** Puts the cursor where a problem begins; lines and columns count from 1, columns in characters. */
function placeOf(text: string, { line, column }: PlanProblem): number {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return before + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
}

export default function PlanCheck() {
  const { t, say } = useWords();
  const [files, setFiles] = useState<TextFile[]>([]);
  const [open, setOpen] = useState<string | null>(null);
  const area = useRef<TextAreaRef>(null);
  const typed = useDeferredValue(files);
  const checked = useQuery({
    queryKey: ["plan check", typed],
    queryFn: async () => (await evaluator()).ask("check_plan", { packs: packsOf(typed) }).problems,
    enabled: typed.length > 0,
    gcTime: 0,
    placeholderData: (before) => before,
  });
  const file = files.find(({ path }) => path === open);
  const show = (problem: PlanProblem) => {
    setOpen(problem.file);
    requestAnimationFrame(() => {
      const field = area.current?.resizableTextArea?.textArea;
      const at = placeOf(files.find(({ path }) => path === problem.file)?.text ?? "", problem);
      field?.focus();
      field?.setSelectionRange(at, at);
    });
  };
  const failed = checked.error instanceof EvaluatorError ? checked.error : null;
  return (
    <PageFrame title={t("plan.check")}>
      <div className="lf-actions">
        <ChooseFolder
          onRead={(read) => {
            setFiles(read);
            setOpen(read[0]?.path ?? null);
          }}
        />
        <Select
          showSearch
          style={{ minWidth: 280 }}
          value={open}
          aria-label={t("plan.check.file")}
          placeholder={t("plan.check.file")}
          options={files.map(({ path }) => ({ value: path, label: path }))}
          onChange={setOpen}
        />
      </div>
      {failed ? <Alert type="error" showIcon title={say(failed.says)} description={say(failed.hint)} /> : null}
      {files.length === 0 ? <Nothing says={t("plan.check.none")} hint={t("plan.check.none.hint")} /> : null}
      {file ? (
        <Input.TextArea
          ref={area}
          className="lf-mono"
          rows={18}
          spellCheck={false}
          value={file.text}
          aria-label={file.path}
          onChange={({ target }) => setFiles(files.map((one) => (one === file ? { ...one, text: target.value } : one)))}
        />
      ) : null}
      {checked.data && files.length > 0 ? <Problems of={checked.data} show={show} /> : null}
    </PageFrame>
  );
}
