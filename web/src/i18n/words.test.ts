// Holds the two languages to each other: nothing untranslated, missing, unused, or written in Chinese outside of the tables.
import { expect, test } from "vitest";
import { field } from "./field";
import { WORDS as DESK } from "./index";

/** Both faces, which have a table each. */
const WORDS = { ...DESK, ...field };

const sources = import.meta.glob(["../**/*.{ts,tsx}", "!../i18n/**", "!../**/*.test.ts", "!../api/schema.d.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
}) as Record<string, string>;

const HAN = /\p{Script=Han}/u;
const holes = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort().join(" ");
/** Without comments and string-free noise: line comments, block comments. */
const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");

test("every text is there in both languages, with the same holes", () => {
  // The switch shows the name of the language that it switches to.
  const names = new Set(["bar.language"]);
  const wrong = Object.entries(WORDS).filter(([key, [zh, en]]) => {
    if (names.has(key)) return false;
    return !zh || !en || HAN.test(en) || /[：，。；]/.test(en) || holes(zh) !== holes(en);
  });
  expect(wrong).toEqual([]);
});

test("Chinese texts are Chinese", () => {
  const bare = /^[\p{P}\p{S}\s\d]*$|^[A-Z]{2,}/u;
  const wrong = Object.entries(WORDS).filter(
    ([key, [zh]]) => key !== "bar.language" && !HAN.test(zh) && !bare.test(zh.replace(/\{\{\w+\}\}/g, "")),
  );
  expect(wrong).toEqual([]);
});

test("no Chinese is written outside of the tables", () => {
  const wrong = Object.entries(sources)
    .filter(([, text]) => HAN.test(code(text).replace(/\s\/\/ .*$/gm, "")))
    .map(([path]) => path);
  expect(wrong).toEqual([]);
});

test("no text is kept that nothing shows", () => {
  const all = Object.values(sources).join("\n");
  const made = [...all.matchAll(/`([\w.]+\.)\$\{|"([\w.]+\.)", /g)].map((m) => m[1] ?? m[2] ?? "");
  const unused = Object.keys(WORDS).filter(
    (key) => !all.includes(`"${key}"`) && !made.some((prefix) => key.startsWith(prefix)),
  );
  expect(unused).toEqual([]);
});
