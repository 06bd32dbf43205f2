// The one search box: organisations by name, persons by code, or by whole name, identity number or telephone.
// What may be found is decided by the server.
import { SearchOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { AutoComplete, Input } from "antd";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { api, ask } from "../api/client";
import { useWords } from "../i18n";
import { askFor } from "./search-text";

export function useLater(value: string, ms: number): string {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return later;
}

export function Search() {
  const { t } = useWords();
  const go = useNavigate();
  const [text, setText] = useState("");
  const words = useLater(text.trim(), 250);
  const found = useQuery({
    queryKey: ["search", words],
    enabled: words.length >= 2,
    staleTime: 30_000,
    queryFn: async () => {
      const people = { kind: "person", limit: 8, ...askFor(words) };
      const [persons, orgs] = await Promise.all([
        // A role that may not see identities is refused the search by name; the organisations are found all the same.
        ask(api.GET("/api/v1/subjects", { params: { query: people } })).catch(() => ({ rows: [] })),
        ask(api.GET("/api/v1/subjects", { params: { query: { kind: "org", text: words, limit: 8 } } })),
      ]);
      return { persons: persons.rows, orgs: orgs.rows };
    },
  });
  const option = (kind: "people" | "orgs", id: string, label: string, note?: string) => ({
    value: `/${kind}/${encodeURIComponent(id)}`,
    label: (
      <span>
        {label} <span className="lf-quiet">{note ?? id.slice(id.indexOf(":") + 1)}</span>
      </span>
    ),
  });
  const data = found.data;
  const options = [
    {
      label: t("bar.search.orgs"),
      options: data?.orgs.map((r) => option("orgs", r.subject.id, r.subject.label)) ?? [],
    },
    {
      label: t("bar.search.people"),
      options: data?.persons.map((r) => option("people", r.subject.id, r.subject.label, r.home?.name)) ?? [],
    },
  ].filter((g) => g.options.length > 0);
  return (
    <AutoComplete
      className="lf-bar-search"
      value={text}
      options={options}
      onChange={(value: string) => setText(value.startsWith("/") ? "" : value)}
      onSelect={(to: string) => {
        setText("");
        void go(to);
      }}
      notFoundContent={data ? t("bar.search.none") : null}
    >
      <Input prefix={<SearchOutlined />} placeholder={t("bar.search")} aria-label={t("bar.search")} allowClear />
    </AutoComplete>
  );
}
