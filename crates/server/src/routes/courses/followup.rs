//! The follow-up grid: courses as they are asked for, day by day.

use super::list::AskedCourses;
use crate::caller::Caller;
use crate::desk::Desk;
use crate::extract::Params;
use crate::lists::{self, Paging};
use crate::looks::Listed;
use crate::routes::cases::told::told_about;
use crate::sheets::{Format, Sheet, export};
use crate::{
    error::{Answer, ErrorBody, Fault},
    said::said_by,
    state::Doors,
};
use axum::{Json, extract::State, response::Response};
use facts::{Date, Name, Privacy, SubjectId, Zone, time::add_days};
use outcomes::{Course, Duty};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::query::{ListOf, Said};
use utoipa::IntoParams;
use views::{
    book::Book,
    case::source_of,
    followup::{FollowupParts, FollowupRow, followup_row},
    words::PageView,
};

/// Which days.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedDays {
    /// First civil day; default: nine days ago.
    pub from: Option<String>,
    /// How many days, 1 to 31; default 14.
    pub days: Option<u16>,
}

impl AskedDays {
    fn decided(&self, zone: Zone, today: Date) -> Answer<(Date, u16)> {
        let from = lists::date(self.from.as_ref(), zone, "from")?.unwrap_or_else(|| add_days(today, -9));
        match self.days.unwrap_or(14) {
            days @ 1..=31 => Ok((from, days)),
            _ => Err(Fault::BadParameter("days")),
        }
    }
}

/// Most rows of a page: each brings the duties of all its days.
const ROWS_MAX: u16 = 100;

/// A page of the grid, as the caller sees it, and the key of the next.
fn page_of(
    desk: &mut Desk<'_>,
    ask: &AskedCourses,
    (from, days): (Date, u16),
    limit: u16,
    after: Option<String>,
) -> Answer<(Vec<FollowupRow>, Option<String>)> {
    let paths = desk.paths(ask.org.as_deref(), Privacy::Health)?;
    let of = ListOf::Courses {
        running: lists::yes(ask.running.as_ref()),
        name: ask.name.as_ref().filter(|n| !n.is_empty()).map(Name::new),
        said: said_by(desk, ask.text.as_ref(), Book::courses_saying)?,
    };
    let (courses, next) = lists::only(desk.page(of, paths, limit.min(ROWS_MAX), after)?, lists::course);
    let persons: BTreeSet<SubjectId> = courses.iter().map(|c| c.subject.clone()).collect();
    let duties = duties_about(desk, &persons, (from, days))?;
    let sources = sources_of(desk, persons.clone())?;
    let ids: Vec<SubjectId> = persons.into_iter().collect();
    let homes = desk.homes(&ids)?;
    let mentioned = ids.iter().chain(homes.values()).chain(sources.values().flatten()).cloned();
    let names = desk.names(mentioned)?;
    let lens = desk.lens(&names);
    let row = |course: &Course| {
        let own =
            |duty: &&Duty| duty.subject == course.subject && duty.due.why.rule.as_str() == course.key.name();
        let duties: Vec<&Duty> = duties.iter().filter(own).collect();
        let sources = sources.get(&course.subject).map_or(&[][..], Vec::as_slice);
        let parts = FollowupParts { course, duties: &duties, home: homes.get(&course.subject), sources };
        followup_row(&lens, &parts, from, days)
    };
    Ok((courses.iter().map(row).collect(), next))
}

/// Duties about these persons that are due on these days.
fn duties_about(
    desk: &mut Desk<'_>,
    persons: &BTreeSet<SubjectId>,
    (from, days): (Date, u16),
) -> Answer<Vec<Duty>> {
    let zone = desk.house.zone;
    let paths = desk.paths(None, Privacy::Health)?;
    let said = Some(Said { names: Vec::new(), subjects: persons.iter().cloned().collect() });
    let filter = lists::DutyFilter {
        due_from: Some(zone.start_of(from)),
        due_until: Some(zone.start_of(add_days(from, i32::from(days)))),
        said,
        ..lists::DutyFilter::default()
    };
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = desk.page(filter.clone().into(), paths.clone(), lists::ROWS_MAX, after)?;
        let (duties, next) = lists::only(page, lists::duty);
        found.extend(duties);
        after = next;
        if after.is_none() {
            return Ok(found);
        }
    }
}

