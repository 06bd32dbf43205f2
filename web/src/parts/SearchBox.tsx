// The box of a list in which words are typed and then sent: by Enter, by the button, or by clearing it.
import { SearchOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useWords } from "../i18n";

/** `label` says what can be sought, before anything is typed and to those who hear the page. */
export function SearchBox({ words, label, onSearch }: { words: string; label: string; onSearch: (q: string) => void }) {
  const { t } = useWords();
  return (
    <Input.Search
      key={words}
      defaultValue={words}
      placeholder={label}
      title={label}
      aria-label={label}
      enterButton={<Button icon={<SearchOutlined />} aria-label={t("list.search")} />}
      onSearch={(q) => onSearch(q.trim())}
      style={{ width: "min(400px, 100%)" }}
      allowClear
    />
  );
}
