// Signing in. The first time needs the network; the phone then registers and fetches its day. Somebody else's unsent facts
// are never thrown away by it.
import { type FormEvent, useState } from "react";
import { problemOf } from "../../api/problem";
import type { Me } from "../../api/shapes";
import { type Speech, useWords } from "../speech";
import type { Phone } from "../store/phone";
import { call, register, type Told } from "../sync";

async function ready(phone: Phone, me: Me): Promise<void> {
  const before = await phone.state();
  const device = before?.device ?? crypto.randomUUID();
  const now = Date.now();
  await phone.setState({
    ...(before ?? { cursor: "", complete: false, synced: now, keepDays: 7, cut: [] }),
    device,
    me,
    clock: { house: Date.parse(me.clock), phone: now, stands: me.demo },
  });
  await register(device, call);
}

/** How many facts of somebody else wait on this phone, and whose. */
async function othersWaiting(phone: Phone, account: string): Promise<{ name: string; n: number } | null> {
  const before = await phone.state();
  if (!before || before.me.account === account) return null;
  const n = (await phone.outbox()).filter((o) => o.state !== "received").length;
  if (n > 0) return { name: before.me.name, n };
  await phone.erase();
  return null;
}

function saidOf(told: Told, { t, say }: Speech): string {
  if (told.status === 0) return t("field.signin.offline");
  const problem = problemOf(told.status, told.body);
  return problem.says ? `${say(problem.says)}。${say(problem.hint)}` : t("field.failed");
}

interface Props {
  phone: Phone;
  /** Everything that was here has just been erased. */
  erased: boolean;
  onSignedIn: () => Promise<void>;
}

export function SignIn({ phone, erased, onSignedIn }: Props) {
  const words = useWords();
  const { t } = words;
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const enter = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const account = String(form.get("account")).trim().toLowerCase();
    setBusy(true);
    setSaid("");
    const others = await othersWaiting(phone, account);
    const told = others ? null : await call("POST", "/session", { account, password: String(form.get("password")) });
    if (others) setSaid(t("field.signin.other", others));
    else if (told?.status === 200) {
      await ready(phone, told.body as Me);
      await onSignedIn();
    } else if (told) setSaid(saidOf(told, words));
    setBusy(false);
  };
  return (
    <div className="signin">
      <h1>{t("field.title")}</h1>
      <p className="quiet">{t("field.signin.line")}</p>
      {erased ? <p className="notice">{t("field.signin.erased")}</p> : null}
      <form onSubmit={(event) => void enter(event)}>
        <label>
          {t("field.signin.account")}
          <input name="account" autoComplete="username" autoCapitalize="none" required />
        </label>
        <label>
          {t("field.signin.password")}
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {said ? (
          <p className="notice bad" role="alert">
            {said}
          </p>
        ) : null}
        <button type="submit" className="main" disabled={busy}>
          {t("field.signin")}
        </button>
      </form>
      <button type="button" className="plain" onClick={words.switchLanguage}>
        {t("field.language")}
      </button>
    </div>
  );
}
