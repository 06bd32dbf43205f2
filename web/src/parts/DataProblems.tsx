// What was not right with the data behind an analysis, each thing once.
import { Alert } from "antd";
import { useWords } from "../i18n";
import type { Label } from "../words/label";

export function DataProblems({ of }: { of: Label[] }) {
  const { say } = useWords();
  return of.map((words) => <Alert key={words.zh} type="info" showIcon title={say(words)} />);
}
