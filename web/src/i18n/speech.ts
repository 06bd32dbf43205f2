// The reader's language: which one, kept in this browser, and the way from a key to its words. Desk and field face bring
// a table each. Not here: any words.
import i18next from "i18next";
import { useMemo } from "react";
import { initReactI18next, useTranslation } from "react-i18next";
import { type Label, type Language, say } from "../words/label";

/** Words by key: Chinese, English. */
export type Table = Record<string, readonly [zh: string, en: string]>;

const KEPT = "lf.language";

function column(table: Table, n: 0 | 1): Record<string, string> {
  return Object.fromEntries(Object.entries(table).map(([key, both]) => [key, both[n]]));
}

export function startSpeech(table: Table): void {
  const kept = localStorage.getItem(KEPT) === "en" ? "en" : "zh";
  void i18next.use(initReactI18next).init({
    lng: kept,
    fallbackLng: "zh",
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    resources: { zh: { translation: column(table, 0) }, en: { translation: column(table, 1) } },
  });
  document.documentElement.lang = kept === "en" ? "en" : "zh-CN";
}

export interface SpeechOf<Key extends string> {
  language: Language;
  /** A text of the face. */
  t: (key: Key, values?: Record<string, string | number>) => string;
  /** A label from the server. */
  say: (label: Label | null | undefined) => string;
  switchLanguage: () => void;
}

/** The words in the reader's language. */
export function useSpeech<Key extends string>(): SpeechOf<Key> {
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
