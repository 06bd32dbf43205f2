//! Courses as a file: the list as it is filtered, masked like the list.

use super::list::{AskedCourses, page_of};
use crate::{
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody},
    extract::Params,
    looks::Listed,
    sheets::{Format, Sheet, export, moment},
    state::Doors,
};
use axum::{extract::State, response::Response};
use facts::Zone;
use views::outcome::CourseView;

/// Courses as a file, streamed.
#[utoipa::path(
    get,
    path = "/courses/export",
    tag = "courses",
    params(AskedCourses, Format),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_courses(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedCourses>,
    Params(format): Params<Format>,
) -> Answer<Response> {
    let of = Listed::of("courses", &ask);
    export(doors, caller, &format, of, Courses(ask)).await
}

/// What is asked for.
#[derive(Clone)]
struct Courses(AskedCourses);

const HEADER: [&str; 12] = [
    "对象编号",
    "对象",
    "管控期",
    "第几天",
    "共几天",
    "阶段",
    "开始日期",
    "最后一天",
    "已有结果的检测",
    "应有检测",
    "结束情况",
    "条款",
];

impl Sheet for Courses {
    type Row = CourseView;

    fn header(&self) -> Vec<String> {
        HEADER.map(str::to_owned).to_vec()
    }

    fn cells(&self, course: &CourseView, zone: Zone) -> Vec<String> {
        let phase = course.phases.iter().find(|phase| phase.now).filter(|_| course.ended.is_none());
        let end = course.ended.as_ref().map(|end| format!("{} {}", moment(&end.at, zone), end.says.zh));
        let tested = course.tests.iter().filter(|test| test.state == "done").count();
        vec![
            course.subject.id.clone(),
            course.subject.label.clone(),
            course.title.zh.clone(),
            course.day.clamp(0, course.days).to_string(),
            course.days.to_string(),
            phase.map(|phase| phase.title.zh.clone()).unwrap_or_default(),
            course.day_one.clone(),
            course.last_day.clone(),
            tested.to_string(),
            course.tests.len().to_string(),
            end.unwrap_or_default(),
            course.clause.id.clone(),
        ]
    }

    fn page(
        &self,
        desk: &mut Desk<'_>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<(Vec<CourseView>, Option<String>)> {
        page_of(desk, &self.0, limit, after)
    }
}
