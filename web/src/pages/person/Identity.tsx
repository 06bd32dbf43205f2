// Who it is: attributes, and the identity masked until somebody with the right asks for it with a reason. What was
// unmasked is held by this page only and gone when it is left.
import { EyeOutlined } from "@ant-design/icons";
import { Button, Card, Descriptions } from "antd";
import { useState } from "react";
import { api, ask } from "../../api/client";
import type { SubjectFile } from "../../api/shapes";
import { useWords } from "../../i18n";
import { FieldText } from "../../parts/FactCard";
import { OrgLink } from "../../parts/Marks";
import { ReasonDialog } from "../../parts/ReasonDialog";
import { When } from "../../parts/When";

export function Identity({ file }: { file: SubjectFile }) {
  const { t, say } = useWords();
  const [open, setOpen] = useState(false);
  const [seen, setSeen] = useState<{ of: string; fields: Record<string, string> } | null>(null);
  const shown = seen?.of === file.subject.id ? seen.fields : {};
  const items = [
    ...file.identity.map((f) => ({
      key: `i.${f.id}`,
      label: say(f.label),
      children: shown[f.id] ? <b>{shown[f.id]}</b> : <FieldText of={f} />,
    })),
    ...(file.home ? [{ key: "home", label: t("people.home"), children: <OrgLink of={file.home} /> }] : []),
    ...file.profile
      .filter((f) => !file.identity.some((i) => i.id === f.id))
      .map((f) => ({ key: `p.${f.id}`, label: say(f.label), children: <FieldText of={f} /> })),
    { key: "since", label: t("person.registered"), children: <When at={file.registered} /> },
  ];
  return (
    <Card
      size="small"
      title={file.subject.label || file.subject.id}
      extra={
        file.may_unmask && file.identity.length > 0 ? (
          <Button size="small" icon={<EyeOutlined />} onClick={() => setOpen(true)}>
            {t("person.unmask")}
          </Button>
        ) : null
      }
    >
      <Descriptions size="small" column={{ xs: 1, sm: 2, lg: 3, xl: 4 }} items={items} />
      <ReasonDialog
        open={open}
        title={t("person.unmask")}
        hint={t("person.unmask.hint")}
        label={t("person.unmask.reason")}
        done={t("person.unmask.done")}
        onClose={() => setOpen(false)}
        act={async ({ reason }) => {
          const told = await ask(
            api.POST("/api/v1/subjects/{id}/unmask", {
              params: { path: { id: file.subject.id } },
              body: { reason, fields: [] },
            }),
          );
          setSeen({ of: file.subject.id, fields: told.fields });
        }}
      />
    </Card>
  );
}
