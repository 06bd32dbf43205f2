// The head of every fact: about whom, when it happened, on whose behalf. A ledger that registers makes new subjects too.
import { DatePicker, Form, Input, Segmented, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import type { Ledger } from "../api/shapes";
import { useHouse } from "../app/session";
import { useWords } from "../i18n";
import { OrgPicker } from "../parts/OrgPicker";
import { SubjectPicker } from "../parts/SubjectPicker";

export const MINUTES = "YYYY-MM-DD HH:mm";
const CODE = /^[A-Za-z0-9._-]{1,64}$/;

/** Where somebody who is new gets their id: persons by themselves, everything else by a code that people use. */
export function namesItself(ledger: Ledger): boolean {
  return ledger.about === "person" || ledger.about === "household";
}

export function HeadFields({ ledger, fixed }: { ledger: Ledger; fixed: boolean }) {
  const { t, say } = useWords();
  const { me } = useHouse();
  const fresh = Form.useWatch<boolean | undefined>("_fresh") ?? false;
  const orgs = [
    ...new Map(me.grants.map((g) => [g.org, { value: g.org, label: `${g.org_name} · ${say(g.title)}` }])).values(),
  ];
  return (
    <>
      {ledger.registers && !fixed ? (
        <Form.Item name="_fresh" label={t("form.subject")} className="lf-wide">
          <Segmented<boolean>
            options={[
              { value: true, label: t("form.subject.new") },
              { value: false, label: t("form.subject.known") },
            ]}
          />
        </Form.Item>
      ) : null}
      {fresh && namesItself(ledger) ? null : fresh ? (
        <Form.Item
          name="_code"
          label={t("form.subject.code")}
          rules={[{ required: true, pattern: CODE, message: t("form.subject.badcode") }]}
        >
          <Input addonBefore={`${ledger.about}:`} autoComplete="off" />
        </Form.Item>
      ) : (
        <Form.Item
          name="_subject"
          label={t("form.subject")}
          rules={[{ required: true, message: t("form.subject.need") }]}
        >
          {ledger.about === "org" && !fixed ? (
            <OrgPicker width="100%" placeholder={t("form.subject.need")} />
          ) : (
            <SubjectPicker kind={ledger.about} disabled={fixed} />
          )}
        </Form.Item>
      )}
      <Form.Item
        name="_at"
        label={t("form.at")}
        extra={t("form.at.hint")}
        rules={[{ required: true, message: t("form.need") }]}
        getValueProps={(value: unknown) => ({
          value: typeof value === "string" && value ? dayjs(value, MINUTES) : null,
        })}
        getValueFromEvent={(value: Dayjs | null) => value?.format(MINUTES)}
      >
        <DatePicker showTime={{ format: "HH:mm" }} format={MINUTES} style={{ width: "100%" }} />
      </Form.Item>
      {orgs.length > 1 ? (
        <Form.Item name="_org" label={t("form.org")}>
          <Select options={orgs} />
        </Form.Item>
      ) : null}
    </>
  );
}
