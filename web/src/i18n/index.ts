// The two languages of the desk: one table with Chinese and English side by side, so that neither can be missing.
// Not here: words that come from the server (words/label).
import i18next from "i18next";
import { useMemo } from "react";
import { initReactI18next, useTranslation } from "react-i18next";
import { type Label, type Language, say } from "../words/label";
import { analyses } from "./analyses";
import { areas } from "./areas";
import { cases } from "./cases";
import { evaluatorWords } from "./evaluator";
import { forms } from "./forms";
import { plans } from "./plans";
import { records } from "./records";
import { shell } from "./shell";
import { work } from "./work";

export const WORDS = {
  ...shell,
  ...work,
  ...records,
  ...forms,
  ...plans,
  ...cases,
  ...analyses,
  ...areas,
  ...evaluatorWords,
} as const;

/** The name of a text of the desk. */
export type Key = keyof typeof WORDS;

const KEPT = "lf.language";

function column(n: 0 | 1): Record<string, string> {
  return Object.fromEntries(Object.entries(WORDS).map(([key, both]) => [key, both[n]]));
}

export function startLanguage(): void {
  const kept = localStorage.getItem(KEPT) === "en" ? "en" : "zh";
  void i18next.use(initReactI18next).init({
    lng: kept,
    fallbackLng: "zh",
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    resources: { zh: { translation: column(0) }, en: { translation: column(1) } },
  });
  document.documentElement.lang = kept === "en" ? "en" : "zh-CN";
}

export interface Speech {
  language: Language;
  /** A text of the desk. */
  t: (key: Key, values?: Record<string, string | number>) => string;
  /** A label from the server. */
  say: (label: Label | null | undefined) => string;
  switchLanguage: () => void;
}

/** The words in the reader's language. */
export function useWords(): Speech {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === "en" ? "en" : "zh";
  return useMemo(
    () => ({
      language,
      t: (key, values) => t(key, values ?? {}),
      say: (label) => say(label, language),
      switchLanguage: () => {
        const next = language === "zh" ? "en" : "zh";
        localStorage.setItem(KEPT, next);
        document.documentElement.lang = next === "en" ? "en" : "zh-CN";
        void i18n.changeLanguage(next);
      },
    }),
    [language, t, i18n],
  );
}
