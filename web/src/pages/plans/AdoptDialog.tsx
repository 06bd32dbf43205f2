// Putting a plan in force: first what it would mean (organisations, persons, load by role, gaps), then the decision.
import { useMutation } from "@tanstack/react-query";
import { Alert, App, DatePicker, Form, Modal, Skeleton, Table } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { api, ask } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { Consequences, PlanRow } from "../../api/shapes";
import { Failure } from "../../app/Failure";
import { useHouse, useRenew } from "../../app/session";
import { MINUTES } from "../../forms/HeadFields";
import { useWords } from "../../i18n";
import { OrgPicker } from "../../parts/OrgPicker";
import { count } from "../../words/label";
import { instantOf, momentOf } from "../../words/time";
import { AffectedList } from "./AffectedList";

const GAPS_SHOWN = 12;

function Meaning({ of }: { of: Consequences }) {
  const { t, say } = useWords();
  return (
    <div className="lf-stack" style={{ marginTop: 14 }}>
      <div className="lf-fields">
        <span>
          <small>{t("adopt.orgs")}</small>
          <b>{count(of.orgs)}</b>
        </span>
        <span>
          <small>{t("adopt.persons")}</small>
          <b>{count(of.persons)}</b>
        </span>
      </div>
      <Table
        size="small"
        title={() => t("adopt.loads")}
        locale={{ emptyText: t("adopt.loads.none") }}
        pagination={false}
        scroll={{ y: 240 }}
        rowKey="role"
        dataSource={of.duties_by_role}
        columns={[
          { title: t("org.role"), render: (_, r) => say(r.title) || r.role },
          { title: t("adopt.load.duties"), align: "right", render: (_, r) => count(r.duties_7_days) },
          {
            title: t("adopt.load.hours"),
            align: "right",
            render: (_, r) => count(Math.round(r.minutes_7_days / 6) / 10),
          },
          { title: t("adopt.load.onevent"), align: "right", render: (_, r) => count(r.on_event) },
        ]}
      />
      {of.affected_count > 0 ? <AffectedList of={of} /> : null}
      {of.gaps.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          title={t("adopt.gaps", { n: of.gaps.length })}
          description={
            of.gaps
              .slice(0, GAPS_SHOWN)
              .map((g) => `${g.org.name} · ${say(g.role.title)}`)
              .join("; ") + (of.gaps.length > GAPS_SHOWN ? " …" : "")
          }
        />
      ) : (
        <Alert type="success" showIcon title={t("adopt.gaps.none")} />
      )}
    </div>
  );
}

export function AdoptDialog({ plan, onClose }: { plan: PlanRow; onClose: () => void }) {
  const { t, say } = useWords();
  const { me, zone, now } = useHouse();
  const renew = useRenew();
  const { message } = App.useApp();
  const own = me.grants.find((g) => g.may.includes("adopt"))?.org;
  const [scope, setScope] = useState<string | undefined>(own);
  const [open, setOpen] = useState(true);
  const [from, setFrom] = useState(momentOf(now, zone));
  const path = { id: plan.id };
  const body = { scope: scope ?? "", from: instantOf(from, zone) ?? undefined, version: plan.version };
  const foresee = useMutation({
    mutationFn: () => ask(api.POST("/api/v1/plans/{id}/consequences", { params: { path }, body })),
  });
  const adopt = useMutation({
    mutationFn: () => ask(api.POST("/api/v1/plans/{id}/adopt", { params: { path }, body })),
    onSuccess: () => {
      void message.success(t("adopt.done"));
      renew();
      setOpen(false);
    },
  });
  const known = foresee.data !== undefined;
  const error = adopt.error ?? foresee.error;
  return (
    <Modal
      open={open}
      afterClose={onClose}
      width={680}
      title={t("adopt.title", { plan: say(plan.title), v: plan.version })}
      okText={known ? t("adopt.go") : t("adopt.foresee")}
      cancelText={t("do.cancel")}
      okButtonProps={{ disabled: !scope, danger: known }}
      confirmLoading={foresee.isPending || adopt.isPending}
      onOk={() => (known ? adopt.mutate() : foresee.mutate())}
      onCancel={() => setOpen(false)}
    >
      <Form layout="vertical">
        <Form.Item label={t("adopt.scope")} required htmlFor="adopt-scope">
          <OrgPicker
            id="adopt-scope"
            width="100%"
            value={scope}
            onChange={(org) => {
              setScope(org);
              foresee.reset();
            }}
            allowClear={false}
          />
        </Form.Item>
        <Form.Item label={t("adopt.from")} required>
          <DatePicker
            showTime={{ format: "HH:mm" }}
            format={MINUTES}
            allowClear={false}
            value={dayjs(from, MINUTES)}
            onChange={(at: Dayjs | null) => {
              if (at) setFrom(at.format(MINUTES));
              foresee.reset();
            }}
          />
        </Form.Item>
      </Form>
      <Failure problem={error ? asProblem(error) : null} />
      {foresee.isPending ? <Skeleton active /> : null}
      {foresee.data ? <Meaning of={foresee.data} /> : null}
    </Modal>
  );
}
