// Chooses an organisation from the tree that the reader may see; children are fetched when their parent is opened.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { TreeSelect } from "antd";
import { useEffect, useState } from "react";
import { api, ask } from "../api/client";
import type { OrgRow } from "../api/shapes";
import { useWords } from "../i18n";

interface Node {
  id: string;
  pId: string | null;
  value: string;
  title: string;
  isLeaf: boolean;
}

export function OrgPicker(props: {
  value?: string;
  onChange?: (org: string | undefined) => void;
  placeholder?: string;
  allowClear?: boolean;
  width?: number | string;
  id?: string;
}) {
  const { say } = useWords();
  const client = useQueryClient();
  const [rows, setRows] = useState<Map<string, OrgRow & { under: string | null }>>(new Map());
  const chosen = useQuery({
    queryKey: ["org", props.value],
    enabled: Boolean(props.value) && !rows.has(props.value ?? ""),
    retry: false,
    queryFn: () => ask(api.GET("/api/v1/orgs/{id}", { params: { path: { id: props.value ?? "" } } })),
  });
  const load = async (under?: string) => {
    const found = await client
      .fetchQuery({
        queryKey: ["orgs", under ?? "tops"],
        staleTime: 600_000,
        queryFn: () => ask(api.GET("/api/v1/orgs", { params: { query: { under } } })),
      })
      .catch(() => []);
    setRows((old) => {
      const next = new Map(old);
      for (const row of found) next.set(row.id, { ...row, under: under ?? null });
      return next;
    });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is shown
  useEffect(() => {
    void load();
  }, []);
  // What is chosen already is shown by its name until its branch has been opened.
  const stray = props.value && !rows.has(props.value) ? props.value : null;
  const nodes: Node[] = [...rows.values()].map((r) => ({
    id: r.id,
    pId: r.under,
    value: r.id,
    title: `${r.name} ${say(r.kind_title)}`,
    isLeaf: r.children === 0,
  }));
  if (stray) nodes.push({ id: stray, pId: null, value: stray, title: chosen.data?.org.name ?? stray, isLeaf: true });
  return (
    <TreeSelect
      id={props.id}
      style={{ minWidth: 200, width: props.width }}
      treeDataSimpleMode={{ id: "id", pId: "pId" }}
      treeData={nodes}
      value={props.value}
      onChange={(value: string | undefined) => props.onChange?.(value)}
      loadData={(node) => load(String(node.value))}
      placeholder={props.placeholder}
      aria-label={props.placeholder}
      allowClear={props.allowClear ?? true}
      showSearch={{ treeNodeFilterProp: "title" }}
    />
  );
}
