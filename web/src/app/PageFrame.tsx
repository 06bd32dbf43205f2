// The frame of every page: title (in the tab too), what may be done, content, and the three states of waiting,
// failing and having nothing.
import { Button, Empty, Skeleton } from "antd";
import { type ReactNode, useEffect } from "react";
import type { Paged } from "../api/paged";
import type { Problem } from "../api/problem";
import { useWords } from "../i18n";
import { Failure } from "./Failure";

export function usePageTitle(title: string): void {
  const { t } = useWords();
  useEffect(() => {
    document.title = title ? `${title} · ${t("app.name")}` : t("app.name");
  }, [title, t]);
}

export function PageFrame(props: { title: string; note?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  usePageTitle(props.title);
  return (
    <div className="lf-page">
      <header className="lf-page-head">
        <div>
          <h1>{props.title}</h1>
          {props.note ? <div className="lf-quiet">{props.note}</div> : null}
        </div>
        {props.actions ? <div className="lf-actions lf-noprint">{props.actions}</div> : null}
      </header>
      {props.children}
    </div>
  );
}

/** Content of a query: bones while waiting, the failure, or the content. */
export function Loaded<T>(props: {
  of: { data: T | undefined; isPending: boolean; error: unknown; refetch: () => unknown };
  problem: Problem | null;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  if (props.of.data !== undefined) return <>{props.children(props.of.data)}</>;
  if (props.problem) return <Failure problem={props.problem} again={() => void props.of.refetch()} />;
  return <Skeleton active title={false} paragraph={{ rows: props.rows ?? 5 }} />;
}

/** Nothing here, and what to do about it. */
export function Nothing({ says, hint, children }: { says: string; hint?: string; children?: ReactNode }) {
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          {says}
          {hint ? <div className="lf-quiet">{hint}</div> : null}
        </>
      }
    >
      {children}
    </Empty>
  );
}

/** Below a list that is paged by key. */
export function ListFoot({ list }: { list: Paged<unknown> }) {
  const { t } = useWords();
  if (list.rows.length === 0) return null;
  return (
    <div className="lf-list-foot">
      {list.more ? (
        <>
          <Button onClick={list.more} loading={list.moreWaiting}>
            {t("list.more")}
          </Button>
          <span className="lf-quiet">{t("list.sofar", { n: list.rows.length })}</span>
        </>
      ) : (
        <span className="lf-quiet">{t("list.end", { n: list.rows.length })}</span>
      )}
    </div>
  );
}
