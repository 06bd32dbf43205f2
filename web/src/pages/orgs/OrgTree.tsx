// The tree of organisations that the reader may see, opened branch by branch.
import { useQueryClient } from "@tanstack/react-query";
import { Skeleton, Tree } from "antd";
import { useEffect, useState } from "react";
import { api, ask } from "../../api/client";
import type { OrgRow } from "../../api/shapes";
import { useWords } from "../../i18n";

type Below = ReadonlyMap<string, OrgRow[]>;
const TOP = "";

interface Node {
  key: string;
  title: string;
  isLeaf: boolean;
  children?: Node[];
}

export function OrgTree(props: { chosen?: string; above: string[]; onChoose: (org: string) => void }) {
  const { say } = useWords();
  const client = useQueryClient();
  const [below, setBelow] = useState<Below>(new Map());
  const [open, setOpen] = useState<string[]>([]);
  const load = async (under: string) => {
    const rows = await client
      .fetchQuery({
        queryKey: ["orgs", under || "tops"],
        staleTime: 600_000,
        queryFn: () => ask(api.GET("/api/v1/orgs", { params: { query: { under: under || undefined } } })),
      })
      .catch(() => []);
    setBelow((old) => new Map(old).set(under, rows));
    return rows;
  };
  const path = props.above.join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the branch of the chosen one is opened once it is known
  useEffect(() => {
    const branch = [...props.above, ...(props.chosen ? [props.chosen] : [])];
    void load(TOP).then(async (tops) => {
      // What lies above the reader's own part of the tree is not asked for.
      const known = new Set(tops.map((top) => top.id));
      const own = branch.slice(
        Math.max(
          0,
          branch.findIndex((id) => known.has(id)),
        ),
      );
      await Promise.all(own.map(load));
      setOpen((old) => [...new Set([...old, ...own])]);
    });
  }, [path, props.chosen]);
  const nodes = (under: string): Node[] =>
    (below.get(under) ?? []).map((row) => ({
      key: row.id,
      title: `${row.name} · ${say(row.kind_title)}`,
      isLeaf: row.children === 0,
      children: below.has(row.id) ? nodes(row.id) : undefined,
    }));
  if (!below.has(TOP)) return <Skeleton active title={false} />;
  return (
    <Tree<Node>
      blockNode
      treeData={nodes(TOP)}
      selectedKeys={props.chosen ? [props.chosen] : []}
      expandedKeys={open}
      onExpand={(keys) => setOpen(keys.map(String))}
      loadData={(node) => load(node.key)}
      onSelect={(keys) => keys[0] !== undefined && props.onChoose(String(keys[0]))}
    />
  );
}
