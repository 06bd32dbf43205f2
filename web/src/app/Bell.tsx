// Messages to the reader's roles: how many are unread, the latest of them, and the way to what they are about.
import { BellOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Badge, Button, Popover } from "antd";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { api, ask } from "../api/client";
import type { Message } from "../api/shapes";
import { useWords } from "../i18n";
import { useOpenWhy } from "../parts/WhyDrawer";
import { spokenMoment } from "../words/time";
import { Nothing } from "./PageFrame";
import { useHouse } from "./session";

const PAGE = 20;
/** How far back a message is looked for that a mail points to. */
const LINKED = 500;

export function Bell() {
  const { t, say, language } = useWords();
  const { zone, now } = useHouse();
  const openWhy = useOpenWhy();
  const [open, setOpen] = useState(false);
  const unread = useQuery({
    queryKey: ["messages", "unread"],
    refetchInterval: 30_000,
    queryFn: () => ask(api.GET("/api/v1/messages", { params: { query: { unread: "1", limit: PAGE } } })),
  });
  const rows = unread.data?.rows ?? [];
  const read = async (row: Message) => {
    await ask(api.POST("/api/v1/messages/{key}/read", { params: { path: { key: row.key } } })).catch(() => undefined);
    void unread.refetch();
  };
  // The link of a mail names a message: what it is about is shown to whoever may see it.
  const [address, setAddress] = useSearchParams();
  const linked = address.get("message");
  useEffect(() => {
    if (!linked) return;
    const follow = async () => {
      const page = await ask(api.GET("/api/v1/messages", { params: { query: { limit: LINKED } } }));
      const row = page.rows.find((m) => m.key === linked);
      setAddress(
        (old) => {
          const next = new URLSearchParams(old);
          next.delete("message");
          if (row) next.set("why", row.outcome);
          return next;
        },
        { replace: true },
      );
    };
    void follow().catch(() => undefined);
  }, [linked, setAddress]);
  const list = (
    <div style={{ width: "min(400px, 84vw)", maxHeight: "60vh", overflowY: "auto" }}>
      {rows.length === 0 ? <Nothing says={t("bar.messages.none")} /> : null}
      <ul className="lf-duties">
        {rows.map((row) => (
          <li key={row.key}>
            <div>
              <button
                type="button"
                className="lf-linkish"
                onClick={() => {
                  setOpen(false);
                  openWhy(row.outcome);
                  void read(row);
                }}
              >
                {say(row.title)}
              </button>
              <div className="lf-quiet">
                {say(row.says)} · {row.subject?.label} · {spokenMoment(row.at, zone, language, now)}
              </div>
            </div>
            <Button size="small" type="text" onClick={() => void read(row)}>
              {t("bar.messages.read")}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
  return (
    <span>
      <Popover
        open={open}
        onOpenChange={setOpen}
        trigger="click"
        placement="bottomRight"
        // Beside its button, so that the next Tab is in the list.
        getPopupContainer={(button) => button.parentElement ?? document.body}
        title={t("bar.messages.all")}
        content={list}
      >
        <Badge count={unread.data?.next ? PAGE + 1 : rows.length} overflowCount={PAGE} size="small" offset={[-4, 6]}>
          <Button type="text" icon={<BellOutlined />} aria-label={t("bar.messages")} />
        </Badge>
      </Popover>
    </span>
  );
}
