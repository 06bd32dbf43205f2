// What somebody keeps under a name: the button that asks for the name, and the menu of what is kept.
// Not here: what is kept, and where.
import { DeleteOutlined } from "@ant-design/icons";
import { Button, Dropdown, Input, Popover, Space } from "antd";
import { type ReactNode, useState } from "react";
import { useWords } from "../i18n";

interface SaveProps {
  icon: ReactNode;
  label: string;
  /** What the name is of. */
  ask: string;
  most: number;
  onSave: (name: string) => void;
}

export function SaveByName({ icon, label, ask, most, onSave }: SaveProps) {
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
            maxLength={most}
            onChange={(e) => setName(e.target.value)}
            onPressEnter={save}
            placeholder={ask}
            aria-label={ask}
          />
          <Button type="primary" onClick={save}>
            {t("kept.save")}
          </Button>
        </Space.Compact>
      }
    >
      <Button icon={icon}>{label}</Button>
    </Popover>
  );
}

interface MenuProps<K> {
  icon: ReactNode;
  label: string;
  kept: K[];
  keyOf: (one: K) => string;
  nameOf: (one: K) => string;
  /** Beside the name. */
  noteOf?: (one: K) => ReactNode;
  onOpen: (one: K) => void;
  onDrop: (one: K) => void;
}

export function KeptMenu<K>({ icon, label, kept, keyOf, nameOf, noteOf, onOpen, onDrop }: MenuProps<K>) {
  const { t } = useWords();
  const items = kept.map((one) => ({
    key: keyOf(one),
    label: (
      <Space>
        {nameOf(one)}
        {noteOf?.(one)}
        <Button
          size="small"
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t("kept.drop", { name: nameOf(one) })}
          onClick={(e) => {
            e.stopPropagation();
            onDrop(one);
          }}
        />
      </Space>
    ),
    onClick: () => onOpen(one),
  }));
  return (
    <Dropdown disabled={kept.length === 0} menu={{ items }}>
      <Button icon={icon}>{label}</Button>
    </Dropdown>
  );
}
