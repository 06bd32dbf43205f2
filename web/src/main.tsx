// Where the desk starts: language, theme, requests, routes. Not here: any page.
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";
import { Problem } from "./api/problem";
import "./app/look.css";
import "./app/map.css";
import "./app/parts.css";
import "./app/narrow.css";
import { routes } from "./app/routes";
import { SESSION } from "./app/session";
import { theme } from "./app/theme";
import { startLanguage, useWords } from "./i18n";

startLanguage();

const requests: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (thrown) => {
      if (thrown instanceof Problem && thrown.status === 401) requests.setQueryData(SESSION, null);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      // A refusal stays a refusal; only a lost connection is worth another try.
      retry: (times, thrown) => times < 2 && thrown instanceof Problem && thrown.status === 0,
    },
  },
});

function Desk() {
  const { language } = useWords();
  dayjs.locale(language === "zh" ? "zh-cn" : "en");
  return (
    <ConfigProvider theme={theme} locale={language === "zh" ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <App>
        <RouterProvider router={routes} />
      </App>
    </ConfigProvider>
  );
}

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={requests}>
        <Desk />
      </QueryClientProvider>
    </StrictMode>,
  );
}
