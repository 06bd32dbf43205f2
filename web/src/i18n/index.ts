// The two languages of the desk: one table with Chinese and English side by side, so that neither can be missing.
// Not here: words that come from the server (words/label).
import { analyses } from "./analyses";
import { areas } from "./areas";
import { cases } from "./cases";
import { evaluatorWords } from "./evaluator";
import { forms } from "./forms";
import { plans } from "./plans";
import { records } from "./records";
import { shell } from "./shell";
import { type SpeechOf, startSpeech, useSpeech } from "./speech";
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

export const startLanguage = (): void => startSpeech(WORDS);

export type Speech = SpeechOf<Key>;

/** The words in the reader's language. */
export const useWords = (): Speech => useSpeech<Key>();
