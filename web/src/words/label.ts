// Words that come from the server in both languages, and numbers as people write them.
// Not here: the words of the desk itself (i18n).

export interface Label {
  zh: string;
  en: string;
}

export type Language = "zh" | "en";

/** The words in the reader's language; the other language when these are missing. */
export function say(label: Label | null | undefined, language: Language): string {
  if (!label) return "";
  return (language === "zh" ? label.zh || label.en : label.en || label.zh) ?? "";
}

/** `12,345`; a dash when there is none. */
export function count(n: number | null | undefined): string {
  return n === null || n === undefined || !Number.isFinite(n)
    ? "—"
    : n.toLocaleString("en-US", { maximumFractionDigits: 4 });
}

/** `+3`, `-2`, `±0`; empty when there is nothing to compare with. */
export function difference(n: number | null | undefined): string {
  if (n === null || n === undefined || !Number.isFinite(n)) return "";
  if (n === 0) return "±0";
  return n > 0 ? `+${count(n)}` : `−${count(-n)}`;
}

/** `85%`, rounded down so that 100% means all of them. */
export function percent(part: number, whole: number): string {
  return whole > 0 ? `${Math.floor((part * 100) / whole)}%` : "—";
}

/** The part of a qualified name after its pack. */
export function bare(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
