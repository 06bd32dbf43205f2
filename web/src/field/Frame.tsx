// The frame around every page: how the sync stands above, the five ways below, within reach of a thumb.
import type { ReactNode } from "react";
import { clockOf } from "../words/time";
import { useFace } from "./face";
import { type Key, useWords } from "./speech";
import { useWay, wayTo } from "./way";

const WAYS: [way: string, key: Key, sign: string][] = [
  ["today", "field.nav.today", "☰"],
  ["roster", "field.nav.roster", "▤"],
  ["find", "field.nav.find", "⌕"],
  ["outbox", "field.nav.outbox", "⇧"],
  ["settings", "field.nav.settings", "⚙"],
];

export function Frame({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const [here = "today"] = useWay();
  const { outbox } = useFace();
  const open = outbox.filter((o) => o.state !== "received").length;
  return (
    <div className="face">
      <SyncLine />
      <main>{children}</main>
      <nav>
        {WAYS.map(([way, key, sign]) => (
          <a key={way} href={wayTo(way)} aria-current={here === way ? "page" : undefined}>
            <span aria-hidden="true">{sign}</span>
            {t(key)}
            {way === "outbox" && open > 0 ? <b className="count">{open}</b> : null}
          </a>
        ))}
      </nav>
    </div>
  );
}

function SyncLine() {
  const { t } = useWords();
  const { state, progress, ended, syncNow, zone } = useFace();
  const said = () => {
    if (progress?.doing === "sending") return t("field.sync.sending", { n: progress.n, of: progress.of });
    if (progress) return t("field.sync.fetching");
    if (ended && ended !== "done") return t(`field.sync.${ended}`);
    return state.cursor ? t("field.sync.done", { time: clockOf(state.synced, zone) }) : t("field.sync.never");
  };
  return (
    <header className={ended && ended !== "done" ? "line warn" : "line"}>
      <span role="status">{said()}</span>
      {ended === "signin" ? (
        <a className="small" href={wayTo("signin")}>
          {t("field.signin")}
        </a>
      ) : (
        <button type="button" className="small" disabled={progress !== null} onClick={() => void syncNow()}>
          {t("field.sync")}
        </button>
      )}
    </header>
  );
}

/** The head of a page that was reached from another. */
export function Head({ title, says }: { title: string; says?: string | undefined }) {
  const { t } = useWords();
  return (
    <div className="head">
      <button type="button" className="back" aria-label={t("field.back")} onClick={() => history.back()}>
        ‹
      </button>
      <div>
        <h1>{title}</h1>
        {says ? <p className="quiet">{says}</p> : null}
      </div>
    </div>
  );
}
