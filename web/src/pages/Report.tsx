// One report of one organisation for one day (the morning report): computed numbers with their difference, each opening
// its rows; who is missing below; the signature that freezes them; what has changed since. Prints on one sheet.
import { LeftOutlined, PrinterOutlined, RightOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Card, Tag } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { Indicator, ReportView } from "../api/shapes";
import { Loaded, PageFrame } from "../app/PageFrame";
import { useHouse } from "../app/session";
import { useWords } from "../i18n";
import { ClauseMark, OrgLink, useNamed } from "../parts/Marks";
import { Deadline, When } from "../parts/When";
import { count } from "../words/label";
import { momentOf, plusDays } from "../words/time";
import { figuresOf } from "./reports/figures-of";
import { NumberRows } from "./reports/NumberRows";
import { Numbers } from "./reports/Numbers";
import { ReportTable } from "./reports/ReportTable";
import { ReturnLine } from "./reports/ReturnLine";
import { reportPath } from "./reports/reportPath";
import { SignDialog } from "./reports/SignDialog";

function Signature({ of }: { of: ReportView }) {
  const { t } = useWords();
  if (!of.signed) return <Tag color="orange">{t("report.draft")}</Tag>;
  return (
    <span>
      <Tag color="green">{t("report.signed")}</Tag>
      {t("report.signed.by", { by: of.signed.by_name })} <When at={of.signed.at} />
      {of.signed.comment ? <div>{of.signed.comment}</div> : null}
      <div className="lf-mono lf-quiet">
        {t("report.hash")} {of.signed.hash}
      </div>
    </span>
  );
}

function Corrections({ of }: { of: ReportView }) {
  const { t, say } = useWords();
  if (of.corrections.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t("report.corrections")}
      description={of.corrections.map((c) => (
        <div key={c.id}>
          {t("report.corrections.line", { title: say(c.title), signed: count(c.signed), now: count(c.now) })}
        </div>
      ))}
    />
  );
}

function Below({ of }: { of: ReportView }) {
  const { t } = useWords();
  return (
    <Card size="small" title={t("report.below")}>
      <div className="lf-stack">
        <ReturnLine of={figuresOf(of.below)} />
        <ReportTable rows={of.below} />
      </div>
    </Card>
  );
}

function Sheet({ of, onOpen }: { of: ReportView; onOpen: (indicator: Indicator) => void }) {
  const { t } = useWords();
  const { zone } = useHouse();
  const named = useNamed();
  return (
    <div className="lf-stack">
      <Card size="small">
        <div className="lf-page-head" style={{ margin: 0 }}>
          <div>
            <b>
              <OrgLink of={of.org} />
            </b>{" "}
            · {of.day} · {named("report.mode.", of.mode)} <ClauseMark of={of.clause} />
            <div className="lf-quiet">
              {t("report.period", { from: momentOf(of.from, zone), until: momentOf(of.until, zone) })} ·{" "}
              {t("report.due")} <Deadline due={of.due} owed={!of.signed} />
            </div>
          </div>
          <Signature of={of} />
        </div>
      </Card>
      <Corrections of={of} />
      {of.below.length > 0 ? (
        <div className="lf-grid-2">
          <Numbers of={of} onOpen={onOpen} />
          <Below of={of} />
        </div>
      ) : (
        <Numbers of={of} onOpen={onOpen} />
      )}
      <div className="lf-signed">{t("report.print.signature")}</div>
    </div>
  );
}

export default function Report() {
  const { t, say } = useWords();
  const { may } = useHouse();
  const { id = "", org = "", day = "" } = useParams();
  const [signing, setSigning] = useState(false);
  const [opened, setOpened] = useState<Indicator | null>(null);
  const report = useQuery({
    queryKey: ["report", id, org, day],
    queryFn: () => ask(api.GET("/api/v1/reports/{id}/{org}/{day}", { params: { path: { id, org, day } } })),
  });
  const at = (date: string) => reportPath({ report: id, org: { id: org }, day: date });
  return (
    <PageFrame
      title={say(report.data?.title) || t("menu.reports")}
      note={<Link to={`/reports?day=${day}`}>{t("menu.reports")}</Link>}
      actions={
        <>
          <Link to={at(plusDays(day, -1))} aria-label={t("report.day.before")}>
            <Button icon={<LeftOutlined />} tabIndex={-1} />
          </Link>
          <Link to={at(plusDays(day, 1))} aria-label={t("report.day.after")}>
            <Button icon={<RightOutlined />} tabIndex={-1} />
          </Link>
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t("do.print")}
          </Button>
          {report.data && may("sign") && (!report.data.signed || report.data.corrections.length > 0) ? (
            <Button type="primary" onClick={() => setSigning(true)}>
              {t(report.data.signed ? "report.sign.again" : "report.sign")}
            </Button>
          ) : null}
        </>
      }
    >
      <Loaded of={report} problem={report.error ? asProblem(report.error) : null} rows={10}>
        {(data) => (
          <>
            <Sheet of={data} onOpen={setOpened} />
            {signing ? <SignDialog of={data} onClose={() => setSigning(false)} /> : null}
            <NumberRows of={data} indicator={opened} onClose={() => setOpened(null)} />
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}
