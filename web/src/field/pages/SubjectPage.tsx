// A person, a household or a place: what is owed about it, in a household about each of its members, and what can be
// recorded.
import { doneHere } from "../day";
import { Head } from "../Frame";
import { useFace } from "../face";
import { useWords } from "../speech";
import { wayTo } from "../way";
import { codeOf } from "./SheetPage";
import { DutyRow } from "./Today";

export function SubjectPage({ id }: { id: string }) {
  const { t, say } = useWords();
  const { roster, carried, outbox } = useFace();
  const subject = roster.get(id);
  const label = subject?.label ?? outbox.find((o) => o.fact.subject === id)?.about ?? roster.label(id);
  const members = id.startsWith("household:") ? roster.members(id) : [];
  const house = roster.household(id);
  const about = new Set([id, ...members.map((m) => m.id)]);
  const done = doneHere(outbox);
  const duties = carried.duties.filter((d) => about.has(d.subject.id) && !done.has(d.key));
  const kind = id.slice(0, id.indexOf(":"));
  const fits = carried.ledgers.filter(
    (l) => l.about === kind && !l.registers && (l.kinds.length === 0 || l.kinds.includes(subject?.org_kind ?? "")),
  );
  return (
    <>
      <Head title={label} says={subject?.home ? roster.label(subject.home) : undefined} />
      {house ? (
        <a className="card row" href={wayTo("subject", house.id)}>
          <span>{house.label}</span>
          <span className="quiet">{t("field.house")}</span>
        </a>
      ) : null}
      {duties.length > 0 ? (
        <>
          <h2>{t(members.length > 0 ? "field.house" : "field.subject.duties")}</h2>
          <div className="card">
            {duties.map((d) => (
              <DutyRow key={d.key} duty={d} named={members.length > 0} />
            ))}
          </div>
        </>
      ) : null}
      {members.length > 0 ? (
        <>
          <h2>{t("field.subject.members")}</h2>
          <div className="card">
            {members.map((m) => (
              <a key={m.id} className="row" href={wayTo("subject", m.id)}>
                <b>{m.label}</b>
                <span className="quiet">{codeOf(m)}</span>
              </a>
            ))}
          </div>
        </>
      ) : null}
      {fits.length > 0 ? (
        <>
          <h2>{t("field.subject.record")}</h2>
          <div className="card">
            {fits.map((l) => (
              <a key={l.id} className="row" href={wayTo("form", l.id, id)}>
                {say(l.title)}
              </a>
            ))}
          </div>
        </>
      ) : null}
    </>
  );
}
