// The records of one ledger: columns from its schema, filters in the address, paged by key, exported as they are
// filtered. One record opens with all its versions.
import { FormOutlined, UploadOutlined } from "@ant-design/icons";
import { Button, Checkbox, DatePicker, Table, Tag } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { api, ask } from "../api/client";
import { usePaged } from "../api/paged";
import { asProblem } from "../api/problem";
import type { Fact, Ledger } from "../api/shapes";
import { Failure } from "../app/Failure";
import { type Filters as FiltersOf, useFilters } from "../app/filters";
import { ListFoot, Loaded, Nothing, PageFrame } from "../app/PageFrame";
import { useHouse } from "../app/session";
import { useWords } from "../i18n";
import { ExportButtons } from "../parts/ExportButtons";
import { FieldText } from "../parts/FactCard";
import { SubjectLink } from "../parts/Marks";
import { OrgPicker } from "../parts/OrgPicker";
import { SubjectPicker } from "../parts/SubjectPicker";
import { When } from "../parts/When";
import { dateOf, plusDays, startOf } from "../words/time";
import { FactDrawer } from "./ledgers/FactDrawer";
import { useLedger } from "./ledgers/useLedger";

const FILTERS = ["from", "until", "org", "subject", "all"] as const;

type RowFilters = FiltersOf<(typeof FILTERS)[number]>;

function Filters({ ledger, values, set }: { ledger: Ledger } & RowFilters) {
  const { t } = useWords();
  const { zone } = useHouse();
  return (
    <div className="lf-filters">
      <DatePicker.RangePicker
        allowEmpty={[true, true]}
        aria-label={t("ledger.from")}
        value={[
          values.from ? dayjs(dateOf(values.from, zone)) : null,
          values.until ? dayjs(dateOf(Date.parse(values.until) - 1, zone)) : null,
        ]}
        onChange={(days) =>
          set({
            from: days?.[0] ? startOf(days[0].format("YYYY-MM-DD"), zone) : undefined,
            until: days?.[1] ? startOf(plusDays(days[1].format("YYYY-MM-DD"), 1), zone) : undefined,
          })
        }
      />
      <OrgPicker value={values.org} onChange={(org) => set({ org })} placeholder={t("duty.filter.org")} />
      <div style={{ flex: "0 1 380px", minWidth: 0 }}>
        <SubjectPicker kind={ledger.about} value={values.subject} onChange={(subject) => set({ subject })} />
      </div>
      <Checkbox checked={values.all === "1"} onChange={(e) => set({ all: e.target.checked ? "1" : undefined })}>
        {t("ledger.withvoid")}
      </Checkbox>
    </div>
  );
}

function Actions({ ledger, values }: { ledger: Ledger; values: RowFilters["values"] }) {
  const { t } = useWords();
  const at = `/ledgers/${encodeURIComponent(ledger.id)}`;
  return (
    <>
      {ledger.writable ? (
        <>
          <Link to={`${at}/new${values.subject ? `?subject=${encodeURIComponent(values.subject)}` : ""}`}>
            <Button type="primary" icon={<FormOutlined />} tabIndex={-1}>
              {t("ledger.new")}
            </Button>
          </Link>
          <Link to={`${at}/import`}>
            <Button icon={<UploadOutlined />} tabIndex={-1}>
              {t("ledger.import")}
            </Button>
          </Link>
        </>
      ) : null}
      <ExportButtons of="facts" query={{ ledger: ledger.id, ...values }} />
    </>
  );
}

function Rows({ ledger, values }: { ledger: Ledger; values: RowFilters["values"] }) {
  const { t, say } = useWords();
  const [open, setOpen] = useState<string | null>(null);
  const list = usePaged(["facts", ledger.id, values], (after) =>
    ask(api.GET("/api/v1/facts", { params: { query: { ledger: ledger.id, ...values, limit: 50, after } } })),
  );
  const empty = <Nothing says={t("ledger.rows.none")} hint={t("ledger.rows.none.hint")} />;
  return (
    <>
      <Failure problem={list.problem} again={list.again} />
      <Table<Fact>
        size="small"
        rowKey="id"
        loading={list.waiting}
        pagination={false}
        dataSource={list.rows}
        scroll={{ x: "max-content" }}
        locale={{ emptyText: list.waiting ? " " : empty }}
        columns={[
          {
            title: t("ledger.at"),
            fixed: "left",
            render: (_, f) => (
              <button type="button" className="lf-linkish" onClick={() => setOpen(f.id)}>
                <When at={f.at} />
              </button>
            ),
          },
          { title: t("duty.about"), render: (_, f) => <SubjectLink of={f.subject} /> },
          ...ledger.fields.map((field) => ({
            title: say(field.label),
            render: (_: unknown, f: Fact) => {
              const value = f.fields.find((x) => x.id === field.id);
              return value ? <FieldText of={value} /> : null;
            },
          })),
          {
            title: t("ledger.by"),
            render: (_, f) => (
              <span className="lf-quiet">
                {f.org.name} · {f.by}
                {f.void ? (
                  <Tag color="red">{t("fact.void")}</Tag>
                ) : f.correction ? (
                  <Tag>{t("fact.correction")}</Tag>
                ) : null}
              </span>
            ),
          },
        ]}
      />
      <ListFoot list={list} />
      <FactDrawer fact={open} ledger={ledger} onClose={() => setOpen(null)} />
    </>
  );
}

export default function LedgerRows() {
  const { t, say } = useWords();
  const ledger = useLedger(useParams().id ?? "");
  const filters = useFilters(FILTERS);
  return (
    <PageFrame
      title={say(ledger.data?.title) || t("menu.ledgers")}
      note={<Link to="/ledgers">{t("menu.ledgers")}</Link>}
      actions={ledger.data ? <Actions ledger={ledger.data} values={filters.values} /> : null}
    >
      <Loaded of={ledger} problem={ledger.error ? asProblem(ledger.error) : null} rows={10}>
        {(data) => (
          <>
            <Filters ledger={data} {...filters} />
            <Rows ledger={data} values={filters.values} />
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}
