// A form from a ledger's schema: of a duty, about somebody, or of a refused fact that is mended. What is begun is kept;
// what is saved is on the phone before the page says so.
import { useEffect, useState } from "react";
import type { Duty, Ledger } from "../../api/shapes";
import { isEmpty } from "../../forms/fields";
import { FieldInput, faultText } from "../FieldInput";
import { Head } from "../Frame";
import { useFace } from "../face";
import { draftOf, faultsOf, localMoment, type Values } from "../make";
import { useWords } from "../speech";
import type { Outgoing } from "../store/phone";
import { back } from "../way";

interface Asked {
  duty?: string;
  ledger?: string;
  subject?: string;
  mend?: string;
}

interface Begun {
  values: Values;
  at: string;
}

function useAsked(asked: Asked) {
  const face = useFace();
  const duty = face.carried.duties.find((d) => d.key === asked.duty);
  const mended = face.outbox.find((o) => o.fact.id === asked.mend && o.state === "refused");
  const ledger = face.ledger(mended?.fact.ledger ?? duty?.form?.ledger ?? asked.ledger ?? "");
  const subject = mended?.fact.subject ?? duty?.subject.id ?? (asked.subject === "new" ? "" : (asked.subject ?? ""));
  return { duty, mended, ledger, subject, place: asked.mend ?? asked.duty ?? `${asked.ledger}/${asked.subject}` };
}

export function FactPage(asked: Asked) {
  const { t } = useWords();
  const { phone, zone, now } = useFace();
  const of = useAsked(asked);
  const [begun, setBegun] = useState<Begun | null | undefined>(undefined);
  useEffect(() => {
    phone.draft<Begun>(of.place).then(setBegun, () => setBegun(null));
  }, [phone, of.place]);
  if (!of.ledger) {
    return <Head title={t("field.form.gone")} />;
  }
  if (begun === undefined) return null;
  const first = of.mended
    ? { values: typed(of.mended), at: localMoment(of.mended.fact.at, zone) }
    : { values: {}, at: localMoment(now(), zone) };
  return <Fill {...of} ledger={of.ledger} begun={begun ?? first} isDraft={begun !== null} />;
}

const typed = (out: Outgoing): Values => ({ ...(out.fact.body as Values) });

interface FillProps {
  ledger: Ledger;
  subject: string;
  place: string;
  duty: Duty | undefined;
  mended: Outgoing | undefined;
  begun: Begun;
  isDraft: boolean;
}

function Fill({ ledger, subject, place, duty, mended, begun, isDraft }: FillProps) {
  const { t, say } = useWords();
  const face = useFace();
  const [values, setValues] = useState(begun.values);
  const [at, setAt] = useState(begun.at);
  const [tried, setTried] = useState(false);
  const faults = tried ? faultsOf(ledger.fields, values) : new Map();
  const refusals = mended?.refusals ?? [];
  const change = (id: string, value: unknown) => {
    const next = { ...values, [id]: value };
    setValues(next);
    void face.phone.keepDraft(place, { values: next, at }, Date.now());
  };
  const faultAt = (id: string) => {
    const fault = faults.get(id);
    if (fault) return faultText(t, fault);
    const same = mended && values[id] === typed(mended)[id];
    const why = same ? refusals.filter((r) => r.field === id) : [];
    return why.length > 0 ? why.map((r) => `${say(r.says)} ${say(r.hint)}`).join(" ") : undefined;
  };
  const save = async () => {
    setTried(true);
    if (faultsOf(ledger.fields, values).size > 0 || !at) return;
    const named = nameIn(ledger, values);
    const discharges = mended?.fact.discharges ?? duty?.key;
    const org = mended?.fact.org ?? duty?.owner.org ?? undefined;
    const id = mended?.fact.id;
    const now = face.now();
    const making = { ledger, subject, values, at, zone: face.zone, now, org, id, discharges: discharges ?? undefined };
    await face.keep([draftOf(making, face.roster, subject ? mended?.about : named)]);
    await face.phone.dropDraft(place);
    back();
  };
  return (
    <>
      <Head title={say(ledger.title)} says={subject ? face.roster.label(subject) : t("field.form.new")} />
      {duty ? <p className="clause">{`${say(duty.title)}：${say(duty.clause.says)}`}</p> : null}
      {isDraft ? <p className="notice">{t("field.form.draft")}</p> : null}
      {refusals.some((r) => !r.field) ? (
        <p className="notice bad">{refusals.map((r) => (r.field ? "" : `${say(r.says)} ${say(r.hint)}`)).join(" ")}</p>
      ) : null}
      <fieldset className="field">
        <legend>{t("field.form.at")}</legend>
        <input
          aria-label={t("field.form.at")}
          type="datetime-local"
          value={at}
          onChange={(e) => setAt(e.target.value)}
        />
        {at ? null : <p className="fault">{t("field.fault.time")}</p>}
      </fieldset>
      {ledger.fields.map((field) => (
        <FieldInput
          key={field.id}
          field={field}
          value={values[field.id]}
          onChange={(value) => change(field.id, value)}
          fault={faultAt(field.id)}
        />
      ))}
      <div className="stuck">
        {faults.size > 0 ? (
          <p className="notice bad" role="alert">
            {t("field.form.faults", { n: faults.size })}
          </p>
        ) : null}
        <button type="button" className="main" onClick={() => void save()}>
          {t("field.form.save")}
        </button>
      </div>
    </>
  );
}

/** What somebody new is called by in the outbox: the first name or address of the form. */
function nameIn(ledger: Ledger, values: Values): string | undefined {
  const named = ledger.fields.find((f) => ["person_name", "address"].includes(f.type) && !isEmpty(values[f.id]));
  return named ? String(values[named.id]) : undefined;
}
