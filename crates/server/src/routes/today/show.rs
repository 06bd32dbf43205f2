//! The page of today.

use crate::caller::Caller;
use crate::{
    desk::Desk,
    lists::{self, DutyFilter},
    routes::{
        duties::views_of,
        orgs::{roles_unheld, unreceived},
        reports::duties_of_day,
    },
};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
    tally::Tally,
};
use axum::{Json, extract::State};
use facts::{Date, Instant, Privacy, time::add_days};
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
        let states = vec![DutyState::Open, DutyState::Overdue];
        let mine = DutyFilter { held: held.clone(), states, ..DutyFilter::default() };
        let mine_paths = if held.is_empty() { Vec::new() } else { paths.clone() };
        let page = desk.page(mine.into(), mine_paths.clone(), ROWS_SHOWN, None)?;
        let (duties, _) = lists::only(page, lists::duty);
        let page = desk.page(
            ListOf::Alerts { open: true, subject: None, severity: None, said: None },
            paths.clone(),
            ROWS_SHOWN,
            None,
        )?;
        let (alerts, _) = lists::only(page, lists::alert);
        let names = desk.names(alerts.iter().flat_map(alert_mentions))?;
        let alerts = alerts.iter().map(|a| alert_view(&desk.lens(&names), a)).collect();
        let zone = desk.house.zone;
        let today = zone.date_of(desk.now);
        let days = Days { yesterday: add_days(today, -1), today };
        let filter = DutyFilter { held: held.clone(), ..DutyFilter::default() };
        let own = owed(desk, filter, &mine_paths, &days)?;
        let all = owed(desk, DutyFilter::default(), &paths, &days)?;
        let over = over(desk, &paths, &days)?;
        Ok(TodayView {
            at: desk.now.to_string(),
            mine: mine_figures(&own, desk.now),
            now: now_figures(desk, &paths, &all)?,
            today: day_figures(desk, &paths, today, (&all, &over))?,
            yesterday: day_figures(desk, &paths, days.yesterday, (&all, &over))?,
            complete: own.is_complete() && all.is_complete() && over.is_complete(),
            duties: views_of(desk, &duties)?,
            alerts,
        })
    });
    Ok(Json(view.await?))
}

/// How many duties and alerts the page shows.
const ROWS_SHOWN: u16 = 20;
/// Most duties of one kind and alerts that are counted: the page is not to wait for a count that nobody reads to the
/// last digit.
const COUNTED_MAX: u64 = 50_000;
/// Most pages of owed reports that are looked through for one that nobody receives; the page of gaps looks at more.
const REPORT_PAGES_MAX: usize = 2;
/// Two hours.
const SOON_MICROS: i64 = 2 * 3600 * 1_000_000;

/// The days that the page tells of.
struct Days {
    yesterday: Date,
    today: Date,
}

impl Days {
    /// The start of each, and of tomorrow.
    fn starts(&self, desk: &Desk<'_>) -> [Instant; 3] {
        [self.yesterday, self.today, add_days(self.today, 1)].map(|day| desk.house.zone.start_of(day))
    }
}

/// What is owed of these duties.
fn owed(desk: &mut Desk<'_>, of: DutyFilter, paths: &[SmolStr], days: &Days) -> Answer<Tally> {
    let of = DutyFilter { states: vec![DutyState::Open, DutyState::Overdue], ..of };
    let mut cuts = vec![desk.now, soon(desk.now)];
    cuts.extend(days.starts(desk));
    Tally::of(desk, of, paths, cuts, COUNTED_MAX)
}

/// What was due on these days and is owed no more.
fn over(desk: &mut Desk<'_>, paths: &[SmolStr], days: &Days) -> Answer<Tally> {
    let [from, middle, until] = days.starts(desk);
    let of = DutyFilter {
        states: vec![DutyState::Done, DutyState::DoneLate, DutyState::Missed],
        due_from: Some(from),
        due_until: Some(until),
        ..DutyFilter::default()
    };
    Tally::of(desk, of, paths, vec![from, middle, until], COUNTED_MAX)
}

fn soon(now: Instant) -> Instant {
    now.plus_micros(SOON_MICROS)
}

fn mine_figures(owed: &Tally, now: Instant) -> MineFigures {
    MineFigures {
        open: owed.n(&[DutyState::Open]),
        overdue: owed.n(&[DutyState::Overdue]),
        due_2h: owed.due(&[DutyState::Open], now, soon(now)),
    }
}

fn now_figures(desk: &mut Desk<'_>, paths: &[SmolStr], owed: &Tally) -> Answer<NowFigures> {
    let MineFigures { open, overdue, due_2h } = mine_figures(owed, desk.now);
    let lost = unreceived(desk, paths, REPORT_PAGES_MAX)?.len() + roles_unheld(desk)?;
    Ok(NowFigures {
        open,
        overdue,
        due_2h,
        gaps: owed.unheld() + u64::try_from(lost).unwrap_or(u64::MAX),
        alerts_open: desk.count(
            ListOf::Alerts { open: true, subject: None, severity: None, said: None },
            paths,
            COUNTED_MAX,
        )?,
    })
}

fn day_figures(
    desk: &mut Desk<'_>,
    paths: &[SmolStr],
    day: Date,
    (owed, over): (&Tally, &Tally),
) -> Answer<DayFigures> {
    let zone = desk.house.zone;
    let (from, until) = (zone.start_of(day), zone.start_of(add_days(day, 1)));
    let duties = duties_of_day(desk, paths, day)?;
    let nobody = views::lens::Names::default();
    let rows: Vec<_> = duties.iter().filter_map(|d| report_row(&desk.lens(&nobody), d, None)).collect();
    let reports = figures(&rows);
    let ended = |state| over.due(&[state], from, until);
    let (done, done_late, missed) =
        (ended(DutyState::Done), ended(DutyState::DoneLate), ended(DutyState::Missed));
    let still = owed.due(&[DutyState::Open, DutyState::Overdue], from, until);
    Ok(DayFigures {
        day: day.to_string(),
        due: still + done + done_late + missed,
        done,
        done_late,
        missed,
        reports_expected: reports.expected.into(),
        reports_received: reports.received.into(),
        reports_on_time: reports.on_time.into(),
    })
}
