// The page of today: what stands, what to do next, what was raised, who has reported, and two pictures.
// Not here: the lists behind the numbers; each number leads to its own.
import { useQuery } from "@tanstack/react-query";
import { Card } from "antd";
import { Link } from "react-router";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import type { AlertRow } from "../api/shapes";
import { Loaded, Nothing, PageFrame } from "../app/PageFrame";
import { useHouse } from "../app/session";
import { useWords } from "../i18n";
import { AckButton } from "../parts/AckButton";
import { SeverityTag, SubjectLink } from "../parts/Marks";
import { When } from "../parts/When";
import { WhyLink } from "../parts/WhyDrawer";
import { CompletionCard } from "./today/CompletionCard";
import { Counters } from "./today/Counters";
import { CurveCard } from "./today/CurveCard";
import { MyDuties } from "./today/MyDuties";
import { Returns } from "./today/Returns";

function Alerts({ rows }: { rows: AlertRow[] }) {
  const { t, say } = useWords();
  if (rows.length === 0) return <Nothing says={t("alert.none")} />;
  return (
    <ul className="lf-duties">
      {rows.map((alert) => (
        <li key={alert.key}>
          <div>
            <SeverityTag severity={alert.severity} /> <WhyLink of={alert.key}>{say(alert.title)}</WhyLink>
            <div className="lf-quiet">
              <SubjectLink of={alert.subject} /> · <When at={alert.raised} />
            </div>
          </div>
          <AckButton alert={alert} />
        </li>
      ))}
    </ul>
  );
}

export default function TodayPage() {
  const { t, say } = useWords();
  const { me } = useHouse();
  const grant = me.grants[0];
  const today = useQuery({
    queryKey: ["today"],
    refetchInterval: 60_000,
    queryFn: () => ask(api.GET("/api/v1/today")),
  });
  const note = grant ? t("today.hello", { org: grant.org_name, role: say(grant.title) }) : t("bar.norole");
  return (
    <PageFrame title={t("menu.today")} note={note}>
      <Loaded of={today} problem={today.error ? asProblem(today.error) : null} rows={12}>
        {(data) => (
          <>
            <Counters of={data} />
            <div className="lf-grid-2">
              <Card
                size="small"
                title={t("today.duties")}
                extra={<Link to="/duties?mine=1">{t("today.duties.all")}</Link>}
              >
                <MyDuties rows={data.duties} />
              </Card>
              <div className="lf-stack">
                <Card size="small" title={t("today.alerts")} extra={<Link to="/alerts">{t("list.all")}</Link>}>
                  <Alerts rows={data.alerts} />
                </Card>
                <Returns />
              </div>
            </div>
            <div className="lf-grid-even" style={{ marginTop: 14 }}>
              <CurveCard />
              <CompletionCard />
            </div>
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}
