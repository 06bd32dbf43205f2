//! The line list, newest report first.

use super::{cases_of, report_ledgers, told_about, views_of};
use crate::caller::Caller;
use crate::desk::Desk;
use crate::extract::Params;
use crate::lists::{self, Paging};
use crate::said::found_by;
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Date, FactId, FieldTerm, Ledgers, Privacy, SubjectId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::query::ListOf;
use utoipa::IntoParams;
use views::{case::Case, linelist::CaseView, words::PageView};

/// Which cases: what the list and its file are asked with.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedCases {
    /// Of these diseases, with commas: codes of the case report.
    pub disease: Option<String>,
    /// Of these types, with commas: codes of the case report.
    pub case_type: Option<String>,
    /// Whose persons belong to or below this organisation, or that it reported.
    pub org: Option<String>,
    /// With onset not before this civil day.
    pub onset_from: Option<String>,
    /// With onset not after this civil day.
    pub onset_until: Option<String>,
    /// Whose last report is dated not before this.
    pub from: Option<String>,
    /// Whose last report is dated before this.
    pub until: Option<String>,
    /// Whose person is found by this: by the whole code, or by name, identity number or telephone where the viewer may see
    /// these.
    pub text: Option<String>,
}

/// Most facts that are looked through for one page.
const LOOKED_AT_MAX: usize = 5_000;

/// A page of what is asked for, as the caller sees it, and the key of the next. Where few reports fit, a page may be short
/// and yet not be the last.
pub fn page_of(
    desk: &mut Desk<'_>,
    ask: &AskedCases,
    limit: u16,
    after: Option<String>,
) -> Answer<(Vec<CaseView>, Option<String>)> {
    let (book, zone) = (desk.book, desk.house.zone);
    let wanted = Wanted::of(ask, zone)?;
    let (from, until) = (
        lists::instant(ask.from.as_ref(), zone, "from")?,
        lists::instant(ask.until.as_ref(), zone, "until")?,
    );
    let paths = desk.paths(ask.org.as_deref(), Privacy::Health)?;
    let ledgers = report_ledgers(desk);
    if ledgers.is_empty() {
        return Ok((Vec::new(), None));
    }
    let found = match ask.text.as_ref().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        Some(text) => Some(found_by(desk, text)?.into_iter().collect::<BTreeSet<SubjectId>>()),
        None => None,
    };
    let (mut rows, mut after, mut seen) = (Vec::new(), after, 0);
    loop {
        let left = limit - u16::try_from(rows.len()).unwrap_or(limit);
        let of = ListOf::Facts { ledgers: ledgers.clone(), subject: None, from, until, holding: true };
        let page =
            desk.page(of, paths.clone(), if found.is_some() { lists::ROWS_MAX } else { left }, after)?;
        let (mut reports, next) = lists::only(page, lists::fact);
        seen += reports.len();
        if let Some(found) = &found {
            reports.retain(|r| found.contains(&r.fact.subject));
        }
        let order: Vec<FactId> = reports.iter().map(|r| r.fact.root()).collect();
        let persons = reports.iter().map(|r| r.fact.subject.clone()).collect();
        let about = told_about(desk, &persons)?;
        let mut cases: BTreeMap<FactId, Case<'_>> =
            cases_of(book, zone, &about).into_iter().map(|case| (case.report.fact.root(), case)).collect();
        cases.retain(|_, case| wanted.fits(&book.ledgers, case));
        // A report that a later one has replaced is no row of its own.
        let shown: Vec<Case<'_>> = order.iter().filter_map(|root| cases.remove(root)).collect();
        rows.extend(views_of(desk, &shown)?);
        after = next;
        if after.is_none() || rows.len() >= usize::from(limit) || seen >= LOOKED_AT_MAX {
            return Ok((rows, after));
        }
    }
}

/// What a case has to be.
struct Wanted {
    disease: Vec<String>,
    case_type: Vec<String>,
    from: Option<Date>,
    until: Option<Date>,
}

impl Wanted {
    fn of(ask: &AskedCases, zone: facts::Zone) -> Answer<Wanted> {
        Ok(Wanted {
            disease: lists::words(ask.disease.as_ref()),
            case_type: lists::words(ask.case_type.as_ref()),
            from: lists::date(ask.onset_from.as_ref(), zone, "onset_from")?,
            until: lists::date(ask.onset_until.as_ref(), zone, "onset_until")?,
        })
    }

    fn fits(&self, ledgers: &Ledgers, case: &Case<'_>) -> bool {
        let is = |term, wanted: &[String]| {
            let code = case.told(ledgers, term).and_then(|told| told.value.as_text());
            wanted.is_empty() || code.is_some_and(|code| wanted.iter().any(|w| w == code))
        };
        let onset = case.onset(ledgers);
        is(FieldTerm::Disease, &self.disease)
            && is(FieldTerm::CaseType, &self.case_type)
            && self.from.is_none_or(|from| onset.is_some_and(|day| day >= from))
            && self.until.is_none_or(|until| onset.is_some_and(|day| day <= until))
    }
}

/// The line list, newest report first.
#[utoipa::path(
    get,
    path = "/cases",
    tag = "cases",
    params(AskedCases, Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<CaseView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_cases(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedCases>,
    Params(paging): Params<Paging>,
) -> Answer<Json<PageView<CaseView>>> {
    let limit = lists::rows(paging.limit)?;
    let page = doors.desk(&caller, move |desk| {
        let (rows, next) = page_of(desk, &ask, limit, paging.after.clone())?;
        Ok(PageView { rows, next })
    });
    Ok(Json(page.await?))
}
