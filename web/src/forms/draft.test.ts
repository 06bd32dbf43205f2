// Tests of drafts: what is kept, what never is.
import { expect, test } from "vitest";
import { dropDraftsOf, readDraft, writeDraft } from "./draft";

function shelf(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (i: number) => [...kept.keys()][i] ?? null,
    getItem: (k: string) => kept.get(k) ?? null,
    setItem: (k: string, v: string) => void kept.set(k, v),
    removeItem: (k: string) => void kept.delete(k),
    clear: () => kept.clear(),
  };
}

const NOW = 1_790_000_000_000;
const draft = { id: "0190", saved: NOW, values: { celsius: 37.4, name: "某某", room: undefined } };

test("a draft comes back without its identity fields", () => {
  const s = shelf();
  writeDraft(s, draft, new Set(["name"]), "nurse", "temperature");
  expect(readDraft(s, NOW + 1000, "nurse", "temperature")).toEqual({
    id: "0190",
    saved: NOW,
    values: { celsius: 37.4 },
  });
  expect(readDraft(s, NOW, "nurse", "symptoms")).toBeNull();
  expect(readDraft(s, NOW, "other", "temperature")).toBeNull();
});

test("a form opened from a duty has a draft of its own", () => {
  const s = shelf();
  writeDraft(s, draft, new Set(), "nurse", "temperature", "a|person:1|x");
  expect(readDraft(s, NOW, "nurse", "temperature")).toBeNull();
  expect(readDraft(s, NOW, "nurse", "temperature", "a|person:1|x")?.id).toBe("0190");
});

test("old and broken drafts are no drafts", () => {
  const s = shelf();
  writeDraft(s, draft, new Set(), "nurse", "temperature");
  expect(readDraft(s, NOW + 4 * 86_400_000, "nurse", "temperature")).toBeNull();
  s.setItem("lf.draft.nurse.symptoms", "{");
  expect(readDraft(s, NOW, "nurse", "symptoms")).toBeNull();
});

test("signing out drops the drafts of that account only", () => {
  const s = shelf();
  writeDraft(s, draft, new Set(), "nurse", "temperature");
  writeDraft(s, draft, new Set(), "head", "temperature");
  dropDraftsOf(s, "nurse");
  expect(readDraft(s, NOW, "nurse", "temperature")).toBeNull();
  expect(readDraft(s, NOW, "head", "temperature")).not.toBeNull();
});
