//! Persons, households, places and the like.

use super::found_by_identity;
use crate::caller::Caller;
use crate::extract::Params;
use crate::{desk::registered, lists};
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Privacy, SubjectKind};
use serde::Deserialize;
use store::query::ListOf;
use utoipa::IntoParams;
use views::subject::{profile_mentions, subject_row};
use views::{subject::SubjectRowView, words::PageView};

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListSubjects {
    /// person (default), household, org, place, lot, vehicle.
    pub kind: Option<String>,
    /// Whose public attributes contain this.
    pub text: Option<String>,
    /// Belonging to or below this organisation.
    pub org: Option<String>,
    /// A person of this name, whole. Needs a role that sees identities.
    pub name: Option<String>,
    /// The person with this identity number.
    pub id_number: Option<String>,
    /// Persons with this telephone number.
    pub phone: Option<String>,
    /// How many rows, 1 to 500; default 50.
    pub limit: Option<u16>,
    /// Continue after this, as given by the page before.
    pub after: Option<String>,
}

/// Persons, households, places and the like.
#[utoipa::path(
    get,
    path = "/subjects",
    tag = "subjects",
    params(ListSubjects),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<SubjectRowView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_subjects(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ListSubjects>,
) -> Answer<Json<PageView<SubjectRowView>>> {
    let limit = lists::rows(ask.limit)?;
    let word = ask.kind.clone().filter(|k| !k.is_empty()).unwrap_or_else(|| "person".into());
    let kind =
        SubjectKind::ALL.into_iter().find(|k| k.as_str() == word).ok_or(Fault::BadParameter("kind"))?;
    let page = doors.desk(&caller, move |desk| {
        let sought = [("name", &ask.name), ("id_number", &ask.id_number), ("phone", &ask.phone)];
        let sought = sought
            .into_iter()
            .filter_map(|(by, text)| Some((by, text.as_deref().filter(|t| !t.is_empty())?)));
        let sought: Vec<(&str, &str)> = sought.collect();
        let (rows, next) = if sought.is_empty() {
            let paths = desk.paths(ask.org.as_deref(), Privacy::Internal)?;
            let text = ask.text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(Into::into);
            let of = ListOf::Subjects { kind, org_kinds: Vec::new(), text };
            let page = desk.page(of, paths, limit, ask.after.clone())?;
            lists::only(page, lists::subject_row)
        } else {
            (found_by_identity(desk, &sought, ask.org.as_deref())?, None)
        };
        let rows: Vec<_> = rows.into_iter().map(registered).collect();
        let homes = rows.iter().filter_map(|r| r.home.clone());
        let ids = rows.iter().flat_map(|r| profile_mentions(&r.profile).chain([r.id.clone()])).chain(homes);
        let names = desk.names(ids.collect::<Vec<_>>())?;
        let lens = desk.lens(&names);
        Ok(PageView { rows: rows.iter().map(|r| subject_row(&lens, r)).collect(), next })
    });
    Ok(Json(page.await?))
}
