// Times as people read them in the zone of the house (a fixed offset in seconds), and how far off they are.
// Not here: a clock. The time now is always an argument.
import type { Language } from "./label";

/** A moment, split into civil parts of the zone. */
export interface Civil {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  weekday: number;
}

const two = (n: number) => String(n).padStart(2, "0");

export function civil(at: string | number | Date, zone: number): Civil | null {
  const ms = typeof at === "string" ? Date.parse(at) : Number(at);
  if (!Number.isFinite(ms)) return null;
  const d = new Date(ms + zone * 1000);
  return {
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    hour: d.getUTCHours(),
    minute: d.getUTCMinutes(),
    weekday: d.getUTCDay(),
  };
}

/** `2026-09-12` */
export function dateOf(at: string | number | Date, zone: number): string {
  const c = civil(at, zone);
  return c ? `${c.year}-${two(c.month)}-${two(c.day)}` : "";
}

/** `08:05` */
export function clockOf(at: string | number | Date, zone: number): string {
  const c = civil(at, zone);
  return c ? `${two(c.hour)}:${two(c.minute)}` : "";
}

/** `2026-09-12 08:05`, and without the year while it is the year of `now`. */
export function momentOf(at: string | number | Date, zone: number, now?: number): string {
  const c = civil(at, zone);
  if (!c) return "";
  const sameYear = now !== undefined && civil(now, zone)?.year === c.year;
  return `${sameYear ? "" : `${c.year}-`}${two(c.month)}-${two(c.day)} ${two(c.hour)}:${two(c.minute)}`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A moment to be read, not to be typed: as `momentOf`, and in English `12 Sep 08:05`, since `08-09` is read either way. */
export function spokenMoment(at: string | number | Date, zone: number, language: Language, now?: number): string {
  const c = civil(at, zone);
  if (!c || language === "zh") return momentOf(at, zone, now);
  const sameYear = now !== undefined && civil(now, zone)?.year === c.year;
  return `${c.day} ${MONTHS[c.month - 1]} ${sameYear ? "" : `${c.year} `}${two(c.hour)}:${two(c.minute)}`;
}

/** The instant at which a civil date begins in the zone, as RFC 3339. */
export function startOf(date: string, zone: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - zone * 1000).toISOString();
}

/** The instant of `2026-09-12 08:05` in the zone, as RFC 3339; `null` when it cannot be read. */
export function instantOf(text: string, zone: number): string | null {
  const m = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(:\d{2})?$/.exec(text.trim());
  if (!m) return null;
  const ms = Date.parse(`${m[1]}T${m[2]}${m[3] ?? ":00"}Z`);
  return Number.isFinite(ms) ? new Date(ms - zone * 1000).toISOString() : null;
}

/** Whole days from `a` to `b`, both civil dates. */
export function daysBetween(a: string, b: string): number {
  return Math.round((Date.parse(`${b}T00:00:00Z`) - Date.parse(`${a}T00:00:00Z`)) / 86_400_000);
}

/** The civil date `n` days after `date`. */
export function plusDays(date: string, n: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
}

/** How far a moment is from now, in its two largest parts. */
export interface Distance {
  past: boolean;
  days: number;
  hours: number;
  minutes: number;
}

export function distance(at: string, now: number): Distance {
  const ms = Date.parse(at) - now;
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  return {
    past: ms < 0,
    days: Math.floor(minutes / 1440),
    hours: Math.floor((minutes % 1440) / 60),
    minutes: minutes % 60,
  };
}

/** The group of a deadline on the page of today. */
export type DueGroup = "overdue" | "soon" | "today" | "later";

export function dueGroup(due: string, now: number, zone: number): DueGroup {
  const at = Date.parse(due);
  if (at < now) return "overdue";
  if (at - now <= 2 * 3_600_000) return "soon";
  return dateOf(due, zone) === dateOf(now, zone) ? "today" : "later";
}
