// In an exercise only: the four things that show a newcomer within a minute what the desk is for, each a link to real data
// of the county. Hidden for good when the reader says so.
import { CloseOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Card } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { api, ask } from "../../api/client";
import type { AlertRow } from "../../api/shapes";
import { useHouse } from "../../app/session";
import { type Key, useWords } from "../../i18n";
import { useCameWith } from "../../parts/came-with";
import { dateOf } from "../../words/time";
import { reportPath } from "../reports/reportPath";

const HIDDEN = "lf.tour";

function Stop({ n, to, title, says }: { n: number; to: string; title: Key; says: Key }) {
  const { t } = useWords();
  return (
    <li>
      <Link to={to}>
        {n}. {t(title)}
      </Link>
      <div className="lf-quiet">{t(says)}</div>
    </li>
  );
}

/** `signal`: the gravest that is about a group, if there is one. */
function Stops({ signal }: { signal?: AlertRow }) {
  const { me, now, zone } = useHouse();
  const day = dateOf(now, zone);
  const reports = useQuery({
    queryKey: ["reports", undefined, day],
    queryFn: () => ask(api.GET("/api/v1/reports", { params: { query: { day } } })),
  });
  const own = reports.data?.rows.find((r) => me.grants.some((g) => g.org === r.org.id)) ?? reports.data?.rows[0];
  const came = useCameWith(signal ? { key: signal.key, subject: signal.subject.id, since: signal.raised } : undefined);
  const duty = came.find((d) => d.clause.id === signal?.clause.id);
  return (
    <ol className="lf-tour">
      <Stop
        n={1}
        to={signal ? `/?why=${encodeURIComponent(signal.key)}` : "/alerts"}
        title="tour.signal"
        says="tour.signal.says"
      />
      <Stop
        n={2}
        to={duty ? `/duties?state=all&name=${encodeURIComponent(duty.name)}` : "/duties?state=all"}
        title="tour.duty"
        says="tour.duty.says"
      />
      <Stop n={3} to="/courses" title="tour.course" says="tour.course.says" />
      <Stop n={4} to={own ? reportPath(own) : "/reports"} title="tour.report" says="tour.report.says" />
    </ol>
  );
}

export function DemoTour({ signal }: { signal?: AlertRow }) {
  const { t } = useWords();
  const { me } = useHouse();
  const [hidden, setHidden] = useState(() => localStorage.getItem(HIDDEN) !== null);
  if (!me.demo || hidden) return null;
  const hide = () => {
    localStorage.setItem(HIDDEN, "1");
    setHidden(true);
  };
  return (
    <Card
      size="small"
      style={{ marginBottom: 14 }}
      title={t("tour.title")}
      extra={
        <Button size="small" type="text" icon={<CloseOutlined />} onClick={hide}>
          {t("tour.hide")}
        </Button>
      }
    >
      <Stops signal={signal} />
    </Card>
  );
}
