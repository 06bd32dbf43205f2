// A roster by its sheet: everybody is as usual until named; one tap keeps it all. What is begun is kept.
import { useEffect, useMemo, useState } from "react";
import type { Ledger } from "../../api/shapes";
import { FieldInput } from "../FieldInput";
import { Head } from "../Frame";
import { useFace } from "../face";
import { localMoment, type Values } from "../make";
import { type Exceptions, exceptionFields, type Filled, factsOf, headFields, missing } from "../sheet";
import { useWords } from "../speech";
import type { Subject } from "../store/phone";
import { back } from "../way";

export function SheetPage({ group, ledger, duty }: { group: string; ledger: string; duty: string }) {
  const { t } = useWords();
  const face = useFace();
  const [sheet, at] = [face.ledger(ledger), face.roster.get(group)];
  if (!sheet?.sheet || !at) return <Head title={t("field.form.gone")} />;
  return <Sheet sheet={sheet} group={at} duty={duty} />;
}

interface Begun {
  head: Values;
  exceptions: Exceptions;
}

function Sheet({ sheet, group, duty }: { sheet: Ledger; group: Subject; duty: string }) {
  const { t, say } = useWords();
  const face = useFace();
  const place = `sheet/${group.id}/${sheet.id}/${duty}`;
  const members = useMemo(() => face.roster.members(group.id), [face.roster, group.id]);
  const [begun, setBegun] = useState<Begun>({ head: {}, exceptions: {} });
  const [open, setOpen] = useState("");
  const [need, setNeed] = useState("");
  useEffect(() => {
    face.phone.draft<Begun>(place).then(
      (kept) => kept && setBegun(kept),
      () => {},
    );
  }, [face.phone, place]);
  const change = (next: Begun) => {
    setBegun(next);
    setNeed("");
    void face.phone.keepDraft(place, next, Date.now());
  };
  const n = Object.keys(begun.exceptions).length;
  const save = async () => {
    const now = face.now();
    const at = localMoment(now, face.zone);
    const { ledger, zone } = face;
    const filled: Filled = { sheet, ledger, group, members, ...begun, at, zone, now, discharges: duty || undefined };
    const lack = missing(filled);
    if (lack) {
      setOpen(lack.member?.id ?? "");
      return setNeed(`${lack.member ? `${lack.member.label} · ` : ""}${say(lack.field.label)}`);
    }
    await face.keep(factsOf(filled, face.roster));
    await face.phone.dropDraft(place);
    back();
  };
  return (
    <>
      <Head title={say(sheet.title)} says={`${group.label} · ${t("field.roster.people", { n: members.length })}`} />
      {headFields(sheet).map((field) => (
        <FieldInput
          key={field.id}
          field={field}
          value={begun.head[field.id]}
          onChange={(value) => change({ ...begun, head: { ...begun.head, [field.id]: value } })}
        />
      ))}
      <div className="card members">
        {members.map((member) => (
          <Member
            key={member.id}
            sheet={sheet}
            member={member}
            exceptions={begun.exceptions}
            open={open === member.id}
            onOpen={(is) => setOpen(is ? member.id : "")}
            onChange={(exceptions) => change({ ...begun, exceptions })}
          />
        ))}
      </div>
      <div className="stuck">
        {need ? (
          <p className="notice bad" role="alert">
            {t("field.roster.need", { what: need })}
          </p>
        ) : null}
        <button type="button" className="main" onClick={() => void save()}>
          {n > 0 ? t("field.roster.save.n", { n }) : t("field.roster.save")}
        </button>
      </div>
    </>
  );
}

interface MemberProps {
  sheet: Ledger;
  member: Subject;
  exceptions: Exceptions;
  open: boolean;
  onOpen: (is: boolean) => void;
  onChange: (next: Exceptions) => void;
}

function Member({ sheet, member, exceptions, open, onOpen, onChange }: MemberProps) {
  const { say } = useWords();
  const { ledger } = useFace();
  const own = exceptions[member.id];
  const ways = sheet.sheet?.exceptions ?? [];
  const tap = (way: number) => {
    const { [member.id]: before, ...others } = exceptions;
    const off = before?.way === way;
    onChange(off ? others : { ...others, [member.id]: { way, values: {} } });
    onOpen(!off);
  };
  const of = own ? ledger(ways[own.way]?.ledger ?? "") : undefined;
  const set = (id: string, value: unknown) =>
    own && onChange({ ...exceptions, [member.id]: { ...own, values: { ...own.values, [id]: value } } });
  return (
    <div className={own ? "member exception" : "member"} data-member={member.id}>
      <div className="who">
        <button type="button" className="plain" onClick={() => own && onOpen(!open)}>
          <b>{member.label}</b> <span className="quiet">{codeOf(member)}</span>
        </button>
        {ways.map((way, n) => (
          <button key={way.ledger} type="button" aria-pressed={own?.way === n} onClick={() => tap(n)}>
            {say(way.label)}
          </button>
        ))}
      </div>
      {own && of && open
        ? exceptionFields(sheet, own.way, of).map((field) => (
            <FieldInput key={field.id} field={field} value={own.values[field.id]} onChange={(v) => set(field.id, v)} />
          ))
        : null}
    </div>
  );
}

/** The end of the code: the number on the class list, which tells two of the same masked name apart. */
export const codeOf = (subject: Subject): string => subject.id.slice(subject.id.indexOf(":") + 1).slice(-6);
