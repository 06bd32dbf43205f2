// Which columns are shown, and views kept by name.
import { ColumnHeightOutlined, DeleteOutlined, SaveOutlined, SettingOutlined } from "@ant-design/icons";
import { Button, Checkbox, Dropdown, Input, Popover, Space } from "antd";
import { useState } from "react";
import type { CaseColumn } from "../../api/shapes";
import { useWords } from "../../i18n";
import { keepViews, type SavedView, savedViews, type View } from "./views";

interface Props {
  columns: CaseColumn[];
  view: View;
  values: Partial<Record<string, string>>;
  onView: (view: View) => void;
  onValues: (values: Record<string, string | undefined>) => void;
}

function Columns({ columns, view, onView }: Props) {
  const { t, say } = useWords();
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      content={
        <Checkbox.Group
          style={{ display: "grid", gap: 6 }}
          value={view.columns}
          onChange={(shown) => onView({ ...view, columns: shown })}
          options={columns.map((c) => ({ value: c.id, label: say(c.label) }))}
        />
      }
    >
      <Button icon={<SettingOutlined />}>{t("cases.columns")}</Button>
    </Popover>
  );
}

function SaveView({ onSave }: { onSave: (name: string) => void }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const save = () => {
    if (!name.trim()) return;
    onSave(name.trim());
    setName("");
    setOpen(false);
  };
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={open}
      onOpenChange={setOpen}
      content={
        <Space.Compact>
          <Input
            value={name}
            maxLength={30}
            onChange={(e) => setName(e.target.value)}
            onPressEnter={save}
            placeholder={t("cases.view.name")}
            aria-label={t("cases.view.name")}
          />
          <Button type="primary" onClick={save}>
            {t("cases.view.save")}
          </Button>
        </Space.Compact>
      }
    >
      <Button icon={<SaveOutlined />}>{t("cases.view.keep")}</Button>
    </Popover>
  );
}

export function ViewBar(props: Props) {
  const { t } = useWords();
  const [views, setViews] = useState(savedViews);
  const keep = (next: SavedView[]) => {
    keepViews(next);
    setViews(next);
  };
  const open = ({ view, values }: SavedView) => {
    const cleared = Object.fromEntries(Object.keys(props.values).map((name) => [name, undefined]));
    props.onValues({ ...cleared, ...values });
    props.onView(view);
  };
  const save = (name: string) => {
    const values = Object.fromEntries(
      Object.entries(props.values).filter((entry): entry is [string, string] => !!entry[1]),
    );
    keep([...views.filter((v) => v.name !== name), { name, view: props.view, values }]);
  };
  return (
    <>
      <Columns {...props} />
      <SaveView onSave={save} />
      <Dropdown
        disabled={views.length === 0}
        menu={{
          items: views.map((saved) => ({
            key: saved.name,
            label: (
              <Space>
                {saved.name}
                <Button
                  size="small"
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t("cases.view.drop", { name: saved.name })}
                  onClick={(e) => {
                    e.stopPropagation();
                    keep(views.filter((v) => v.name !== saved.name));
                  }}
                />
              </Space>
            ),
            onClick: () => open(saved),
          })),
        }}
      >
        <Button icon={<ColumnHeightOutlined />}>{t("cases.views", { n: views.length })}</Button>
      </Dropdown>
    </>
  );
}
