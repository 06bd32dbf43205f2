//! Courses, by last day.

use crate::caller::Caller;
use crate::extract::Params;
use crate::lists::{self, yes};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Name, Privacy};
use serde::Deserialize;
use store::query::ListOf;
use utoipa::IntoParams;
use views::outcome::course_view;
use views::{outcome::CourseView, words::PageView};

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListCourses {
    /// `1`: only those that run.
    pub running: Option<String>,
    /// With this qualified name.
    pub name: Option<String>,
    /// Of subjects at or below this organisation.
    pub org: Option<String>,
    /// How many rows, 1 to 500; default 50.
    pub limit: Option<u16>,
    /// Continue after this, as given by the page before.
    pub after: Option<String>,
}

/// Courses, by last day.
#[utoipa::path(
    get,
    path = "/courses",
    tag = "courses",
    params(ListCourses),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<CourseView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_courses(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ListCourses>,
) -> Answer<Json<PageView<CourseView>>> {
    let limit = lists::rows(ask.limit)?;
    let page = doors.desk(&caller, move |desk| {
        let paths = desk.paths(ask.org.as_deref(), Privacy::Health)?;
        let name = ask.name.as_ref().filter(|n| !n.is_empty()).map(Name::new);
        let of = ListOf::Courses { running: yes(ask.running.as_ref()), name };
        let page = desk.page(of, paths, limit, ask.after.clone())?;
        let (courses, next) = lists::only(page, lists::course);
        let names = desk.names(courses.iter().map(|c| c.subject.clone()))?;
        let lens = desk.lens(&names);
        Ok(PageView { rows: courses.iter().map(|c| course_view(&lens, c)).collect(), next })
    });
    Ok(Json(page.await?))
}
