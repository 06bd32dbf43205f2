// Which address shows which page. Every page is a file of its own that is fetched when it is first opened.
import { type ComponentType, lazy } from "react";
import { createBrowserRouter } from "react-router";
import { BrokenPage } from "./Failure";
import { Gate } from "./Gate";

const Shell = lazy(() => import("./Shell").then((m) => ({ default: m.Shell })));

function page(load: () => Promise<{ default: ComponentType }>) {
  return { lazy: async () => ({ Component: (await load()).default }), errorElement: <BrokenPage /> };
}

export const routes = createBrowserRouter([
  {
    element: <Gate shell={<Shell />} />,
    errorElement: <BrokenPage />,
    hydrateFallbackElement: <div />,
    children: [
      { index: true, ...page(() => import("../pages/Today")) },
      { path: "duties", ...page(() => import("../pages/Duties")) },
      { path: "alerts", ...page(() => import("../pages/Alerts")) },
      { path: "people", ...page(() => import("../pages/People")) },
      { path: "pairs", ...page(() => import("../pages/Pairs")) },
      { path: "people/:id", ...page(() => import("../pages/PersonFile")) },
      { path: "cases", ...page(() => import("../pages/Cases")) },
      { path: "cases/:id", ...page(() => import("../pages/CaseFile")) },
      { path: "chains", ...page(() => import("../pages/Chains")) },
      { path: "spread", ...page(() => import("../pages/Spread")) },
      { path: "detectors", ...page(() => import("../pages/Detectors")) },
      { path: "areas", ...page(() => import("../pages/Areas")) },
      { path: "followup", ...page(() => import("../pages/Followup")) },
      { path: "courses", ...page(() => import("../pages/Courses")) },
      { path: "orgs", ...page(() => import("../pages/Orgs")) },
      { path: "orgs/:id", ...page(() => import("../pages/Orgs")) },
      { path: "gaps", ...page(() => import("../pages/Gaps")) },
      { path: "ledgers", ...page(() => import("../pages/Ledgers")) },
      { path: "ledgers/:id", ...page(() => import("../pages/LedgerRows")) },
      { path: "ledgers/:id/new", ...page(() => import("../pages/LedgerForm")) },
      { path: "ledgers/:id/import", ...page(() => import("../pages/LedgerImport")) },
      { path: "reports", ...page(() => import("../pages/Reports")) },
      { path: "reports/:id/:org/:day", ...page(() => import("../pages/Report")) },
      { path: "plans", ...page(() => import("../pages/Plans")) },
      { path: "plans/check", ...page(() => import("../pages/PlanCheck")) },
      { path: "plans/:id", ...page(() => import("../pages/Plan")) },
      { path: "plans/:id/compare", ...page(() => import("../pages/PlanCompare")) },
      { path: "accounts", ...page(() => import("../pages/Accounts")) },
      { path: "looks", ...page(() => import("../pages/Looks")) },
      { path: "deliveries", ...page(() => import("../pages/Deliveries")) },
      { path: "purges", ...page(() => import("../pages/Purges")) },
      { path: "*", Component: BrokenPage },
    ],
  },
]);
