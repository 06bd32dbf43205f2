// From nothing to a page: is there a phone that can keep, is somebody signed in, where does the way lead.
import { useCallback, useEffect, useState } from "react";
import { Frame } from "./Frame";
import { FaceProvider, readPhone, useFace } from "./face";
import { FactPage } from "./pages/FactPage";
import { Find } from "./pages/Find";
import { KeypadPage } from "./pages/KeypadPage";
import { OutboxPage } from "./pages/OutboxPage";
import { Rosters } from "./pages/Rosters";
import { Settings } from "./pages/Settings";
import { SheetPage } from "./pages/SheetPage";
import { SignIn } from "./pages/SignIn";
import { SubjectPage } from "./pages/SubjectPage";
import { Today } from "./pages/Today";
import { useWords } from "./speech";
import { Phone } from "./store/phone";
import { canSeal } from "./store/seal";
import { useWay } from "./way";

type Held = NonNullable<Awaited<ReturnType<typeof readPhone>>>;

/** One phone for the life of the window; React may mount twice. */
let opening: Promise<Phone> | null = null;

export function App() {
  const { t } = useWords();
  const [phone, setPhone] = useState<Phone | null>(null);
  const [held, setHeld] = useState<Held | null | undefined>(undefined);
  const look = useCallback(async () => {
    if (!canSeal()) return;
    opening ??= Phone.open();
    const opened = await opening;
    await opened.expire(Date.now());
    setPhone(opened);
    setHeld(await readPhone(opened));
  }, []);
  useEffect(() => void look(), [look]);
  const [erased, setErased] = useState(false);
  const gone = useCallback(() => {
    setErased(true);
    setHeld(null);
  }, []);
  if (!canSeal()) return <p className="notice bad">{t("field.signin.secure")}</p>;
  if (!phone || held === undefined) return null;
  if (!held) return <SignIn phone={phone} erased={erased} onSignedIn={look} />;
  return (
    <FaceProvider phone={phone} first={held} onGone={gone}>
      <Frame>
        <Page />
      </Frame>
    </FaceProvider>
  );
}

function Page() {
  const [page = "today", first = "", second = "", third = ""] = useWay();
  const { phone, reread, syncNow } = useFace();
  const again = async () => {
    await reread();
    location.hash = "#/today";
    await syncNow();
  };
  if (page === "signin") return <SignIn phone={phone} erased={false} onSignedIn={again} />;
  switch (page) {
    case "duty":
      return <FactPage key={first} duty={first} />;
    case "form":
      return <FactPage key={`${first}/${second}`} ledger={first} subject={second} />;
    case "mend":
      return <FactPage key={first} mend={first} />;
    case "roster":
      if (!first) return <Rosters />;
      return second === "keypad" ? (
        <KeypadPage key={first} group={first} ledger={third} />
      ) : second ? (
        <SheetPage key={first} group={first} ledger={second} duty={third} />
      ) : (
        <Rosters />
      );
    case "find":
      return <Find />;
    case "subject":
      return <SubjectPage id={first} />;
    case "outbox":
      return <OutboxPage />;
    case "settings":
      return <Settings />;
    default:
      return <Today />;
  }
}
