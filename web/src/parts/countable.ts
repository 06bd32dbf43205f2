// What can be counted by day: the numbers of the reader's report, and the ledgers about persons.

import { useQuery } from "@tanstack/react-query";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import { useWords } from "../i18n";
import { useLedgers } from "./ledgers";

/** Options for a choice: `i:` before an indicator, `l:` before a ledger. */
export function useCountable() {
  const { t, say } = useWords();
  const reports = useQuery({ queryKey: ["reports", "", ""], queryFn: () => ask(api.GET("/api/v1/reports")) });
  const first = reports.data?.rows[0];
  const report = useQuery({
    queryKey: ["report", first?.report, first?.org.id, first?.day],
    enabled: first !== undefined,
    queryFn: () =>
      ask(
        api.GET("/api/v1/reports/{id}/{org}/{day}", {
          params: { path: { id: first?.report ?? "", org: first?.org.id ?? "", day: first?.day ?? "" } },
        }),
      ),
  });
  const ledgers = useLedgers();
  const indicators = (report.data?.indicators ?? []).filter(
    (i) => ["facts", "latest"].includes(i.opens) && !i.cumulative,
  );
  const kinds = (ledgers.data ?? []).filter((l) => l.about === "person" && !l.act && !l.registers);
  return {
    ready: ledgers.data !== undefined && !reports.isPending && (first === undefined || !report.isPending),
    options: [
      { label: say(report.data?.title), options: indicators.map((i) => ({ value: `i:${i.id}`, label: say(i.title) })) },
      { label: t("menu.ledgers"), options: kinds.map((l) => ({ value: `l:${l.id}`, label: say(l.title) })) },
    ].filter((g) => g.options.length > 0),
    problem: ledgers.error ? asProblem(ledgers.error) : null,
  };
}
