//! Paging and the reading of filters.

use crate::{
    desk::Desk,
    error::{Answer, Fault},
};
use facts::{Date, Instant, SubjectId, Zone};
use serde::Deserialize;
use store::{NoteRow, PageOf, query::Page};
use utoipa::IntoParams;

/// Rows of a page when nobody says how many.
const ROWS: u16 = 50;
/// Most rows of a page.
pub const ROWS_MAX: u16 = 500;

/// Which page.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// How many rows, 1 to 500; default 50.
    pub limit: Option<u16>,
    /// Continue after this, as given by the page before.
    pub after: Option<String>,
}

/// How many rows a page has.
pub fn rows(limit: Option<u16>) -> Answer<u16> {
    match limit {
        None => Ok(ROWS),
        Some(n) if (1..=ROWS_MAX).contains(&n) => Ok(n),
        Some(_) => Err(Fault::BadParameter("limit")),
    }
}

/// True for `1` and `true`.
pub fn yes(text: Option<&String>) -> bool {
    text.is_some_and(|t| t == "1" || t == "true")
}

/// The words between commas.
pub fn words(text: Option<&String>) -> Vec<String> {
    let words =
        text.map(|t| t.split(',').map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned).collect());
    words.unwrap_or_default()
}

/// An instant, a civil date (its start), or civil date and time.
pub fn instant(text: Option<&String>, zone: Zone, name: &'static str) -> Answer<Option<Instant>> {
    let Some(text) = text.filter(|t| !t.is_empty()) else { return Ok(None) };
    // A `+` of an offset that was not encoded arrives as a space.
    let read = zone.read(text).or_else(|| zone.read(&text.replacen(' ', "+", 1)));
    let read = read.filter(|at| Instant::RANGE.contains(at));
    read.map(Some).ok_or(Fault::BadParameter(name))
}

/// A civil date of the calendar that facts may carry.
pub fn date(text: Option<&String>, zone: Zone, name: &'static str) -> Answer<Option<Date>> {
    let Some(text) = text.filter(|t| !t.is_empty()) else { return Ok(None) };
    let day = text.parse::<Date>().ok().filter(|d| Instant::RANGE.contains(&zone.start_of(*d)));
    day.map(Some).ok_or(Fault::BadParameter(name))
}

/// A subject's id.
pub fn subject(text: Option<&String>) -> Answer<Option<SubjectId>> {
    let Some(text) = text.filter(|t| !t.is_empty()) else { return Ok(None) };
    SubjectId::parse(text).map(Some).ok_or(Fault::BadParameter("subject"))
}

/// The rows of one kind of a page, and the key of the next.
pub fn only<T>(page: Page<PageOf>, pick: impl Fn(PageOf) -> Option<T>) -> (Vec<T>, Option<String>) {
    (page.rows.into_iter().filter_map(pick).collect(), page.next)
}

/// Most notes that are looked through for one page.
const NOTES_MAX: usize = 5_000;

/// A page of the rows that `pick` makes of the notes of a kind, and the key of the next. Where few notes give a row, a
/// page may be short and yet not be the last.
pub fn noted<T>(
    desk: &mut Desk<'_>,
    kind: &str,
    (limit, mut after): (u16, Option<String>),
    mut pick: impl FnMut(&mut Desk<'_>, &NoteRow) -> Answer<Option<T>>,
) -> Answer<(Vec<T>, Option<String>)> {
    let (mut rows, mut seen) = (Vec::new(), 0);
    loop {
        let notes = desk.read.notes(kind, "", after.as_deref(), usize::from(ROWS_MAX))?;
        for note in &notes {
            if rows.len() == usize::from(limit) || seen == NOTES_MAX {
                return Ok((rows, after));
            }
            rows.extend(pick(desk, note)?);
            seen += 1;
            after = Some(note.key.to_string());
        }
        if notes.len() < usize::from(ROWS_MAX) {
            return Ok((rows, None));
        }
    }
}

/// True when one of these texts contains what is searched for, whatever the case of ASCII letters; no search finds all.
pub fn says<'a>(sought: Option<&String>, texts: impl IntoIterator<Item = &'a str>) -> bool {
    let Some(sought) = sought.map(|s| s.trim().to_ascii_lowercase()).filter(|s| !s.is_empty()) else {
        return true;
    };
    texts.into_iter().any(|text| text.to_ascii_lowercase().contains(&sought))
}

/// Picks facts.
pub fn fact(row: PageOf) -> Option<facts::Recorded> {
    if let PageOf::Fact(fact) = row { Some(*fact) } else { None }
}

/// Picks duties.
pub fn duty(row: PageOf) -> Option<outcomes::Duty> {
    if let PageOf::Duty(duty) = row { Some(*duty) } else { None }
}

/// Picks alerts.
pub fn alert(row: PageOf) -> Option<outcomes::Alert> {
    if let PageOf::Alert(alert) = row { Some(*alert) } else { None }
}

/// Picks courses.
pub fn course(row: PageOf) -> Option<outcomes::Course> {
    if let PageOf::Course(course) = row { Some(*course) } else { None }
}

/// Picks entries of the history.
pub fn history(row: PageOf) -> Option<views::history::Past> {
    if let PageOf::History(row) = row { Some(crate::desk::past(*row)) } else { None }
}

/// Picks statuses.
pub fn status(row: PageOf) -> Option<outcomes::StatusRow> {
    if let PageOf::Status(status) = row { Some(*status) } else { None }
}

/// Picks subjects.
pub fn subject_row(row: PageOf) -> Option<store::SubjectRow> {
    if let PageOf::Subject(row) = row { Some(*row) } else { None }
}

/// The filters of a list of duties.
#[derive(Clone, Debug, Default)]
pub struct DutyFilter {
    /// Held for any of these; empty means any.
    pub held: Vec<(facts::Name, SubjectId)>,
    /// Taken by this account.
    pub taken: Option<smol_str::SmolStr>,
    /// In any of these states; empty means any.
    pub states: Vec<outcomes::DutyState>,
    /// About this subject.
    pub subject: Option<SubjectId>,
    /// With this qualified name.
    pub name: Option<facts::Name>,
    /// Due not before.
    pub due_from: Option<Instant>,
    /// Due before.
    pub due_until: Option<Instant>,
    /// Only gaps.
    pub gaps: bool,
    /// Of any of these names, or about any of these subjects.
    pub said: Option<store::query::Said>,
}

impl From<DutyFilter> for store::query::ListOf {
    fn from(f: DutyFilter) -> Self {
        store::query::ListOf::Duties {
            held: f.held,
            taken: f.taken,
            states: f.states,
            subject: f.subject,
            name: f.name,
            due_from: f.due_from,
            due_until: f.due_until,
            gaps: f.gaps,
            said: f.said,
        }
    }
}

/// The states that words name; `owed` is open and overdue.
pub fn states(text: Option<&String>) -> Answer<Vec<outcomes::DutyState>> {
    use outcomes::DutyState::{Done, DoneLate, Missed, Open, Overdue, Waived, Withdrawn};
    let mut found = Vec::new();
    for word in words(text) {
        let known = [Open, Overdue, Done, DoneLate, Missed, Waived, Withdrawn];
        match known.into_iter().find(|s| s.as_str() == word) {
            Some(state) => found.push(state),
            None if word == "owed" => found.extend([Open, Overdue]),
            None => return Err(Fault::BadParameter("state")),
        }
    }
    Ok(found)
}
