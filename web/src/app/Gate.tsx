// Lets in whom the server knows; everybody else sees the page of signing in, at the address they asked for.
import { Skeleton } from "antd";
import { lazy, type ReactNode, Suspense } from "react";
import { asProblem } from "../api/problem";
import { Failure } from "./Failure";
import { HouseProvider, useSession } from "./session";

const SignIn = lazy(() => import("../pages/SignIn"));

export function Gate({ shell }: { shell: ReactNode }) {
  const session = useSession();
  if (session.data === undefined) {
    return (
      <div className="lf-page">
        {session.error ? (
          <Failure problem={asProblem(session.error)} again={() => void session.refetch()} />
        ) : (
          <Skeleton active />
        )}
      </div>
    );
  }
  return (
    <Suspense fallback={<Skeleton active className="lf-page" />}>
      {session.data === null ? <SignIn /> : <HouseProvider me={session.data}>{shell}</HouseProvider>}
    </Suspense>
  );
}
