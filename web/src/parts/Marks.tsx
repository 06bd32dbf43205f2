// Small marks with one meaning everywhere: states of duties, severity of signals, links to whom or what it is about.
import { EyeInvisibleOutlined } from "@ant-design/icons";
import { Tag, Tooltip } from "antd";
import { Link } from "react-router";
import type { Clause, Holder, OrgRef, SubjectRef } from "../api/shapes";
import { type Key, useWords, WORDS } from "../i18n";

const STATE_COLOUR: Record<string, string> = {
  open: "blue",
  overdue: "red",
  done: "green",
  done_late: "gold",
  missed: "magenta",
  waived: "default",
  withdrawn: "default",
};

export function isOwed(state: string): boolean {
  return state === "open" || state === "overdue";
}

/** A text whose name is made of a word of the server; the word itself when the desk has none for it. */
export function useNamed(): (prefix: string, word: string) => string {
  const { t } = useWords();
  return (prefix, word) => (`${prefix}${word}` in WORDS ? t(`${prefix}${word}` as Key) : word);
}

export function StateTag({ state }: { state: string }) {
  const named = useNamed();
  return (
    <Tag color={STATE_COLOUR[state]} variant="filled">
      {named("state.", state)}
    </Tag>
  );
}

export function SeverityTag({ severity }: { severity: number }) {
  const named = useNamed();
  return (
    <Tag
      color={severity >= 3 ? "red" : severity === 2 ? "orange" : "blue"}
      variant={severity >= 3 ? "solid" : "filled"}
    >
      {named("alert.severity.", String(severity))}
    </Tag>
  );
}

/** Where the file of a subject is. */
export function subjectPath(id: string): string {
  return `/${id.startsWith("org:") ? "orgs" : "people"}/${encodeURIComponent(id)}`;
}

export function SubjectLink({ of }: { of: SubjectRef }) {
  return (
    <Link to={subjectPath(of.id)} title={of.id}>
      {of.label || of.id}
      {of.masked ? <EyeInvisibleOutlined style={{ marginInlineStart: 4, fontSize: 11, color: "#8b939c" }} /> : null}
    </Link>
  );
}

export function OrgLink({ of }: { of: OrgRef }) {
  return <Link to={`/orgs/${encodeURIComponent(of.id)}`}>{of.name || of.id}</Link>;
}

/** A role and where it is held, or that nobody holds it. */
export function HolderText({ of }: { of: Holder }) {
  const { t, say } = useWords();
  return (
    <span>
      {say(of.title) || of.role}
      {of.org ? (
        <>
          {" · "}
          <OrgLink of={{ id: of.org, name: of.org_name ?? of.org }} />
        </>
      ) : (
        <span className="lf-late"> {t("why.nobody")}</span>
      )}
    </span>
  );
}

/** The section of the text; its file is only shown to whom it helps, on pointing. */
export function SourceText({ of }: { of: { file: string; section: string } }) {
  return <span title={of.file}>{of.section || of.file}</span>;
}

export function ClauseMark({ of }: { of: Clause }) {
  const { say } = useWords();
  if (!of.id && !say(of.says)) return null;
  return (
    <Tooltip title={say(of.says)}>
      <span className="lf-quiet lf-nowrap">{of.id}</span>
    </Tooltip>
  );
}
