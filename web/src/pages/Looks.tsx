// The record of looks: at identities (who, at whom, which fields, why, when) and at lists that left as files (which, how
// filtered, how many rows). It cannot be changed.

import { Table } from "antd";
import { Link, useSearchParams } from "react-router";
import { api, ask } from "../api/client";
import { usePaged } from "../api/paged";
import type { Look } from "../api/shapes";
import { Failure } from "../app/Failure";
import { ListFoot, Nothing, PageFrame } from "../app/PageFrame";
import { useWide } from "../app/wide";
import { useWords } from "../i18n";
import { ExportButtons } from "../parts/ExportButtons";
import { useLedgers } from "../parts/ledgers";
import { subjectPath, useNamed } from "../parts/Marks";
import { SearchBox } from "../parts/SearchBox";
import { When } from "../parts/When";

/** Fields as their forms call them; one that no form has any more by its name. */
function useFieldNames(): (id: string) => string {
  const { say } = useWords();
  const ledgers = useLedgers();
  const registering = ledgers.data?.filter((l) => l.registers) ?? [];
  const names = new Map(registering.flatMap((l) => l.fields.map((f) => [f.id, say(f.label)] as const)));
  return (id) => names.get(id) || id;
}

/** At whom, or at which list. */
function Whom({ of }: { of: Look }) {
  const { t, say } = useWords();
  if (of.export) return t("looks.export", { list: say(of.export.title) });
  return of.subject ? <Link to={subjectPath(of.subject)}>{of.subject}</Link> : null;
}

/** Filters that are on or off: their name says it all. */
const ON = ["1", "true"];
/** Filters whose values the desk has words for. */
const VALUE_WORDS: Record<string, string> = { severity: "alert.severity.", state: "state." };

/** A filter of a list, and its value where there is one. */
function useFilterWords(): (name: string, value: string) => string {
  const { t } = useWords();
  const named = useNamed();
  return (name, value) => {
    const filter = named("looks.filter.", name);
    const prefix = VALUE_WORDS[name];
    if (!prefix) return ON.includes(value) ? filter : `${filter}${t("colon")}${value}`;
    const words = value.split(",").map((v) => named(prefix, v));
    return `${filter}${t("colon")}${words.join(t("list.comma"))}`;
  };
}

/** Which fields; of a list, what it was filtered by and below which organisations. */
function useWhat(): (of: Look) => string {
  const { t } = useWords();
  const filterWords = useFilterWords();
  const fieldName = useFieldNames();
  return (of) => {
    if (!of.export) return of.fields.length > 0 ? of.fields.map(fieldName).join(t("list.comma")) : t("looks.allfields");
    const filters = Object.entries(of.export.filters).map(([name, value]) => filterWords(name, value));
    return [...filters, ...(of.export.filters.org || of.export.filters.under ? [] : of.export.within)].join(
      t("list.comma"),
    );
  };
}

/** Why; of a list, how many rows left. */
function useWhyLooked(): (of: Look) => string {
  const { t } = useWords();
  return (of) => {
    if (!of.export) return of.reason;
    const format = of.export.format.toUpperCase();
    if (typeof of.export.rows !== "number") return t("looks.rows.open", { format });
    return t(of.export.whole ? "looks.rows" : "looks.rows.broken", { format, n: of.export.rows });
  };
}

function keyOf(of: Look): string {
  return `${of.at}.${of.account}.${of.subject ?? of.export?.list}`;
}

export default function Looks() {
  const { t } = useWords();
  const wide = useWide();
  const [address, setAddress] = useSearchParams();
  const text = address.get("q") ?? "";
  const [what, why] = [useWhat(), useWhyLooked()];
  const none = <Nothing says={t(text ? "looks.none.found" : "looks.none")} hint={text ? "" : t("looks.none.hint")} />;
  const query = { text: text || undefined };
  const list = usePaged(["looks", query], (after) =>
    ask(api.GET("/api/v1/looks", { params: { query: { ...query, limit: 50, after } } })),
  );
  return (
    <PageFrame title={t("menu.looks")} note={t("looks.note")} actions={<ExportButtons of="looks" query={query} />}>
      <div className="lf-filters">
        <SearchBox words={text} label={t("looks.find")} onSearch={(q) => setAddress(q ? { q } : {})} />
      </div>
      <Failure problem={list.problem} again={list.again} />
      {wide ? (
        <Table<Look>
          size="small"
          rowKey={keyOf}
          loading={list.waiting}
          pagination={false}
          dataSource={list.rows}
          locale={{ emptyText: list.waiting ? " " : none }}
          columns={[
            { title: t("looks.at"), render: (_, l) => <When at={l.at} /> },
            { title: t("looks.who"), render: (_, l) => l.account },
            { title: t("looks.whom"), render: (_, l) => <Whom of={l} /> },
            {
              title: t("looks.fields"),
              render: (_, l) => <div style={{ maxWidth: 420, whiteSpace: "normal" }}>{what(l)}</div>,
            },
            {
              title: t("looks.why"),
              render: (_, l) => <div style={{ maxWidth: 420, whiteSpace: "normal" }}>{why(l)}</div>,
            },
          ]}
        />
      ) : list.rows.length === 0 && !list.waiting ? (
        none
      ) : (
        <ul className="lf-duties lf-paper-list">
          {list.rows.map((l) => (
            <li key={keyOf(l)}>
              <div>
                {l.account} → <Whom of={l} />
                <div className="lf-quiet">
                  <When at={l.at} /> · {what(l)}
                </div>
                {why(l)}
              </div>
            </li>
          ))}
        </ul>
      )}
      <ListFoot list={list} />
    </PageFrame>
  );
}
