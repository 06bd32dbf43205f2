// Snapshots of the chains: kept on the server for the account, as they were seen.
import { CameraOutlined, HistoryOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button } from "antd";
import { api, ask } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { PictureRow } from "../../api/shapes";
import { useHouse } from "../../app/session";
import { useWords } from "../../i18n";
import { KeptMenu, SaveByName } from "../../parts/Kept";
import { When } from "../../parts/When";
import { spokenMoment } from "../../words/time";

const KEPT = ["kept", "chains"];
/** Most characters of a name, as the server takes it. */
const NAME_MAX = 60;

interface Props {
  /** What is asked for now; nothing while a snapshot is shown. */
  query: Record<string, string | number | undefined> | null;
  onOpen: (id: string | undefined) => void;
}

export function Snapshots({ query, onOpen }: Props) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const kept = useQuery({ queryKey: KEPT, queryFn: () => ask(api.GET("/api/v1/chains/pictures")) });
  const pictures = kept.data ?? [];
  const done = async (call: Promise<unknown>) => {
    try {
      await call;
    } catch (thrown) {
      void message.error(say(asProblem(thrown).says));
    }
    await client.invalidateQueries({ queryKey: KEPT });
  };
  const keep = (name: string) =>
    void done(ask(api.POST("/api/v1/chains/pictures", { params: { query: query ?? {} }, body: { name } })));
  const drop = (id: string) => void done(ask(api.DELETE("/api/v1/chains/pictures/{id}", { params: { path: { id } } })));
  return (
    <>
      {query ? (
        <SaveByName
          icon={<CameraOutlined />}
          label={t("chains.keep")}
          ask={t("chains.keep.name")}
          most={NAME_MAX}
          onSave={keep}
        />
      ) : null}
      <KeptMenu
        icon={<HistoryOutlined />}
        label={t("chains.kept", { n: pictures.length })}
        kept={pictures}
        keyOf={(picture) => picture.id}
        nameOf={(picture) => picture.name}
        noteOf={(picture) => (
          <span className="lf-quiet">
            <When at={picture.made} />
          </span>
        )}
        onOpen={(picture) => onOpen(picture.id)}
        onDrop={(picture) => drop(picture.id)}
      />
    </>
  );
}

/** Says that what is shown is not what is known now. */
export function SnapshotNotice({ of, onBack }: { of: PictureRow; onBack: () => void }) {
  const { t, language } = useWords();
  const { zone } = useHouse();
  const when = spokenMoment(of.made, zone, language);
  return (
    <Alert
      type="warning"
      showIcon
      title={t("chains.kept.shown", { name: of.name, when, n: of.cases })}
      action={<Button onClick={onBack}>{t("chains.kept.back")}</Button>}
    />
  );
}
