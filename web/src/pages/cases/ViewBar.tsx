// Which columns are shown, and views kept by name.
import { ColumnHeightOutlined, SaveOutlined, SettingOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Popover } from "antd";
import { api, ask } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { CaseColumn } from "../../api/shapes";
import { useWords } from "../../i18n";
import { KeptMenu, SaveByName } from "../../parts/Kept";
import { asSaved, type SavedView, type View } from "./views";

/** Under which page the server keeps them. */
const PAGE = "cases";
const KEPT = ["kept", PAGE];
/** Most characters of a name, as the server takes it. */
const NAME_MAX = 30;

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

export function ViewBar(props: Props) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const kept = useQuery({
    queryKey: KEPT,
    queryFn: () => ask(api.GET("/api/v1/kept/{page}", { params: { path: { page: PAGE } } })),
  });
  const views = (kept.data ?? []).flatMap(asSaved);
  /** Whoever has no connection is told so; what the page shows stays. */
  const done = async (call: Promise<unknown>) => {
    try {
      await call;
    } catch (thrown) {
      void message.error(say(asProblem(thrown).says));
    }
    await client.invalidateQueries({ queryKey: KEPT });
  };
  const pathTo = (name: string) => ({ params: { path: { page: PAGE, name } } });
  const open = ({ view, values }: SavedView) => {
    const cleared = Object.fromEntries(Object.keys(props.values).map((name) => [name, undefined]));
    props.onValues({ ...cleared, ...values });
    props.onView(view);
  };
  const save = (name: string) => {
    // What is searched for may be somebody's name.
    const values = Object.fromEntries(Object.entries(props.values).filter(([of, value]) => value && of !== "text"));
    const body = { view: props.view, values };
    void done(ask(api.PUT("/api/v1/kept/{page}/{name}", { ...pathTo(name), body })));
  };
  return (
    <>
      <Columns {...props} />
      <SaveByName
        icon={<SaveOutlined />}
        label={t("cases.view.keep")}
        ask={t("cases.view.name")}
        most={NAME_MAX}
        onSave={save}
      />
      <KeptMenu
        icon={<ColumnHeightOutlined />}
        label={t("cases.views", { n: views.length })}
        kept={views}
        keyOf={(saved) => saved.name}
        nameOf={(saved) => saved.name}
        onOpen={open}
        onDrop={(saved) => void done(ask(api.DELETE("/api/v1/kept/{page}/{name}", pathTo(saved.name))))}
      />
    </>
  );
}
