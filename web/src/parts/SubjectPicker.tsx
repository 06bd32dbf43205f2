// Chooses a subject by searching: whole name, identity number, telephone or code. What may be found the server decides.
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { api, ask } from "../api/client";
import { useLater } from "../app/Search";
import { askFor } from "../app/search-text";
import { useWords } from "../i18n";

export function SubjectPicker(props: {
  kind: string;
  value?: string;
  onChange?: (id: string | undefined) => void;
  id?: string;
  disabled?: boolean;
}) {
  const { t } = useWords();
  const [text, setText] = useState("");
  const words = useLater(text.trim(), 250);
  const found = useQuery({
    queryKey: ["subjects", "pick", props.kind, words],
    queryFn: () =>
      ask(
        api.GET("/api/v1/subjects", {
          params: { query: { kind: props.kind, limit: 20, ...(words ? askFor(words) : {}) } },
        }),
      ),
  });
  // What is chosen already keeps its label even when the search has moved on.
  const chosen = useQuery({
    queryKey: ["subject", props.value],
    enabled: Boolean(props.value),
    retry: false,
    queryFn: () => ask(api.GET("/api/v1/subjects/{id}", { params: { path: { id: props.value ?? "" } } })),
  });
  const options = (found.data?.rows ?? []).map((r) => ({
    value: r.subject.id,
    label: [r.subject.label, r.subject.id.slice(r.subject.id.indexOf(":") + 1), r.home?.name]
      .filter(Boolean)
      .join(" · "),
  }));
  if (props.value && !options.some((o) => o.value === props.value)) {
    const file = chosen.data;
    options.unshift({
      value: props.value,
      label: file ? [file.subject.label, file.home?.name].filter(Boolean).join(" · ") : props.value,
    });
  }
  return (
    <Select
      id={props.id}
      style={{ width: "100%" }}
      aria-label={props.id ? undefined : t("form.subject")}
      disabled={props.disabled}
      showSearch={{ filterOption: false, onSearch: setText }}
      allowClear
      value={props.value}
      onChange={(value: string | undefined) => props.onChange?.(value)}
      options={options}
      loading={found.isFetching}
      placeholder={t("form.subject.search")}
    />
  );
}
