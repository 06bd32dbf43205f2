// One case: who (identity on request, with a reason), the report card as it is printed, reports before it, what else was told,
// and who was in contact. Printed are identity and card.
import { DownloadOutlined, PrinterOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Card, Descriptions, Steps } from "antd";
import { Link, useParams } from "react-router";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { CasePage, Fact } from "../api/shapes";
import { Loaded, Nothing, PageFrame } from "../app/PageFrame";
import { useWords } from "../i18n";
import { FactCard, FieldText } from "../parts/FactCard";
import { subjectPath } from "../parts/Marks";
import { When } from "../parts/When";
import { cellValue } from "./cases/cells";
import { Identity } from "./person/Identity";

function Who({ person }: { person: string }) {
  const file = useQuery({
    queryKey: ["subject", person],
    queryFn: () => ask(api.GET("/api/v1/subjects/{id}", { params: { path: { id: person } } })),
  });
  return (
    <Loaded of={file} problem={file.error ? asProblem(file.error) : null} rows={2}>
      {(data) => <Identity file={data} />}
    </Loaded>
  );
}

/** The report card: every field that was filled in, as it will be printed. */
function ReportCard({ of }: { of: CasePage }) {
  const { t, say } = useWords();
  const { card } = of;
  const items = [
    ...card.fields.map((f) => ({ key: f.id, label: say(f.label), children: <FieldText of={f} /> })),
    { key: "org", label: t("case.by"), children: card.org.name },
    { key: "at", label: t("case.at"), children: <When at={card.at} /> },
    { key: "no", label: t("case.number"), children: <span className="lf-mono">{card.root}</span> },
  ];
  return (
    <Card size="small" title={say(card.title)}>
      <Descriptions bordered size="small" column={{ xs: 1, md: 2, xl: 3 }} items={items} />
    </Card>
  );
}

/** The days of the case in their order. */
function Days({ of }: { of: CasePage }) {
  const { t } = useWords();
  const marks = [
    ["date_infection", t("case.infected")],
    ["date_onset", t("case.onset")],
    ["date_reporting", t("case.reported")],
    ["date_confirmation", t("case.confirmed")],
    ["date_isolation", t("case.isolated")],
    ["date_admission", t("case.admitted")],
    ["date_outcome", t("case.outcome")],
    ["date_death", t("case.died")],
  ] as const;
  const known = marks.flatMap(([id, title]) => {
    const day = cellValue(of.case, id);
    return typeof day === "string" ? [{ title, content: day }] : [];
  });
  const days = known.sort((a, b) => a.content.localeCompare(b.content));
  return days.length > 1 ? (
    <Card size="small" title={t("case.days")} className="lf-noprint">
      <Steps size="small" type="dot" current={days.length - 1} responsive items={days} />
    </Card>
  ) : null;
}

function Facts({ title, of, none }: { title: string; of: Fact[]; none?: string }) {
  if (of.length === 0 && !none) return null;
  return (
    <Card size="small" title={`${title} ${of.length}`} className="lf-noprint">
      {of.length === 0 ? <Nothing says={none ?? ""} /> : of.map((fact) => <FactCard key={fact.id} fact={fact} />)}
    </Card>
  );
}

export default function CaseFile() {
  const { t, say } = useWords();
  const { id = "" } = useParams();
  const page = useQuery({
    queryKey: ["case", id],
    queryFn: () => ask(api.GET("/api/v1/cases/{id}", { params: { path: { id } } })),
  });
  const { data } = page;
  const title = data ? `${say(data.case.cells.disease?.shown)} ${data.case.person.label}` : t("case.title");
  return (
    <PageFrame
      title={title}
      note={data ? say(data.case.cells.case_type?.shown) : undefined}
      actions={
        data ? (
          <>
            <Link to={subjectPath(data.case.person.id)}>{t("case.person")}</Link>
            {(["pdf", "docx"] as const).map((form) => (
              <Button key={form} icon={<DownloadOutlined />} href={`/api/v1/cases/${id}/card?form=${form}`} download>
                {t(`case.${form}`)}
              </Button>
            ))}
            <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
              {t("case.print")}
            </Button>
          </>
        ) : null
      }
    >
      <Loaded of={page} problem={page.error ? asProblem(page.error) : null}>
        {(found) => (
          <div className="lf-stack">
            <Who person={found.case.person.id} />
            <ReportCard of={found} />
            <Days of={found} />
            <Facts title={t("case.contacts")} of={found.contacts} none={t("case.contacts.none")} />
            {found.groups.map((group) => (
              <Facts key={`${group.term} ${group.title.zh}`} title={say(group.title)} of={group.facts} />
            ))}
            <Facts title={t("case.earlier")} of={found.earlier} />
          </div>
        )}
      </Loaded>
    </PageFrame>
  );
}
