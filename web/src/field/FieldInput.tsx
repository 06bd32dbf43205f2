// One field of a form by the browser's own controls, large enough for a thumb. Which control, is decided in forms/fields.
import { useState } from "react";
import type { LedgerField } from "../api/shapes";
import { controlOf, type Fault } from "../forms/fields";
import { useFace } from "./face";
import { type Speech, useWords } from "./speech";

export function faultText(t: Speech["t"], fault: Fault): string {
  return t(`field.fault.${fault.is}`, "n" in fault ? { n: fault.n } : {});
}

interface Props {
  field: LedgerField;
  value: unknown;
  onChange: (value: unknown) => void;
  fault?: string | undefined;
}

export function FieldInput(props: Props) {
  const { say } = useWords();
  const { field, fault } = props;
  return (
    <fieldset className={fault ? "field bad" : "field"}>
      <legend>
        {say(field.label)}
        {field.required ? <i aria-hidden="true"> *</i> : null}
        {field.unit ? <span className="quiet"> {field.unit}</span> : null}
      </legend>
      <Control {...props} />
      {fault ? <p className="fault">{fault}</p> : null}
      {field.help ? <p className="quiet">{say(field.help)}</p> : null}
    </fieldset>
  );
}

function Control({ field, value, onChange }: Props) {
  const { t, say } = useWords();
  const name = say(field.label);
  const text = typeof value === "string" ? value : "";
  switch (controlOf(field)) {
    case "switch":
      return (
        <Chips
          options={[
            [true, t("field.form.yes")],
            [false, t("field.form.no")],
          ]}
          is={(o) => value === o}
          tap={(o) => onChange(value === o ? undefined : o)}
        />
      );
    case "number":
      return <NumberInput name={name} value={value} onChange={onChange} />;
    case "one":
      return (
        <Chips
          options={(field.codes ?? []).map((c) => [c.code, say(c.label)])}
          is={(o) => value === o}
          tap={(o) => onChange(value === o ? undefined : o)}
        />
      );
    case "several": {
      const chosen = Array.isArray(value) ? (value as string[]) : [];
      const turn = (o: string) => (chosen.includes(o) ? chosen.filter((c) => c !== o) : [...chosen, o]);
      return (
        <Chips
          options={(field.codes ?? []).map((c) => [c.code, say(c.label)])}
          is={(o) => chosen.includes(o)}
          tap={(o) => onChange(turn(o))}
        />
      );
    }
    case "date":
      return <input aria-label={name} type="date" value={text} onChange={(e) => onChange(e.target.value)} />;
    case "clock":
      return <input aria-label={name} type="time" value={text} onChange={(e) => onChange(e.target.value)} />;
    case "moment":
      return (
        <input
          aria-label={name}
          type="datetime-local"
          value={text.replace(" ", "T")}
          onChange={(e) => onChange(e.target.value.replace("T", " "))}
        />
      );
    case "person":
    case "org":
    case "subject":
      return <SubjectInput field={field} value={text} onChange={onChange} />;
    case "lines":
      return <textarea aria-label={name} rows={3} value={text} onChange={(e) => onChange(e.target.value)} />;
    default: {
      const digits = field.type === "phone" ? "tel" : "text";
      return <input aria-label={name} inputMode={digits} value={text} onChange={(e) => onChange(e.target.value)} />;
    }
  }
}

/** A list of codes longer than this shows its beginning, and the rest on a tap. */
const CHIPS_MAX = 14;

function Chips<T extends string | boolean>(props: {
  options: [T, string][];
  is: (of: T) => boolean;
  tap: (of: T) => void;
}) {
  const [all, setAll] = useState(false);
  const short = !all && props.options.length > CHIPS_MAX;
  const shown = props.options.filter(([of], n) => !short || n < CHIPS_MAX || props.is(of));
  return (
    <div className="chips">
      {shown.map(([of, label]) => (
        <button key={String(of)} type="button" aria-pressed={props.is(of)} onClick={() => props.tap(of)}>
          {label}
        </button>
      ))}
      {short ? (
        <button type="button" className="plain" onClick={() => setAll(true)}>
          +{props.options.length - CHIPS_MAX}
        </button>
      ) : null}
    </div>
  );
}

/** What is typed stays as typed (`37.` on the way to `37.3`); the value is a number when it is one. */
function NumberInput({ name, value, onChange }: { name: string; value: unknown; onChange: (v: unknown) => void }) {
  const [text, setText] = useState(value === undefined ? "" : String(value));
  const type = (next: string) => {
    setText(next);
    const clean = next.trim().replace("。", ".");
    onChange(clean === "" ? undefined : Number.isFinite(Number(clean)) ? Number(clean) : next);
  };
  return <input aria-label={name} inputMode="decimal" value={text} onChange={(e) => type(e.target.value)} />;
}

/** Somebody or something that this phone carries, found by typing. */
function SubjectInput({
  field,
  value,
  onChange,
}: {
  field: LedgerField;
  value: string;
  onChange: (v: unknown) => void;
}) {
  const { t, say } = useWords();
  const { roster } = useFace();
  const [sought, setSought] = useState("");
  if (value) {
    return (
      <button type="button" className="picked" onClick={() => onChange(undefined)}>
        {roster.label(value)} ×
      </button>
    );
  }
  const kind = `${field.to}:`;
  const fits = (s: { id: string; org_kind?: string | null }) =>
    s.id.startsWith(kind) && (!field.to_kinds?.length || field.to_kinds.includes(s.org_kind ?? ""));
  const found =
    field.to === "org"
      ? roster.subjects.filter((s) => fits(s) && s.label.includes(sought)).slice(0, 8)
      : roster.find(sought).filter(fits).slice(0, 8);
  return (
    <>
      <input
        aria-label={say(field.label)}
        placeholder={t("field.form.pick")}
        value={sought}
        onChange={(e) => setSought(e.target.value)}
      />
      <div className="chips">
        {found.map((s) => (
          <button key={s.id} type="button" onClick={() => onChange(s.id)}>
            {s.label}
          </button>
        ))}
      </div>
    </>
  );
}
