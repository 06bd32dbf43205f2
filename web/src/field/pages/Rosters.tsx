// The groups whose members this phone carries: classes, sites, grids. Each is entered by its sheet or by the keypad.
import { keypadField, sheetsFor } from "../day";
import { useFace } from "../face";
import { useWords } from "../speech";
import { wayTo } from "../way";

export function Rosters() {
  const { t, say } = useWords();
  const { roster, carried } = useFace();
  const pads = carried.ledgers.filter((l) => keypadField(l));
  const groups = roster.groups().map((group) => ({ group, n: roster.members(group.id).length }));
  const shown = groups.filter(({ n }) => n > 0);
  return (
    <>
      <h1>{t("field.nav.roster")}</h1>
      {shown.length === 0 ? <p className="empty">{t("field.roster.none")}</p> : null}
      {shown.map(({ group, n }) => (
        <div className="card" key={group.id}>
          <div className="stop">
            <b>{group.label}</b>
            <span className="quiet">{t("field.roster.people", { n })}</span>
          </div>
          {sheetsFor(carried.ledgers, group).map((l) => (
            <a className="row" key={l.id} href={wayTo("roster", group.id, l.id)}>
              {say(l.title)}
            </a>
          ))}
          {pads.map((l) => (
            <a className="row" key={l.id} href={wayTo("roster", group.id, "keypad", l.id)}>
              {say(l.title)}
            </a>
          ))}
        </div>
      ))}
    </>
  );
}
