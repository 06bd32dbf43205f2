// Completeness of reports: expected, received, on time, and who is missing once the deadline has passed.
import { useQuery } from "@tanstack/react-query";
import { Card } from "antd";
import { Link } from "react-router";
import { api, ask } from "../../api/client";
import { asProblem } from "../../api/problem";
import { Loaded } from "../../app/PageFrame";
import { useWords } from "../../i18n";
import { WhyLink } from "../../parts/WhyDrawer";
import { ReturnLine } from "../reports/ReturnLine";

const SHOWN = 8;

export function Returns() {
  const { t, say } = useWords();
  const list = useQuery({ queryKey: ["reports", "", ""], queryFn: () => ask(api.GET("/api/v1/reports")) });
  return (
    <Card size="small" title={t("today.returns")} extra={<Link to="/reports">{t("list.all")}</Link>}>
      <Loaded of={list} problem={list.error ? asProblem(list.error) : null} rows={3}>
        {({ figures, rows }) => {
          if (figures.expected === 0) return <span className="lf-quiet">{t("today.returns.none")}</span>;
          const missing = rows.filter((r) => r.state === "missing");
          return (
            <>
              <ReturnLine of={figures} />
              {missing.length > 0 ? (
                <div style={{ marginTop: 8 }}>
                  <span className="lf-late">{t("today.returns.missing")}</span>
                  {t("colon")}
                  {missing.slice(0, SHOWN).map((r, i) => (
                    <span key={`${r.report}${r.org.id}`}>
                      {i > 0 ? " · " : ""}
                      <WhyLink of={r.duty}>
                        {r.org.name} <span className="lf-quiet">{say(r.title)}</span>
                      </WhyLink>
                    </span>
                  ))}
                  {missing.length > SHOWN ? ` +${missing.length - SHOWN}` : ""}
                </div>
              ) : figures.received === figures.expected ? (
                <div className="lf-done" style={{ marginTop: 8 }}>
                  {t("today.returns.allin")}
                </div>
              ) : null}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}
