// The page of today: what stands, what to do next, what was raised, who has reported, and two pictures.
// Not here: the lists behind the numbers; each number leads to its own.
import { useQuery } from "@tanstack/react-query";
import { Card } from "antd";
import { Link } from "react-router";
import { api, ask } from "../api/client";
import { asProblem } from "../api/problem";
import { Loaded, PageFrame } from "../app/PageFrame";
import { useHouse } from "../app/session";
import { useWords } from "../i18n";
import { AlertGroups } from "./today/AlertGroups";
import { CompletionCard } from "./today/CompletionCard";
import { Counters } from "./today/Counters";
import { CurveCard } from "./today/CurveCard";
import { DemoTour } from "./today/DemoTour";
import { groupAlerts } from "./today/group-alerts";
import { MyDuties } from "./today/MyDuties";
import { Returns } from "./today/Returns";

/** As many as the server gives at once. */
const ALERTS_MAX = 500;

export default function TodayPage() {
  const { t, say } = useWords();
  const { me } = useHouse();
  const grant = me.grants[0];
  const today = useQuery({
    queryKey: ["today"],
    refetchInterval: 60_000,
    queryFn: () => ask(api.GET("/api/v1/today")),
  });
  const alerts = useQuery({
    queryKey: ["alerts", "today"],
    refetchInterval: 60_000,
    queryFn: () => ask(api.GET("/api/v1/alerts", { params: { query: { open: "1", limit: ALERTS_MAX } } })),
  });
  const note = grant ? t("today.hello", { org: grant.org_name, role: say(grant.title) }) : t("bar.norole");
  return (
    <PageFrame title={t("menu.today")} note={note}>
      <Loaded of={today} problem={today.error ? asProblem(today.error) : null} rows={12}>
        {(data) => {
          // The page's own answer holds only the newest; the gravest may be older.
          const groups = groupAlerts(alerts.data?.rows ?? data.alerts);
          return (
            <>
              <DemoTour signal={groups.find(([first]) => first.subject.kind === "org")?.[0]} />
              <Counters of={data} />
              <div className="lf-grid-2">
                <Card
                  size="small"
                  title={t("today.duties")}
                  extra={<Link to="/duties?mine=1">{t("today.duties.all")}</Link>}
                >
                  <MyDuties rows={data.duties} others={data.now.open + data.now.overdue} />
                </Card>
                <div className="lf-stack">
                  <Card size="small" title={t("today.alerts")} extra={<Link to="/alerts?open=1">{t("list.all")}</Link>}>
                    <AlertGroups groups={groups} />
                  </Card>
                  <Returns />
                </div>
              </div>
              <div className="lf-grid-even" style={{ marginTop: 14 }}>
                <CurveCard signal={groups[0]?.[0].key} />
                <CompletionCard />
              </div>
            </>
          );
        }}
      </Loaded>
    </PageFrame>
  );
}
