// All ledgers that the reader may see, by what they are about, with what can be done with each.

import { SearchOutlined } from "@ant-design/icons";
import { Card, Input, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { asProblem } from "../api/problem";
import type { Ledger } from "../api/shapes";
import { Loaded, Nothing, PageFrame } from "../app/PageFrame";
import { useWords } from "../i18n";
import { useLedgers } from "../parts/ledgers";
import { useNamed } from "../parts/Marks";

const ABOUT = ["person", "household", "org", "place", "lot", "vehicle"];

function Line({ ledger }: { ledger: Ledger }) {
  const { t, say } = useWords();
  const named = useNamed();
  const to = `/ledgers/${encodeURIComponent(ledger.id)}`;
  return (
    <li>
      <div>
        <Link to={to} className="lf-row-title">
          {say(ledger.title)}
        </Link>{" "}
        {ledger.registers ? <Tag variant="filled">{t("ledger.registers")}</Tag> : null}
        <div className="lf-quiet">
          {named("ledger.privacy.", ledger.privacy)} · {t("ledger.fields", { n: ledger.fields.length })}
        </div>
      </div>
      {ledger.writable ? (
        <div className="lf-actions lf-nowrap">
          <Link to={`${to}/new`}>{t("ledger.new")}</Link>
          <Link to={`${to}/import`}>{t("ledger.import")}</Link>
        </div>
      ) : null}
    </li>
  );
}

export default function Ledgers() {
  const { t, say } = useWords();
  const named = useNamed();
  const [words, setWords] = useState("");
  const ledgers = useLedgers();
  return (
    <PageFrame title={t("menu.ledgers")}>
      <div className="lf-filters">
        <Input
          value={words}
          onChange={(e) => setWords(e.target.value)}
          prefix={<SearchOutlined />}
          placeholder={t("ledger.find")}
          aria-label={t("ledger.find")}
          style={{ width: "min(320px, 100%)" }}
          allowClear
        />
      </div>
      <Loaded of={ledgers} problem={ledgers.error ? asProblem(ledgers.error) : null} rows={10}>
        {(all) => {
          const found = all.filter((l) => `${say(l.title)} ${l.id}`.toLowerCase().includes(words.trim().toLowerCase()));
          if (found.length === 0) return <Nothing says={t("ledger.none")} />;
          const kinds = [...new Set([...ABOUT, ...found.map((l) => l.about)])];
          return (
            <div className="lf-columns">
              {kinds.map((kind) => {
                const rows = found.filter((l) => l.about === kind);
                return rows.length === 0 ? null : (
                  <Card key={kind} size="small" title={`${named("ledger.about.", kind)} (${rows.length})`}>
                    <ul className="lf-duties">
                      {rows.map((l) => (
                        <Line key={l.id} ledger={l} />
                      ))}
                    </ul>
                  </Card>
                );
              })}
            </div>
          );
        }}
      </Loaded>
    </PageFrame>
  );
}
