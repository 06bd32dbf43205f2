// The four figures of returns (expected, received, on time, missing) in one line.
import { Progress } from "antd";
import { useWords } from "../../i18n";
import { percent } from "../../words/label";

export function ReturnLine({ of }: { of: { expected: number; received: number; on_time: number; missing: number } }) {
  const { t } = useWords();
  return (
    <div>
      <div className="lf-fields">
        <span>
          <small>{t("report.expected")}</small>
          <b>{of.expected}</b>
        </span>
        <span>
          <small>{t("report.received")}</small>
          <b>{of.received}</b> {percent(of.received, of.expected)}
        </span>
        <span>
          <small>{t("report.ontime")}</small>
          <b>{of.on_time}</b> {percent(of.on_time, of.expected)}
        </span>
        <span className={of.missing > 0 ? "lf-late" : undefined}>
          <small>{t("report.missing")}</small>
          <b>{of.missing}</b>
        </span>
      </div>
      <Progress
        percent={of.expected ? Math.floor((of.received * 100) / of.expected) : 0}
        success={{ percent: of.expected ? Math.floor((of.on_time * 100) / of.expected) : 0 }}
        strokeColor="#c9a227"
        showInfo={false}
        size="small"
        aria-label={t("today.returns")}
      />
    </div>
  );
}
