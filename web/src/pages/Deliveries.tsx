// Messages on their way out of the house: what waits, what failed and why, and trying again.
import { App, Button, Table, Tag } from "antd";
import { useState } from "react";
import { api, ask } from "../api/client";
import { usePaged } from "../api/paged";
import { asProblem } from "../api/problem";
import type { Delivery } from "../api/shapes";
import { Failure } from "../app/Failure";
import { ListFoot, Nothing, PageFrame } from "../app/PageFrame";
import { useWide } from "../app/wide";
import { useWords } from "../i18n";
import { ExportButtons } from "../parts/ExportButtons";
import { When } from "../parts/When";

/** An account, or the name of a webhook. */
function receiver(of: Delivery): string {
  return of.account ?? of.channel.replace("hook:", "");
}

/** Whether it waits or was given up, when it is tried next, and what went wrong. */
function Standing({ of }: { of: Delivery }) {
  const { t, say } = useWords();
  return (
    <>
      <Tag color={of.over ? "error" : of.tries > 0 ? "warning" : "default"}>
        {of.over ? t("deliveries.over") : t("deliveries.waits", { n: of.tries })}
      </Tag>
      {of.next ? (
        <span className="lf-quiet">
          {t("deliveries.next")} <When at={of.next} />
        </span>
      ) : null}
      {of.trouble_words ? <div className="lf-quiet">{say(of.trouble_words)}</div> : null}
    </>
  );
}

export default function Deliveries() {
  const { t, say } = useWords();
  const wide = useWide();
  const { message } = App.useApp();
  const [sends, setSends] = useState(true);
  const list = usePaged(["deliveries"], async (after) => {
    const page = await ask(api.GET("/api/v1/deliveries", { params: { query: { limit: 50, after } } }));
    setSends(page.sends);
    return page;
  });
  const retry = async (row: Delivery) => {
    try {
      await ask(api.POST("/api/v1/deliveries/{key}/retry", { params: { path: { key: row.key } } }));
      void message.success(t("deliveries.retried"));
      list.again();
    } catch (thrown) {
      void message.error(say(asProblem(thrown).says) || t("failure.offline.says"));
    }
  };
  const again = (row: Delivery) => (
    <Button size="small" onClick={() => void retry(row)}>
      {t("deliveries.retry")}
    </Button>
  );
  const none = <Nothing says={t("deliveries.none")} hint={t(sends ? "deliveries.none.hint" : "deliveries.off.hint")} />;
  return (
    <PageFrame
      title={t("menu.deliveries")}
      note={sends ? t("deliveries.note") : t("deliveries.off")}
      actions={<ExportButtons of="deliveries" query={{}} />}
    >
      <Failure problem={list.problem} again={list.again} />
      {wide ? (
        <Table<Delivery>
          size="small"
          rowKey={(d) => d.key}
          loading={list.waiting}
          pagination={false}
          dataSource={list.rows}
          locale={{ emptyText: list.waiting ? " " : none }}
          columns={[
            { title: t("deliveries.at"), width: 130, render: (_, d) => <When at={d.at} /> },
            { title: t("deliveries.what"), render: (_, d) => `${say(d.says)} · ${say(d.title)}` },
            { title: t("deliveries.to"), width: 150, render: (_, d) => receiver(d) },
            { title: t("deliveries.state"), width: 340, render: (_, d) => <Standing of={d} /> },
            { title: t("list.do"), width: 110, align: "right", render: (_, d) => again(d) },
          ]}
        />
      ) : list.rows.length === 0 && !list.waiting ? (
        none
      ) : (
        <ul className="lf-duties lf-paper-list">
          {list.rows.map((d) => (
            <li key={d.key}>
              <div>
                {`${say(d.says)} · ${say(d.title)}`}
                <div className="lf-quiet">
                  <When at={d.at} /> → {receiver(d)}
                </div>
                <Standing of={d} />
              </div>
              {again(d)}
            </li>
          ))}
        </ul>
      )}
      <ListFoot list={list} />
    </PageFrame>
  );
}
