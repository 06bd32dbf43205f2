//! Courses, by last day.

use crate::caller::Caller;
use crate::desk::Desk;
use crate::extract::Params;
use crate::lists::{self, Paging, yes};
use crate::said::said_by;
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Name, Privacy};
use serde::{Deserialize, Serialize};
use store::query::ListOf;
use utoipa::IntoParams;
use views::outcome::course_view;
use views::{book::Book, outcome::CourseView, words::PageView};

/// Which courses: what the list and its file are asked with.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedCourses {
    /// `1`: only those that run.
    pub running: Option<String>,
    /// With this qualified name.
    pub name: Option<String>,
    /// Of subjects at or below this organisation.
    pub org: Option<String>,
    /// Whose title contains this, or whose subject is found by it: an organisation or place by a part of its attributes,
    /// anybody by the whole code, a person by name, identity number or telephone where the viewer may see these.
    pub text: Option<String>,
}

/// A page of what is asked for, as the caller sees it, and the key of the next.
pub fn page_of(
    desk: &mut Desk<'_>,
    ask: &AskedCourses,
    limit: u16,
    after: Option<String>,
) -> Answer<(Vec<CourseView>, Option<String>)> {
    let paths = desk.paths(ask.org.as_deref(), Privacy::Health)?;
    let name = ask.name.as_ref().filter(|n| !n.is_empty()).map(Name::new);
    let said = said_by(desk, ask.text.as_ref(), Book::courses_saying)?;
    let of = ListOf::Courses { running: yes(ask.running.as_ref()), name, said };
    let (courses, next) = lists::only(desk.page(of, paths, limit, after)?, lists::course);
    let names = desk.names(courses.iter().map(|c| c.subject.clone()))?;
    let lens = desk.lens(&names);
    Ok((courses.iter().map(|c| course_view(&lens, c)).collect(), next))
}

/// Courses, by last day.
#[utoipa::path(
    get,
    path = "/courses",
    tag = "courses",
    params(AskedCourses, Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<CourseView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_courses(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedCourses>,
    Params(paging): Params<Paging>,
) -> Answer<Json<PageView<CourseView>>> {
    let limit = lists::rows(paging.limit)?;
    let page = doors.desk(&caller, move |desk| {
        let (rows, next) = page_of(desk, &ask, limit, paging.after.clone())?;
        Ok(PageView { rows, next })
    });
    Ok(Json(page.await?))
}