/// Whom these persons were in contact with, as is told of them.
fn sources_of(
    desk: &mut Desk<'_>,
    persons: BTreeSet<SubjectId>,
) -> Answer<BTreeMap<SubjectId, Vec<SubjectId>>> {
    let book = desk.book;
    let about = told_about(desk, persons)?;
    let named = |facts: &Vec<facts::Recorded>| -> Vec<SubjectId> {
        let ids: BTreeSet<SubjectId> = facts.iter().filter_map(|f| source_of(&book.ledgers, f)).collect();
        ids.into_iter().collect()
    };
    Ok(about.iter().map(|(person, facts)| (person.clone(), named(facts))).collect())
}

/// The follow-up grid, by last day of the course: who was seen, missed or tested on which day.
#[utoipa::path(
    get,
    path = "/followup",
    tag = "courses",
    params(AskedCourses, AskedDays, Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<FollowupRow>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_followup(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedCourses>,
    Params(days): Params<AskedDays>,
    Params(paging): Params<Paging>,
) -> Answer<Json<PageView<FollowupRow>>> {
    let limit = lists::rows(paging.limit)?;
    let zone = doors.house.zone;
    let days = days.decided(zone, zone.date_of(doors.now()))?;
    let page = doors.desk(&caller, move |desk| {
        let (rows, next) = page_of(desk, &ask, days, limit, paging.after.clone())?;
        Ok(PageView { rows, next })
    });
    Ok(Json(page.await?))
}

/// The follow-up grid as a file, streamed: a column for each day.
#[utoipa::path(
    get,
    path = "/followup/export",
    tag = "courses",
    params(AskedCourses, AskedDays, Format),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_followup(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedCourses>,
    Params(days): Params<AskedDays>,
    Params(format): Params<Format>,
) -> Answer<Response> {
    let zone = doors.house.zone;
    let mut of = Listed::of("followup", &ask);
    of.filters.extend(Listed::of("followup", &days).filters);
    let days = days.decided(zone, zone.date_of(doors.now()))?;
    export(doors, caller, &format, of, Grid { ask, days }).await
}

/// What is asked for.
#[derive(Clone)]
struct Grid {
    ask: AskedCourses,
    days: (Date, u16),
}

impl Sheet for Grid {
    type Row = FollowupRow;

    fn header(&self) -> Vec<String> {
        let fixed =
            ["对象编号", "对象", "所属", "来源病例", "管控期", "开始日期", "最后一天"].map(str::to_owned);
        let (from, days) = self.days;
        fixed.into_iter().chain((0..i32::from(days)).map(|n| add_days(from, n).to_string())).collect()
    }

    fn cells(&self, row: &FollowupRow, _zone: Zone) -> Vec<String> {
        let sources: Vec<&str> = row.sources.iter().map(|s| s.id.as_str()).collect();
        let fixed = [
            row.course.subject.id.clone(),
            row.course.subject.label.clone(),
            row.home.as_ref().map(|home| home.name.clone()).unwrap_or_default(),
            sources.join(","),
            row.course.title.zh.clone(),
            row.course.day_one.clone(),
            row.course.last_day.clone(),
        ];
        let day = |cell: &views::followup::FollowupCell| {
            let result = cell.result.as_ref().map(|r| format!(" {r}")).unwrap_or_default();
            let seen = match cell.state.as_str() {
                "outside" | "none" => String::new(),
                "seen" => "已见".to_owned(),
                "partly" => format!("{}/{}", cell.done, cell.due),
                "missed" => "未见".to_owned(),
                _ => "待办".to_owned(),
            };
            format!("{seen}{result}").trim().to_owned()
        };
        fixed.into_iter().chain(row.cells.iter().map(day)).collect()
    }

    fn page(
        &self,
        desk: &mut Desk<'_>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<(Vec<FollowupRow>, Option<String>)> {
        page_of(desk, &self.ask, self.days, limit, after)
    }
}
