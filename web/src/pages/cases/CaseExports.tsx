// The line list as files: as it is, the contacts of its cases as from and to, and a FHIR Bundle for other systems.
import { DownloadOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useWords } from "../../i18n";
import { ExportButtons } from "../../parts/ExportButtons";

export function CaseExports({ query }: { query: Record<string, string | undefined> }) {
  const { t } = useWords();
  const asked = new URLSearchParams(Object.entries(query).filter((e): e is [string, string] => Boolean(e[1])));
  const file = (key: string, path: string, label: string) => ({
    key,
    label: (
      <a href={`/api/v1/cases/${path}?${asked}`} download>
        {label}
      </a>
    ),
  });
  return (
    <>
      <ExportButtons of="cases" query={query} />
      <Dropdown
        menu={{
          items: [
            file("contacts", "contacts/export", t("cases.export.contacts")),
            file("fhir", "fhir", t("cases.export.fhir")),
          ],
        }}
      >
        <Button icon={<DownloadOutlined />}>{t("cases.export.more")}</Button>
      </Dropdown>
    </>
  );
}
