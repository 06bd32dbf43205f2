// Everything about one subject, newest first: what was recorded, and what followed from it.
import { Card, Timeline as Line } from "antd";
import { api, ask } from "../../api/client";
import { usePaged } from "../../api/paged";
import type { TimelineEntry } from "../../api/shapes";
import { Failure } from "../../app/Failure";
import { ListFoot } from "../../app/PageFrame";
import { useWords } from "../../i18n";
import { FactCard } from "../../parts/FactCard";
import { HolderText } from "../../parts/Marks";
import { When } from "../../parts/When";
import { WhyLink } from "../../parts/WhyDrawer";

const COLOUR: Record<string, string> = {
  late: "red",
  missed: "red",
  escalated: "red",
  done_late: "orange",
  fulfilled: "green",
};

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t, say } = useWords();
  if (entry.fact) return <FactCard fact={entry.fact} subject={false} />;
  const change = entry.change;
  if (!change) return <When at={entry.at} />;
  return (
    <div>
      <span className="lf-quiet">
        <When at={change.at} />
      </span>{" "}
      {say(change.says)} <WhyLink of={change.key}>{say(change.title)}</WhyLink>
      {change.told.map((who, i) => (
        <div key={i} className="lf-quiet">
          {t("why.told")} <HolderText of={who} />
        </div>
      ))}
    </div>
  );
}

export function Timeline({ subject }: { subject: string }) {
  const { t } = useWords();
  const list = usePaged(["timeline", subject], (after) =>
    ask(api.GET("/api/v1/subjects/{id}/timeline", { params: { path: { id: subject }, query: { limit: 30, after } } })),
  );
  return (
    <Card size="small" title={t("person.timeline")} loading={list.waiting}>
      <Failure problem={list.problem} again={list.again} />
      {list.rows.length === 0 && !list.problem ? <span className="lf-quiet">{t("person.timeline.none")}</span> : null}
      <Line
        items={list.rows.map((entry, i) => ({
          key: entry.fact?.id ?? `${entry.change?.unit}.${entry.change?.n}.${i}`,
          color: entry.fact ? "#1c5d7e" : (COLOUR[entry.change?.kind ?? ""] ?? "gray"),
          content: <Entry entry={entry} />,
        }))}
      />
      <ListFoot list={list} />
    </Card>
  );
}
