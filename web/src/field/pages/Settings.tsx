// Language, signing out, erasing; and what this phone is to the house.
import { momentOf } from "../../words/time";
import { useFace } from "../face";
import { useWords } from "../speech";
import { call } from "../sync";

export function Settings() {
  const { t, say, switchLanguage } = useWords();
  const { state, outbox, phone, reread, zone, now, syncNow } = useFace();
  const unsent = outbox.filter((o) => o.state !== "received").length;
  const erase = async () => {
    if (!confirm(t("field.settings.erase.sure", { n: unsent }))) return;
    await call("DELETE", "/session");
    await phone.erase();
    await reread();
  };
  return (
    <>
      <h1>{t("field.nav.settings")}</h1>
      <div className="card">
        <div className="row">
          <span>
            {t("field.settings.who")} <b>{state.me.name}</b>
          </span>
          <span className="quiet">{state.me.grants.map((g) => `${g.org_name} ${say(g.title)}`).join(" · ")}</span>
        </div>
        <div className="row">
          <span>{t("field.settings.clock")}</span>
          <span className="quiet">{momentOf(now(), zone)}</span>
        </div>
        <div className="row">
          <span>{t("field.settings.device")}</span>
          <span className="quiet">{state.device.slice(0, 8)}</span>
        </div>
      </div>
      <button type="button" className="wide" onClick={() => void syncNow()}>
        {t("field.sync")}
      </button>
      <button type="button" className="wide" onClick={switchLanguage}>
        {t("field.language")}
      </button>
      <p className="quiet">{t("field.settings.keep", { n: state.keepDays })}</p>
      <button type="button" className="wide danger" onClick={() => void erase()}>
        {t("field.settings.erase")}
      </button>
    </>
  );
}
