// Every fact that was made on this phone and what has become of it: on this phone, received, refused because.
import { momentOf } from "../../words/time";
import { useFace } from "../face";
import { useWords } from "../speech";
import type { Outgoing } from "../store/phone";
import { wayTo } from "../way";

const ORDER = { refused: 0, waiting: 1, received: 2 };

export function OutboxPage() {
  const { t } = useWords();
  const { outbox } = useFace();
  const sorted = [...outbox].sort((a, b) => ORDER[a.state] - ORDER[b.state] || b.put - a.put);
  return (
    <>
      <h1>{t("field.nav.outbox")}</h1>
      {sorted.length === 0 ? <p className="empty">{t("field.outbox.none")}</p> : null}
      {sorted.map((out) => (
        <OutCard key={out.fact.id} out={out} />
      ))}
    </>
  );
}

function OutCard({ out }: { out: Outgoing }) {
  const { t, say } = useWords();
  const { zone, now, phone, reread } = useFace();
  const drop = async () => {
    if (!confirm(t("field.outbox.drop.sure"))) return;
    await phone.giveUp(out.fact.id);
    await reread();
  };
  return (
    <div className={`card out ${out.state}`} data-fact={out.fact.id}>
      <div className="row">
        <span>
          <b>{out.about}</b> {say(out.title)}
        </span>
        <span className={`state ${out.state}`}>{t(`field.state.${out.state}`)}</span>
      </div>
      <p className="quiet">{momentOf(out.fact.at, zone, now())}</p>
      {out.state === "refused" ? (
        <>
          <h3>{t("field.outbox.because")}</h3>
          <ul>
            {out.refusals.map((r) => (
              <li key={`${r.code}${r.field ?? ""}`}>
                {say(r.says)} <span className="quiet">{say(r.hint)}</span>
              </li>
            ))}
          </ul>
          <div className="pair">
            <button type="button" className="plain" onClick={() => void drop()}>
              {t("field.outbox.drop")}
            </button>
            <a className="main" href={wayTo("mend", out.fact.id)}>
              {t("field.outbox.mend")}
            </a>
          </div>
        </>
      ) : null}
    </div>
  );
}
