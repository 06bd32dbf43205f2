// The form of a ledger, made from its schema. It can be filled in beforehand by the address (from a duty), corrects an
// earlier record, keeps a draft, and sends the same fact however often it is clicked.
import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { useParams, useSearchParams } from "react-router";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { Fact, LedgerField } from "../api/shapes";
import { Loaded, PageFrame } from "../app/PageFrame";
import { useHouse } from "../app/session";
import { FactForm } from "../forms/FactForm";
import { prefillOf } from "../forms/fields";
import { useWords } from "../i18n";
import { WhyLink } from "../parts/WhyDrawer";
import { momentOf } from "../words/time";
import { useLedger } from "./ledgers/useLedger";

/** The values of a record as the form holds them; what is masked stays empty. */
function valuesOf(fields: LedgerField[], fact: Fact | null | undefined, zone: number): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    const value = fact?.fields.find((f) => f.id === field.id)?.value;
    if (value === undefined || value === null) continue;
    values[field.id] = field.type === "instant" && typeof value === "string" ? momentOf(value, zone) : value;
  }
  return values;
}

export default function LedgerForm() {
  const { t, say } = useWords();
  const { zone, now } = useHouse();
  const [address] = useSearchParams();
  const id = useParams().id ?? "";
  const ledger = useLedger(id);
  const corrects = address.get("corrects");
  const discharges = address.get("discharges");
  const original = useQuery({
    queryKey: ["fact", corrects],
    enabled: corrects !== null,
    queryFn: () => ask(api.GET("/api/v1/facts/{id}", { params: { path: { id: corrects ?? "" } } })),
  });
  const title = say(ledger.data?.title);
  return (
    <PageFrame title={corrects ? `${t("fact.correct")} · ${title}` : title || t("ledger.new")}>
      <Loaded of={ledger} problem={ledger.error ? asProblem(ledger.error) : null} rows={8}>
        {(data) => {
          if (!data.writable) return <Alert type="warning" showIcon title={t("form.notyours")} />;
          if (corrects && original.isPending) return null;
          const held = original.data?.holds ?? original.data?.versions.at(-1);
          const beforehand = {
            ...valuesOf(data.fields, held, zone),
            ...prefillOf(data.fields, address),
            _subject: address.get("subject") ?? undefined,
            _at: momentOf(held?.at ?? address.get("at") ?? now, zone),
            _org: held?.org.id ?? address.get("org") ?? undefined,
          };
          return (
            <>
              {discharges ? (
                <Alert
                  style={{ marginBottom: 12 }}
                  type="info"
                  showIcon
                  title={
                    <>
                      {t("form.discharges")} <WhyLink of={discharges}>{t("why.title")}</WhyLink>
                    </>
                  }
                />
              ) : null}
              {corrects ? <Alert style={{ marginBottom: 12 }} type="info" showIcon title={t("form.corrects")} /> : null}
              <FactForm
                key={`${id}.${corrects}.${discharges}`}
                ledger={data}
                beforehand={beforehand}
                fixed={corrects !== null || (discharges !== null && address.get("subject") !== null)}
                corrects={corrects}
                discharges={discharges}
              />
            </>
          );
        }}
      </Loaded>
    </PageFrame>
  );
}
