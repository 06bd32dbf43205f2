// A list as it is filtered, as a file: the same rights, filters and masks. The server writes it while it is sent.
import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useWide } from "../app/wide";
import { useWords } from "../i18n";

const FORMATS = ["csv", "xlsx"];

/** `of`: the list, as it stands in the address of the API; `query`: what it is asked with. */
export function ExportButtons({ of, query }: { of: string; query: Record<string, string | undefined> }) {
  const { t } = useWords();
  const wide = useWide();
  const kept = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return FORMATS.map((format) => (
    <Button
      key={format}
      icon={<DownloadOutlined />}
      href={`/api/v1/${of}/export?${new URLSearchParams([...kept, ["format", format]])}`}
      download
      aria-label={t("list.export", { format: format.toUpperCase() })}
    >
      {/* On a phone the icon says the verb. */}
      {wide ? t("list.export", { format: format.toUpperCase() }) : format.toUpperCase()}
    </Button>
  ));
}
