// The frame of the signed-in desk: menu at the left, bar above, the page, and the drawer of reasons over it.
import {
  AlertOutlined,
  ApartmentOutlined,
  ApiOutlined,
  AuditOutlined,
  BookOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  DashboardOutlined,
  DeleteOutlined,
  DisconnectOutlined,
  EyeOutlined,
  FileTextOutlined,
  GlobalOutlined,
  IdcardOutlined,
  NodeIndexOutlined,
  RadarChartOutlined,
  RiseOutlined,
  ScheduleOutlined,
  SendOutlined,
  TableOutlined,
  TeamOutlined,
} from "@ant-design/icons";
import { Drawer, Grid, Layout, Menu, type MenuProps, Skeleton } from "antd";
import { Suspense, useEffect, useState } from "react";
import { Link, Outlet, useLocation } from "react-router";
import { type Key, useWords } from "../i18n";
import { WhyDrawer } from "../parts/WhyDrawer";
import { useHouse } from "./session";
import { TopBar } from "./TopBar";

function useMenu(): MenuProps["items"] {
  const { t } = useWords();
  const { may } = useHouse();
  const item = (to: string, word: Key, icon: React.ReactNode) => ({
    key: to,
    icon,
    label: <Link to={to}>{t(word)}</Link>,
  });
  const group = (word: Key, children: ReturnType<typeof item>[]) => ({
    type: "group" as const,
    key: word,
    label: t(word),
    children,
  });
  return [
    group("group.work", [
      item("/", "menu.today", <DashboardOutlined />),
      item("/duties", "menu.duties", <CheckSquareOutlined />),
      item("/alerts", "menu.alerts", <AlertOutlined />),
      item("/reports", "menu.reports", <FileTextOutlined />),
    ]),
    group("group.desk", [
      item("/cases", "menu.cases", <TableOutlined />),
      item("/chains", "menu.chains", <NodeIndexOutlined />),
      item("/followup", "menu.followup", <ScheduleOutlined />),
      item("/spread", "menu.spread", <RiseOutlined />),
      item("/detectors", "menu.detectors", <RadarChartOutlined />),
      item("/areas", "menu.areas", <GlobalOutlined />),
    ]),
    group("group.base", [
      item("/people", "menu.people", <IdcardOutlined />),
      item("/courses", "menu.courses", <CalendarOutlined />),
      item("/orgs", "menu.orgs", <ApartmentOutlined />),
      item("/gaps", "menu.gaps", <DisconnectOutlined />),
      item("/ledgers", "menu.ledgers", <BookOutlined />),
    ]),
    group("group.govern", [
      item("/plans", "menu.plans", <AuditOutlined />),
      ...(may("users")
        ? [
            item("/accounts", "menu.accounts", <TeamOutlined />),
            item("/looks", "menu.looks", <EyeOutlined />),
            item("/deliveries", "menu.deliveries", <SendOutlined />),
          ]
        : []),
      item("/purges", "menu.purges", <DeleteOutlined />),
      {
        key: "docs",
        icon: <ApiOutlined />,
        label: (
          <a href="/api/docs" target="_blank" rel="noreferrer">
            {t("menu.docs")}
          </a>
        ),
      },
    ]),
  ];
}

function Brand() {
  const { t } = useWords();
  return (
    <div className="lf-brand">
      <img src="/mark.svg" alt="" />
      <span>
        {t("app.name")} <small>{t("app.subtitle")}</small>
      </span>
    </div>
  );
}

export function Shell() {
  const { t } = useWords();
  const wide = Grid.useBreakpoint().lg ?? true;
  const place = useLocation();
  const items = useMenu();
  const [open, setOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes when the address changes
  useEffect(() => {
    setOpen(false);
    window.scrollTo(0, 0);
  }, [place.pathname]);
  const first = place.pathname.split("/")[1] ?? "";
  const menu = (
    <nav aria-label={t("menu.label")}>
      <Menu mode="inline" selectedKeys={[first === "" ? "/" : `/${first}`]} items={items} style={{ border: 0 }} />
    </nav>
  );
  return (
    <Layout className="lf-shell" hasSider={wide}>
      <a className="lf-skip" href="#page">
        {t("bar.skip")}
      </a>
      {wide ? (
        <Layout.Sider width={224} className="lf-side" theme="light">
          <Brand />
          {menu}
        </Layout.Sider>
      ) : (
        <Drawer
          open={open}
          onClose={() => setOpen(false)}
          placement="left"
          size={264}
          title={<Brand />}
          styles={{ body: { padding: 0 } }}
        >
          {menu}
        </Drawer>
      )}
      <Layout>
        <TopBar onMenu={wide ? undefined : () => setOpen(true)} />
        <main id="page" tabIndex={-1} style={{ outline: "none" }}>
          <Suspense fallback={<Skeleton active className="lf-page" />}>
            <Outlet />
          </Suspense>
        </main>
      </Layout>
      <WhyDrawer />
    </Layout>
  );
}
