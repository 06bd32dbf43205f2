// The words of the field face in the reader's language.
import { field } from "../i18n/field";
import { type SpeechOf, startSpeech, useSpeech } from "../i18n/speech";

export type Key = keyof typeof field;
export type Speech = SpeechOf<Key>;

export const startLanguage = (): void => startSpeech(field);
export const useWords = (): Speech => useSpeech<Key>();
