// One fact, as far as the reader may see it.
import { Tag } from "antd";
import type { Fact, FieldValue } from "../api/shapes";
import { useWords } from "../i18n";
import { SubjectLink } from "./Marks";
import { spell, When } from "./When";

export function FieldText({ of }: { of: FieldValue }) {
  const { say } = useWords();
  return <span className={of.masked ? "lf-masked" : undefined}>{say(of.shown)}</span>;
}

export function Fields({ of }: { of: FieldValue[] }) {
  const { say } = useWords();
  return (
    <div className="lf-fields">
      {of.map((f) => (
        <span key={f.id}>
          <small>{say(f.label)}</small>
          <FieldText of={f} />
        </span>
      ))}
    </div>
  );
}

export function FactCard({ fact, subject = true }: { fact: Fact; subject?: boolean }) {
  const { t, say } = useWords();
  const slow = fact.recorded_after_minutes;
  const after = { days: Math.floor(slow / 1440), hours: Math.floor((slow % 1440) / 60), minutes: slow % 60 };
  return (
    <article className="lf-fact">
      <header>
        <span>
          <b>{say(fact.title)}</b> {subject ? <SubjectLink of={fact.subject} /> : null}{" "}
          {fact.void ? (
            <Tag color="red">{t("fact.void")}</Tag>
          ) : fact.correction ? (
            <Tag>{t("fact.correction")}</Tag>
          ) : null}
        </span>
        <span className="lf-quiet">
          <When at={fact.at} />
        </span>
      </header>
      {fact.fields.length > 0 ? <Fields of={fact.fields} /> : <span className="lf-quiet">{t("fact.nofields")}</span>}
      <div className="lf-quiet">
        {t("fact.by", { org: fact.org.name, by: fact.by })}
        {slow >= 60 ? <span className="lf-soon"> · {t("fact.slow", { time: spell(t, after) })}</span> : null}
      </div>
    </article>
  );
}
