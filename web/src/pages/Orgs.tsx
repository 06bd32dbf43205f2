// Organisations: the tree at the left (children are fetched when a branch is opened), one of them at the right.
import { useQuery } from "@tanstack/react-query";
import { Card } from "antd";
import { useNavigate, useParams } from "react-router";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import { Loaded, Nothing, PageFrame } from "../app/PageFrame";
import { useHouse } from "../app/session";
import { useWords } from "../i18n";
import { OrgCard } from "./orgs/OrgCard";
import { OrgTree } from "./orgs/OrgTree";

export default function Orgs() {
  const { t } = useWords();
  const { me } = useHouse();
  const go = useNavigate();
  const id = useParams().id ?? me.grants[0]?.org;
  const detail = useQuery({
    queryKey: ["org", id],
    enabled: id !== undefined,
    queryFn: () => ask(api.GET("/api/v1/orgs/{id}", { params: { path: { id: id ?? "" } } })),
  });
  const name = detail.data?.org.name;
  return (
    <PageFrame title={`${t("menu.orgs")}${name ? ` · ${name}` : ""}`}>
      <div className="lf-tree-page">
        <Card size="small" title={t("org.tree")} className="lf-tree">
          <OrgTree
            chosen={id}
            above={detail.data?.above.map((o) => o.id) ?? []}
            onChoose={(org) => void go(`/orgs/${encodeURIComponent(org)}`)}
          />
        </Card>
        {id === undefined ? (
          <Nothing says={t("org.choose")} />
        ) : (
          <Loaded of={detail} problem={detail.error ? asProblem(detail.error) : null} rows={10}>
            {(data) => <OrgCard of={data} />}
          </Loaded>
        )}
      </div>
    </PageFrame>
  );
}
