// Two persons side by side: what agrees, what differs, and the two verdicts.
import { Button, Card, Radio, Space, Tag } from "antd";
import { useState } from "react";
import { api, ask } from "../../api/client";
import type { Pair } from "../../api/shapes";
import type { Key } from "../../i18n";
import { useWords } from "../../i18n";
import { Fields } from "../../parts/FactCard";
import { OrgLink, SubjectLink } from "../../parts/Marks";
import { ReasonDialog } from "../../parts/ReasonDialog";
import { When } from "../../parts/When";

function Person({ of }: { of: Pair["one"] }) {
  const { t } = useWords();
  return (
    <div className="lf-pair-person">
      <div>
        <SubjectLink of={of.subject} />{" "}
        <span className="lf-quiet">{of.subject.id.slice(of.subject.id.indexOf(":") + 1)}</span>
      </div>
      <Fields of={[...of.identity, ...of.profile]} />
      <div className="lf-quiet">
        {of.home ? <OrgLink of={of.home} /> : null} {t("pairs.registered")} <When at={of.registered} />
      </div>
    </div>
  );
}

interface Props {
  pair: Pair;
  /** Judged; who was merged into the other, if anybody. */
  onJudged: (merged: string | null) => void;
}

/** Which question is open. */
type Verdict = "same" | "different";

const ASKS: Record<Verdict, { title: Key; hint: Key; done: Key }> = {
  same: { title: "pairs.same", hint: "pairs.same.hint", done: "pairs.same.done" },
  different: { title: "pairs.different", hint: "pairs.different.hint", done: "pairs.different.done" },
};

export function PairCard({ pair, onJudged }: Props) {
  const { t, say } = useWords();
  const [open, setOpen] = useState<Verdict | null>(null);
  const [kept, setKept] = useState(pair.one.subject.id);
  const asks = ASKS[open ?? "same"];
  const ids = [pair.one.subject.id, pair.other.subject.id];
  const act = async ({ reason }: { reason: string }) => {
    const other = ids.find((id) => id !== kept) ?? "";
    const body = { other, same: open === "same", reason };
    await ask(api.POST("/api/v1/subjects/{id}/identify", { params: { path: { id: kept } }, body }));
    onJudged(open === "same" ? other : null);
  };
  return (
    <Card size="small">
      <div className="lf-pair">
        <Person of={pair.one} />
        <Person of={pair.other} />
      </div>
      <Space wrap>
        {pair.agree.map((words) => (
          <Tag key={words.zh} color="green">
            {t("pairs.agree", { field: say(words) })}
          </Tag>
        ))}
        {pair.differ.map((words) => (
          <Tag key={words.zh} color="red">
            {t("pairs.differ", { field: say(words) })}
          </Tag>
        ))}
        <Button type="primary" size="small" onClick={() => setOpen("same")}>
          {t("pairs.same")}
        </Button>
        <Button size="small" onClick={() => setOpen("different")}>
          {t("pairs.different")}
        </Button>
      </Space>
      <ReasonDialog
        open={open !== null}
        title={t(asks.title)}
        hint={t(asks.hint)}
        done={t(asks.done)}
        onClose={() => setOpen(null)}
        act={act}
        extra={
          open === "same" ? (
            <Radio.Group
              value={kept}
              onChange={(e) => setKept(e.target.value)}
              aria-label={t("pairs.kept")}
              style={{ marginBottom: 12 }}
              options={[pair.one, pair.other].map((person) => ({
                value: person.subject.id,
                label: t("pairs.keep", {
                  code: person.subject.id.slice(person.subject.id.indexOf(":") + 1),
                  home: person.home?.name ?? "",
                }),
              }))}
            />
          ) : undefined
        }
      />
    </Card>
  );
}
