// Messages on their way out of the house: what waits, what failed and why, and trying again.
import { App, Button, Table, Tag } from "antd";
import { useState } from "react";
import { api, ask } from "../api/client";
import { usePaged } from "../api/paged";
import { asProblem } from "../api/problem";
import type { Delivery } from "../api/shapes";
import { Failure } from "../app/Failure";
import { ListFoot, Nothing, PageFrame } from "../app/PageFrame";
import { useWords } from "../i18n";
import { When } from "../parts/When";

export default function Deliveries() {
  const { t, say } = useWords();
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
  return (
    <PageFrame title={t("menu.deliveries")} note={sends ? t("deliveries.note") : t("deliveries.off")}>
      <Failure problem={list.problem} again={list.again} />
      <Table<Delivery>
        size="small"
        rowKey={(d) => d.key}
        loading={list.waiting}
        pagination={false}
        scroll={{ x: "max-content" }}
        dataSource={list.rows}
        locale={{ emptyText: list.waiting ? " " : <Nothing says={t("deliveries.none")} /> }}
        columns={[
          { title: t("deliveries.at"), render: (_, d) => <When at={d.at} /> },
          { title: t("deliveries.what"), render: (_, d) => `${say(d.says)} · ${say(d.title)}` },
          { title: t("deliveries.to"), render: (_, d) => d.account ?? d.channel.replace("hook:", "") },
          {
            title: t("deliveries.state"),
            render: (_, d) => (
              <>
                <Tag color={d.over ? "error" : d.tries > 0 ? "warning" : "default"}>
                  {d.over ? t("deliveries.over") : t("deliveries.waits", { n: d.tries })}
                </Tag>
                {d.next ? <When at={d.next} /> : null}
                <div className="lf-quiet">{d.trouble_words ? say(d.trouble_words) : null}</div>
              </>
            ),
          },
          {
            title: "",
            render: (_, d) => (
              <Button size="small" onClick={() => void retry(d)}>
                {t("deliveries.retry")}
              </Button>
            ),
          },
        ]}
      />
      <ListFoot list={list} />
    </PageFrame>
  );
}
