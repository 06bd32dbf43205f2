// One course of one person: on which day it is, its calendar, why it is not over, on what legal basis.
import { Alert, Card, Descriptions, Tag } from "antd";
import type { Course } from "../api/shapes";
import { useWords } from "../i18n";
import { CourseCalendar } from "../pictures/CourseCalendar";
import { When } from "./When";
import { WhyLink } from "./WhyDrawer";

export function CourseDay({ course }: { course: Course }) {
  const { t, say } = useWords();
  if (course.ended) {
    return (
      <Tag variant="filled" color="green">
        {say(course.ended.says)} <When at={course.ended.at} />
      </Tag>
    );
  }
  if (course.day < 1) return <Tag variant="filled">{t("course.ahead", { of: course.days })}</Tag>;
  if (course.day > course.days) {
    return (
      <Tag variant="filled" color="orange">
        {t("course.over", { of: course.days })}
      </Tag>
    );
  }
  return (
    <Tag variant="filled" color="blue">
      {t("course.day", { n: course.day, of: course.days })}
    </Tag>
  );
}

export function CourseCard({ course }: { course: Course }) {
  const { t, say } = useWords();
  const items = [
    { key: "from", label: t("course.from"), children: `${course.day_one} → ${course.last_day}` },
    { key: "counting", label: t("course.counting"), children: say(course.counting) },
    ...(course.legal_basis ? [{ key: "legal", label: t("course.legal"), children: say(course.legal_basis) }] : []),
    ...(course.objection ? [{ key: "objection", label: t("course.objection"), children: say(course.objection) }] : []),
  ];
  return (
    <Card
      size="small"
      title={
        <>
          {say(course.title)} <CourseDay course={course} />
        </>
      }
      extra={<WhyLink of={course.key}>{t("why.title")}</WhyLink>}
    >
      <Descriptions size="small" column={{ xs: 1, md: 2 }} items={items} />
      {course.held_by.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          title={`${t("course.held")}${t("colon")}${course.held_by.map(say).join(", ")}`}
        />
      ) : null}
      <CourseCalendar course={course} />
    </Card>
  );
}
