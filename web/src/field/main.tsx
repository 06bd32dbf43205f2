// Where the field face starts: language, service worker, phone. Not here: any page.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./look.css";
import "./controls.css";
import { App } from "./App";
import { startLanguage } from "./speech";

startLanguage();

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  void navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" });
}
// The browser is asked not to clear away what is not sent.
void navigator.storage?.persist?.();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
