// A new record about this subject: the ledgers that the reader may write and that are about its kind.

import { FormOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useNavigate } from "react-router";
import { useWords } from "../../i18n";
import { useLedgers } from "../../parts/ledgers";

export function RecordButton({ subject }: { subject: string }) {
  const { t, say } = useWords();
  const go = useNavigate();
  const ledgers = useLedgers();
  const kind = subject.slice(0, subject.indexOf(":"));
  const mine = (ledgers.data ?? []).filter((l) => l.about === kind && l.writable && !l.act);
  if (mine.length === 0) return null;
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        style: { maxHeight: "60vh", overflowY: "auto" },
        items: mine.map((l) => ({ key: l.id, label: say(l.title) })),
        onClick: ({ key }) => void go(`/ledgers/${encodeURIComponent(key)}/new?subject=${encodeURIComponent(subject)}`),
      }}
    >
      <Button type="primary" icon={<FormOutlined />}>
        {t("person.record")}
      </Button>
    </Dropdown>
  );
}
