//! Persons, households, places and the like.

use super::{found_by_code, found_by_identity};
use crate::caller::Caller;
use crate::extract::Params;
use crate::{
    desk::{Desk, registered},
    lists::{self, Paging},
};
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Privacy, SubjectKind};
use serde::{Deserialize, Serialize};
use store::{SubjectRow, query::ListOf};
use utoipa::IntoParams;
use views::subject::{profile_mentions, subject_row};
use views::{subject::SubjectRowView, words::PageView};

/// Which subjects: what the list and its file are asked with.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedSubjects {
    /// person (default), household, org, place, lot, vehicle.
    pub kind: Option<String>,
    /// Whose public attributes contain this, or whose whole code it is.
    pub text: Option<String>,
    /// Belonging to or below this organisation.
    pub org: Option<String>,
    /// A person of this name, whole. Needs a role that sees identities.
    pub name: Option<String>,
    /// The person with this identity number.
    pub id_number: Option<String>,
    /// Persons with this telephone number.
    pub phone: Option<String>,
}

/// The kind that is asked for.
pub fn kind_of(ask: &AskedSubjects) -> Answer<SubjectKind> {
    let word = ask.kind.as_deref().filter(|k| !k.is_empty()).unwrap_or("person");
    SubjectKind::ALL.into_iter().find(|k| k.as_str() == word).ok_or(Fault::BadParameter("kind"))
}

/// A page of what is asked for, as the caller sees it, and the key of the next.
pub fn page_of(
    desk: &mut Desk<'_>,
    ask: &AskedSubjects,
    limit: u16,
    after: Option<String>,
) -> Answer<(Vec<SubjectRowView>, Option<String>)> {
    let sought = [("name", &ask.name), ("id_number", &ask.id_number), ("phone", &ask.phone)];
    let sought: Vec<(&str, &str)> = sought
        .into_iter()
        .filter_map(|(by, text)| Some((by, text.as_deref().filter(|t| !t.is_empty())?)))
        .collect();
    let (rows, next) = if sought.is_empty() {
        rows_of(desk, ask, limit, after)?
    } else {
        (found_by_identity(desk, &sought, ask.org.as_deref())?, None)
    };
    let rows: Vec<_> = rows.into_iter().map(registered).collect();
    let homes = rows.iter().filter_map(|r| r.home.clone());
    let ids = rows.iter().flat_map(|r| profile_mentions(&r.profile).chain([r.id.clone()])).chain(homes);
    let names = desk.names(ids.collect::<Vec<_>>())?;
    let lens = desk.lens(&names);
    Ok((rows.iter().map(|r| subject_row(&lens, r)).collect(), next))
}

/// Those of a kind below an organisation whose attributes contain a text; before them, on the first page, the one whose
/// code it is.
fn rows_of(
    desk: &mut Desk<'_>,
    ask: &AskedSubjects,
    limit: u16,
    after: Option<String>,
) -> Answer<(Vec<SubjectRow>, Option<String>)> {
    let kind = kind_of(ask)?;
    let paths = desk.paths(ask.org.as_deref(), Privacy::Internal)?;
    let text = ask.text.as_deref().map(str::trim).filter(|t| !t.is_empty());
    let of_code = match text.filter(|_| after.is_none()) {
        Some(text) => found_by_code(desk, text)?,
        None => Vec::new(),
    };
    let of = ListOf::Subjects { kind, org_kinds: Vec::new(), text: text.map(Into::into) };
    let (mut rows, next) = lists::only(desk.page(of, paths.clone(), limit, after)?, lists::subject_row);
    let lies = |row: &SubjectRow| row.paths().any(|at| paths.iter().any(|p| at.starts_with(p.as_str())));
    let first = of_code.into_iter().find(|row| row.id.kind() == kind && lies(row));
    if let Some(first) = first.filter(|first| rows.iter().all(|row| row.id != first.id)) {
        rows.insert(0, first);
    }
    Ok((rows, next))
}

/// Persons, households, places and the like.
#[utoipa::path(
    get,
    path = "/subjects",
    tag = "subjects",
    params(AskedSubjects, Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<SubjectRowView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_subjects(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedSubjects>,
    Params(paging): Params<Paging>,
) -> Answer<Json<PageView<SubjectRowView>>> {
    let limit = lists::rows(paging.limit)?;
    kind_of(&ask)?;
    let page = doors.desk(&caller, move |desk| {
        let (rows, next) = page_of(desk, &ask, limit, paging.after.clone())?;
        Ok(PageView { rows, next })
    });
    Ok(Json(page.await?))
}
