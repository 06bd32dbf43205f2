// All gaps that the reader may see, in one list.
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import { Failure } from "../app/Failure";
import { PageFrame } from "../app/PageFrame";
import { useWords } from "../i18n";
import { OrgPicker } from "../parts/OrgPicker";
import { GapTable } from "./orgs/GapTable";

export default function Gaps() {
  const { t } = useWords();
  const [address, setAddress] = useSearchParams();
  const under = address.get("org") ?? undefined;
  const gaps = useQuery({
    queryKey: ["gaps", under],
    queryFn: () => ask(api.GET("/api/v1/orgs/gaps", { params: { query: { under } } })),
  });
  return (
    <PageFrame title={t("menu.gaps")}>
      <div className="lf-filters">
        <OrgPicker
          value={under}
          onChange={(org) => setAddress(org ? { org } : {})}
          placeholder={t("duty.filter.org")}
        />
      </div>
      <Failure problem={gaps.error ? asProblem(gaps.error) : null} again={() => void gaps.refetch()} />
      <GapTable rows={gaps.data ?? []} waiting={gaps.isPending} />
    </PageFrame>
  );
}
