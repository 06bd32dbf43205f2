// The calendar of a course as a picture: a cell for each day, a band for each phase, a mark for each test, today framed.
// Not here: where things lie (course-layout).
import { Grid } from "antd";
import type { Course } from "../api/shapes";
import { useHouse } from "../app/session";
import { INK, PHASES } from "../app/theme";
import { useWords } from "../i18n";
import { dateOf } from "../words/time";
import { type CourseDays, type DayCell, layCourse, type TestMark } from "./course-layout";

const CELL_W = 50;
const CELL_H = 46;
const BAND_H = 20;
const GAP = 8;
const ROW_H = BAND_H + CELL_H + GAP;

const MARK: Record<TestMark, { fill: string; stroke: string; dash?: string }> = {
  negative: { fill: INK.done, stroke: INK.done },
  positive: { fill: INK.late, stroke: INK.late },
  other: { fill: INK.quiet, stroke: INK.quiet },
  waiting: { fill: "#fff", stroke: INK.soon },
  missed: { fill: "#fff", stroke: INK.late },
  ahead: { fill: "#fff", stroke: INK.waived, dash: "2 2" },
};

export function courseDays(course: Course, zone: number): CourseDays {
  return {
    dayOne: course.day_one,
    lastDay: course.last_day,
    phases: course.phases.map((p) => ({ id: p.id, first: p.first, last: p.last })),
    // A result that may not be seen is shown as a result without its content.
    tests: course.tests.map((x) => ({
      day: x.day,
      date: x.date,
      result: x.result ?? (x.state === "done" ? "hidden" : null),
    })),
    ended: course.ended ? dateOf(course.ended.at, zone) : null,
  };
}

function Mark({ mark, x, y }: { mark: TestMark; x: number; y: number }) {
  const look = MARK[mark];
  return (
    <g>
      <circle cx={x} cy={y} r={6} fill={look.fill} stroke={look.stroke} strokeWidth={1.6} strokeDasharray={look.dash} />
      {mark === "negative" ? <path d={`M${x - 2.8} ${y}h5.6`} stroke="#fff" strokeWidth={1.8} /> : null}
      {mark === "positive" ? <path d={`M${x - 3} ${y}h6M${x} ${y - 3}v6`} stroke="#fff" strokeWidth={1.8} /> : null}
      {mark === "missed" ? (
        <path d={`M${x - 2.5} ${y - 2.5}l5 5M${x + 2.5} ${y - 2.5}l-5 5`} stroke={INK.late} strokeWidth={1.5} />
      ) : null}
    </g>
  );
}

function Day({ cell }: { cell: DayCell }) {
  const { t } = useWords();
  const x = cell.column * CELL_W;
  const y = cell.row * ROW_H + BAND_H;
  const ground = cell.phase >= 0 ? PHASES[cell.phase % PHASES.length] : "#eef1f3";
  return (
    <g opacity={cell.off ? 0.3 : 1}>
      <title>
        {t("course.cell", { n: cell.day, date: cell.date })}
        {cell.test ? ` · ${t(`test.${cell.test}`)}` : ""}
        {cell.today ? ` · ${t("course.today")}` : ""}
      </title>
      <rect
        x={x + 1}
        y={y}
        width={CELL_W - 2}
        height={CELL_H}
        rx={3}
        fill={ground}
        fillOpacity={cell.past ? 1 : 0.55}
      />
      {cell.today ? (
        <rect
          x={x + 2}
          y={y + 1}
          width={CELL_W - 4}
          height={CELL_H - 2}
          rx={3}
          fill="none"
          stroke={INK.primary}
          strokeWidth={2.2}
        />
      ) : null}
      <text x={x + 7} y={y + 17} fontSize={14} fontWeight={cell.today ? 700 : 500} fill={INK.text}>
        {cell.day}
      </text>
      <text x={x + 7} y={y + 37} fontSize={11} fill={INK.quiet}>
        {cell.date.slice(5)}
      </text>
      {cell.test ? <Mark mark={cell.test} x={x + CELL_W - 13} y={y + 13} /> : null}
    </g>
  );
}

function Legend({ marks }: { marks: TestMark[] }) {
  const { t } = useWords();
  return (
    <div className="lf-fields" aria-hidden="true">
      {marks.map((mark) => (
        <span key={mark} className="lf-quiet">
          <svg width={16} height={16} style={{ verticalAlign: "-3px" }} aria-hidden="true">
            <Mark mark={mark} x={8} y={8} />
          </svg>{" "}
          {t(`test.${mark}`)}
        </span>
      ))}
    </div>
  );
}

export function CourseCalendar({ course }: { course: Course }) {
  const { t, say } = useWords();
  const { now, zone } = useHouse();
  const perRow = (Grid.useBreakpoint().md ?? true) ? 14 : 7;
  const laid = layCourse(courseDays(course, zone), dateOf(now, zone), perRow);
  const columns = Math.min(perRow, laid.cells.length);
  const label = t("course.picture", {
    title: say(course.title),
    from: course.day_one,
    until: course.last_day,
    n: course.tests.length,
  });
  const marks = [...new Set(laid.cells.flatMap((c) => (c.test ? [c.test] : [])))];
  return (
    <figure style={{ margin: "10px 0 0" }}>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${columns * CELL_W} ${laid.rows * ROW_H}`}
        style={{ width: "100%", maxWidth: columns * CELL_W, display: "block" }}
      >
        {laid.bands.map((band) => (
          <g key={`${band.row}.${band.from}`}>
            <rect
              x={band.from * CELL_W + 1}
              y={band.row * ROW_H + 12}
              width={(band.to - band.from + 1) * CELL_W - 2}
              height={5}
              rx={2}
              fill={PHASES[band.phase % PHASES.length]}
              stroke="#b9c6cf"
              strokeWidth={0.5}
            />
            {band.opens ? (
              <text x={band.from * CELL_W + 2} y={band.row * ROW_H + 9.5} fontSize={11.5} fill={INK.quiet}>
                {say(course.phases[band.phase]?.title)}
              </text>
            ) : null}
          </g>
        ))}
        {laid.cells.map((cell) => (
          <Day key={cell.date} cell={cell} />
        ))}
      </svg>
      <Legend marks={marks} />
    </figure>
  );
}
