// How a failure is shown: what is wrong, what to do next, and a way to try again. Also the last resort of a page.
import { Alert, Button } from "antd";
import { isRouteErrorResponse, Link, useRouteError } from "react-router";
import type { Problem } from "../api/problem";
import { useWords } from "../i18n";

export function Failure({ problem, again }: { problem: Problem | null | undefined; again?: () => void }) {
  const { t, say } = useWords();
  if (!problem) return null;
  const offline = problem.status === 0;
  const says = problem.says
    ? say(problem.says)
    : offline
      ? t("failure.offline.says")
      : t("failure.strange", { status: problem.status });
  const hint = problem.hint ? say(problem.hint) : offline ? t("failure.offline.hint") : "";
  return (
    <Alert
      type={offline ? "warning" : "error"}
      showIcon
      role="alert"
      title={says}
      description={
        <>
          {hint}
          {problem.refusals.map((r, i) => (
            <div key={i}>
              {r.field ? `${r.field}${t("colon")}` : ""}
              {say(r.says)} {say(r.hint)}
            </div>
          ))}
        </>
      }
      action={
        again ? (
          <Button size="small" onClick={again}>
            {t("failure.retry")}
          </Button>
        ) : undefined
      }
    />
  );
}

/** Shown in place of a page that cannot be shown at all: it failed, or there is none (then nothing was thrown). */
export function BrokenPage() {
  const { t } = useWords();
  const error = useRouteError();
  const missing = !error || (isRouteErrorResponse(error) && error.status === 404);
  return (
    <div className="lf-page">
      <Alert
        type={missing ? "info" : "error"}
        showIcon
        title={missing ? t("failure.notfound") : t("failure.broken.says")}
        description={
          missing ? (
            <Link to="/">{t("failure.home")}</Link>
          ) : (
            <>
              <p>{t("failure.broken.hint")}</p>
              <code>{error instanceof Error ? error.message : String(error)}</code>
              <p>
                <Link to="/">{t("failure.home")}</Link>
              </p>
            </>
          )
        }
      />
    </div>
  );
}
