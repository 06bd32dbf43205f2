//! The page of today.

use crate::caller::Caller;
use crate::{
    desk::Desk,
    lists::{self, DutyFilter},
    routes::{duties::views_of, orgs::unreceived, reports::duties_of_day},
};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Date, Privacy, time::add_days};
use outcomes::DutyState;
use smol_str::SmolStr;
use store::query::ListOf;
use views::board::TodayView;
use views::{
    board::{DayFigures, MineFigures, NowFigures},
    outcome::{alert_mentions, alert_view},
    report::{figures, report_row},
};

/// The page of today.
#[utoipa::path(
    get,
    path = "/today",
    tag = "today",
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = TodayView), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_today(State(doors): State<Doors>, caller: Caller) -> Answer<Json<TodayView>> {
    let held = caller.scope.held();
    let view = doors.desk(&caller, move |desk| {
        let paths = desk.scope.paths_for(Privacy::Internal);
        let owed = vec![DutyState::Open, DutyState::Overdue];
        let mine = DutyFilter { held: held.clone(), states: owed, ..DutyFilter::default() };
        let mine_paths = if held.is_empty() { Vec::new() } else { paths.clone() };
        let page = desk.page(mine.into(), mine_paths.clone(), ROWS_SHOWN, None)?;
        let (duties, _) = lists::only(page, lists::duty);
        let page =
            desk.page(ListOf::Alerts { open: true, subject: None }, paths.clone(), ROWS_SHOWN, None)?;
        let (alerts, _) = lists::only(page, lists::alert);
        let names = desk.names(alerts.iter().flat_map(alert_mentions))?;
        let alerts = alerts.iter().map(|a| alert_view(&desk.lens(&names), a)).collect();
        let today = desk.house.zone.date_of(desk.now);
        Ok(TodayView {
            at: desk.now.to_string(),
            mine: owed_figures(
                desk,
                &DutyFilter { held: held.clone(), ..DutyFilter::default() },
                &mine_paths,
            )?,
            now: now_figures(desk, &paths)?,
            today: day_figures(desk, &paths, today)?,
            yesterday: day_figures(desk, &paths, add_days(today, -1))?,
            duties: views_of(desk, &duties)?,
            alerts,
        })
    });
    Ok(Json(view.await?))
}

/// How many duties and alerts the page shows.
const ROWS_SHOWN: u16 = 20;
/// Most that are counted.
const COUNT_MAX: u64 = 100_000;
/// Two hours.
const SOON_MICROS: i64 = 2 * 3600 * 1_000_000;

/// What is owed of these duties.
fn owed_figures(desk: &mut Desk<'_>, of: &DutyFilter, paths: &[SmolStr]) -> Answer<MineFigures> {
    let soon = (Some(desk.now), Some(desk.now.plus_micros(SOON_MICROS)));
    let mut count = |state, (due_from, due_until)| {
        let of = DutyFilter { states: vec![state], due_from, due_until, ..of.clone() };
        desk.count(of.into(), paths, COUNT_MAX)
    };
    Ok(MineFigures {
        open: count(DutyState::Open, (None, None))?,
        overdue: count(DutyState::Overdue, (None, None))?,
        due_2h: count(DutyState::Open, soon)?,
    })
}

fn now_figures(desk: &mut Desk<'_>, paths: &[SmolStr]) -> Answer<NowFigures> {
    let MineFigures { open, overdue, due_2h } = owed_figures(desk, &DutyFilter::default(), paths)?;
    let owed = vec![DutyState::Open, DutyState::Overdue];
    let gaps = DutyFilter { states: owed, gaps: true, ..DutyFilter::default() };
    let unreceived = u64::try_from(unreceived(desk, paths)?.len()).unwrap_or(COUNT_MAX);
    Ok(NowFigures {
        open,
        overdue,
        due_2h,
        gaps: desk.count(gaps.into(), paths, COUNT_MAX)? + unreceived,
        alerts_open: desk.count(ListOf::Alerts { open: true, subject: None }, paths, COUNT_MAX)?,
    })
}

fn day_figures(desk: &mut Desk<'_>, paths: &[SmolStr], day: Date) -> Answer<DayFigures> {
    let zone = desk.house.zone;
    let (from, until) = (zone.start_of(day), zone.start_of(add_days(day, 1)));
    let duties = duties_of_day(desk, paths, day)?;
    let nobody = views::lens::Names::default();
    let rows: Vec<_> = duties.iter().filter_map(|d| report_row(&desk.lens(&nobody), d, None)).collect();
    let reports = figures(&rows);
    let mut count = |states: Vec<DutyState>| {
        let due =
            DutyFilter { states, due_from: Some(from), due_until: Some(until), ..DutyFilter::default() };
        desk.count(due.into(), paths, COUNT_MAX)
    };
    let (done, done_late, missed) =
        (count(vec![DutyState::Done])?, count(vec![DutyState::DoneLate])?, count(vec![DutyState::Missed])?);
    let owed = count(vec![DutyState::Open, DutyState::Overdue])?;
    let due = owed + done + done_late + missed;
    Ok(DayFigures {
        day: day.to_string(),
        due,
        done,
        done_late,
        missed,
        reports_expected: reports.expected.into(),
        reports_received: reports.received.into(),
        reports_on_time: reports.on_time.into(),
    })
}
