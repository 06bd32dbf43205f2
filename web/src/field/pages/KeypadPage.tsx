// A number of each member by large keys; the next person comes by themselves. Each is kept as soon as it is entered.
import { useMemo, useState } from "react";
import { faultOf } from "../../forms/fields";
import { keypadField } from "../day";
import { faultText } from "../FieldInput";
import { Head } from "../Frame";
import { useFace } from "../face";
import { draftOf, localMoment } from "../make";
import { useWords } from "../speech";
import { codeOf } from "./SheetPage";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "0", "⌫"];

/** `365` is 36.5 where one decimal is asked and the number would be too large without: as people say temperatures. */
export function readNumber(text: string, max: number | null | undefined, decimals: number): number | undefined {
  if (text === "" || !Number.isFinite(Number(text))) return undefined;
  const n = Number(text);
  const shifted = n / 10 ** decimals;
  const meant = typeof max === "number" && n > max && !text.includes(".") && shifted <= max ? shifted : n;
  return Number(meant.toFixed(4));
}

export function KeypadPage({ group, ledger }: { group: string; ledger: string }) {
  const { t, say } = useWords();
  const face = useFace();
  const of = face.ledger(ledger);
  const field = of ? keypadField(of) : null;
  const members = useMemo(() => face.roster.members(group), [face.roster, group]);
  const [place, setPlace] = useState(0);
  const [text, setText] = useState("");
  const [kept, setKept] = useState(0);
  const member = members[place];
  if (!of || !field) return <Head title={t("field.form.gone")} />;
  const title = `${say(of.title)} · ${face.roster.label(group)}`;
  if (!member) return <Head title={title} says={t("field.keypad.done", { n: kept })} />;
  const value = readNumber(text, field.max, field.decimals ?? 0);
  const fault = text ? faultOf(field, value) : null;
  const next = () => {
    setText("");
    setPlace(place + 1);
  };
  const keep = async () => {
    if (value === undefined || faultOf(field, value)) return;
    const now = face.now();
    const times = { at: localMoment(now, face.zone), zone: face.zone, now };
    const org = group.startsWith("org:") ? group : undefined;
    next();
    setKept(kept + 1);
    await face.keep([
      draftOf({ ledger: of, subject: member.id, values: { [field.id]: value }, ...times, org }, face.roster),
    ]);
  };
  const tap = (key: string) => setText(key === "⌫" ? text.slice(0, -1) : `${text}${key}`.slice(0, 6));
  return (
    <>
      <Head title={title} says={`${place + 1} / ${members.length}`} />
      <p className="person">
        <b>{member.label}</b> <span className="quiet">{codeOf(member)}</span>
      </p>
      <output className={fault ? "number bad" : "number"}>
        {text === "" ? "—" : (value ?? text)} <small>{field.unit}</small>
      </output>
      <p className="fault">{fault ? faultText(t, fault) : " "}</p>
      <div className="keypad">
        {KEYS.map((key) => (
          <button key={key} type="button" onClick={() => tap(key)}>
            {key}
          </button>
        ))}
      </div>
      <div className="pair">
        <button type="button" className="plain" onClick={next}>
          {t("field.keypad.skip")}
        </button>
        <button
          type="button"
          className="main"
          disabled={value === undefined || fault !== null}
          onClick={() => void keep()}
        >
          {t("field.keypad.next")}
        </button>
      </div>
    </>
  );
}
