// All gaps that the reader may see, in one list.
import { useQuery } from "@tanstack/react-query";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import { Failure } from "../app/Failure";
import { useFilters } from "../app/filters";
import { PageFrame } from "../app/PageFrame";
import { useWords } from "../i18n";
import { ExportButtons } from "../parts/ExportButtons";
import { OrgPicker } from "../parts/OrgPicker";
import { SearchBox } from "../parts/SearchBox";
import { GapTable } from "./orgs/GapTable";

export default function Gaps() {
  const { t } = useWords();
  const { values, set } = useFilters(["org", "q"]);
  const { org: under, q: text } = values;
  const query = { under, text };
  const gaps = useQuery({
    queryKey: ["gaps", query],
    queryFn: () => ask(api.GET("/api/v1/orgs/gaps", { params: { query } })),
  });
  return (
    <PageFrame title={t("menu.gaps")} actions={<ExportButtons of="orgs/gaps" query={query} />}>
      <div className="lf-filters">
        <SearchBox words={text ?? ""} label={t("org.gap.find")} onSearch={(q) => set({ q })} />
        <OrgPicker value={under} onChange={(org) => set({ org: org ?? "" })} placeholder={t("duty.filter.org")} />
      </div>
      <Failure problem={gaps.error ? asProblem(gaps.error) : null} again={() => void gaps.refetch()} />
      <GapTable rows={gaps.data ?? []} waiting={gaps.isPending} />
    </PageFrame>
  );
}
