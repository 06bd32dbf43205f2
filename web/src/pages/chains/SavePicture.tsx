// The picture as a file, as it is drawn now.
import { PictureOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { RefObject } from "react";
import { useHouse } from "../../app/session";
import { useWords } from "../../i18n";
import { dateOf } from "../../words/time";

export function SavePicture({ file, name = "chains" }: { file: RefObject<(() => string) | null>; name?: string }) {
  const { t } = useWords();
  const { now, zone } = useHouse();
  const save = () => {
    const address = file.current?.();
    if (!address) return;
    const link = document.createElement("a");
    link.href = address;
    link.download = `${name}-${dateOf(now, zone)}.svg`;
    link.click();
  };
  return (
    <Button icon={<PictureOutlined />} onClick={save}>
      {t("chains.save")}
    </Button>
  );
}
