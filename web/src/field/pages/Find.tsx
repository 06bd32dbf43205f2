// Whom this phone carries, found while typing; whoever is new is registered from here.
import { useState } from "react";
import { useFace } from "../face";
import { registeredHere } from "../make";
import { useWords } from "../speech";
import { wayTo } from "../way";
import { codeOf } from "./SheetPage";

export function Find() {
  const { t, say } = useWords();
  const { roster, carried, outbox, ledger } = useFace();
  const [sought, setSought] = useState("");
  const found = roster.find(sought);
  const fresh = registeredHere(outbox, (id) => ledger(id)?.registers === true).filter(
    (s) => !roster.get(s.id) && sought !== "" && s.label.includes(sought),
  );
  const registers = carried.ledgers.filter((l) => l.registers && ["person", "household"].includes(l.about));
  const persons = carried.subjects.filter((s) => s.id.startsWith("person:")).length;
  return (
    <>
      <h1>{t("field.nav.find")}</h1>
      <input
        type="search"
        aria-label={t("field.find.hint")}
        placeholder={t("field.find.hint")}
        value={sought}
        onChange={(e) => setSought(e.target.value)}
      />
      <p className="quiet">
        {sought && found.length + fresh.length === 0 ? t("field.find.none") : t("field.find.n", { n: persons })}
      </p>
      {found.length + fresh.length > 0 ? (
        <div className="card">
          {[...fresh, ...found].map((s) => (
            <a key={s.id} className="row" href={wayTo("subject", s.id)}>
              <span>
                <b>{s.label}</b> <span className="quiet">{codeOf(s)}</span>
              </span>
              <span className="quiet">{roster.household(s.id)?.label}</span>
            </a>
          ))}
        </div>
      ) : null}
      {registers.length > 0 ? (
        <>
          <h2>{t("field.register")}</h2>
          <div className="card">
            {registers.map((l) => (
              <a key={l.id} className="row" href={wayTo("form", l.id, "new")}>
                {say(l.title)}
              </a>
            ))}
          </div>
        </>
      ) : null}
    </>
  );
}
