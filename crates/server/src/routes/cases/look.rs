//! Looking for cases: reports page by page, and what is told about their persons.
//!
//! Not here: rows; `super::views_of`.

use super::{
    list::AskedCases,
    told::{report_ledgers, told_about},
};
use crate::{
    desk::Desk,
    error::{Answer, Fault},
    lists,
    said::found_by,
};
use facts::{Date, FactId, FieldTerm, Instant, Ledgers, Privacy, Recorded, SubjectId, SubjectKind, Zone};
use smol_str::SmolStr;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};
use store::query::ListOf;
use views::{
    book::Book,
    case::{Case, cases, day, told},
    words::Words,
};

/// Most facts that are looked through for one page.
const LOOKED_AT_MAX: usize = 5_000;

/// Cases that were found.
#[derive(Default)]
pub struct Found {
    /// What holds about their persons.
    about: BTreeMap<SubjectId, Vec<Recorded>>,
    /// The reports that say what they are now, newest first.
    reports: Vec<FactId>,
}

impl Found {
    /// Takes in those of the reports that say what a case is now, where it is asked for. One that a later report has replaced
    /// is no case of its own.
    fn take(&mut self, desk: &mut Desk<'_>, wanted: &Wanted, reports: &[Recorded]) -> Answer<()> {
        let (book, zone) = (desk.book, desk.house.zone);
        let reports: Vec<&Recorded> =
            reports.iter().filter(|report| wanted.may_fit(&book.ledgers, report)).collect();
        if reports.is_empty() {
            return Ok(());
        }
        let about = told_about(desk, reports.iter().map(|r| r.fact.subject.clone()).collect())?;
        let all = about.values().flat_map(|holding| cases(&book.ledgers, zone, holding));
        let fits = all.filter(|case| wanted.fits(&book.ledgers, case));
        let roots: BTreeSet<FactId> = fits.map(|case| case.report.fact.root()).collect();
        self.reports.extend(reports.into_iter().map(|r| r.fact.root()).filter(|root| roots.contains(root)));
        self.about.extend(about);
        Ok(())
    }

    /// The cases, newest report first.
    pub fn cases<'a>(&'a self, book: &'a Book, zone: Zone) -> Vec<Case<'a>> {
        let all = self.about.values().flat_map(|holding| cases(&book.ledgers, zone, holding));
        let mut by_report: BTreeMap<FactId, Case<'a>> =
            all.map(|case| (case.report.fact.root(), case)).collect();
        self.reports.iter().filter_map(|root| by_report.remove(root)).collect()
    }
}

/// Cases as they are asked for, at most `limit`, and the key to go on after.
pub fn look(
    desk: &mut Desk<'_>,
    ask: &AskedCases,
    limit: u16,
    mut after: Option<String>,
) -> Answer<(Found, Option<String>)> {
    let wanted = Wanted::of(ask, desk.house.zone)?;
    let paths = desk.paths(ask.org.as_deref(), Privacy::Health)?;
    if let Some(text) = ask.text.as_ref().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        return of_persons(desk, &wanted, &paths, text, (limit, after));
    }
    let (mut found, mut seen) = (Found::default(), 0);
    loop {
        let left = limit - u16::try_from(found.reports.len()).unwrap_or(limit);
        let page = desk.page(wanted.list(desk.book, None), paths.clone(), left, after)?;
        let (reports, next) = lists::only(page, lists::fact);
        seen += reports.len();
        found.take(desk, &wanted, &reports)?;
        after = next;
        if after.is_none() || found.reports.len() >= usize::from(limit) || seen >= LOOKED_AT_MAX {
            return Ok((found, after));
        }
    }
}

/// The cases of whoever is found by a text: few, so they are read person by person.
fn of_persons(
    desk: &mut Desk<'_>,
    wanted: &Wanted,
    paths: &[SmolStr],
    text: &str,
    (limit, after): (u16, Option<String>),
) -> Answer<(Found, Option<String>)> {
    let mut reports = Vec::new();
    for person in found_by(desk, text)?.into_iter().filter(|id| id.kind() == SubjectKind::Person) {
        let page = desk.page(wanted.list(desk.book, Some(person)), paths.to_vec(), lists::ROWS_MAX, None)?;
        reports.extend(lists::only(page, lists::fact).0);
    }
    reports.sort_by_key(|report| Reverse((report.fact.at, report.seq)));
    let mut found = Found::default();
    found.take(desk, wanted, &reports)?;
    let begun = after.map_or(0, |key| {
        found.reports.iter().position(|root| root.to_string() == key).map_or(found.reports.len(), |at| at + 1)
    });
    let rest = found.reports.split_off(begun);
    let shown: Vec<FactId> = rest.iter().copied().take(usize::from(limit)).collect();
    let next = shown.last().filter(|_| shown.len() < rest.len()).map(ToString::to_string);
    found.reports = shown;
    Ok((found, next))
}

/// All cases as they are asked for; more than `most` are refused.
pub fn look_at_all(desk: &mut Desk<'_>, ask: &AskedCases, most: usize) -> Answer<Found> {
    let (mut all, mut after) = (Found::default(), None);
    loop {
        let (found, next) = look(desk, ask, lists::ROWS_MAX, after)?;
        all.reports.extend(found.reports);
        all.about.extend(found.about);
        if all.reports.len() > most {
            let says = Words::new(format!("病例超过 {most} 例"), format!("there are more than {most} cases"));
            let hint = Words::new(
                "请用病种、发病日期或组织缩小范围",
                "narrow it by disease, date of onset or organisation",
            );
            return Err(Fault::Unfit("onset_from", says, hint));
        }
        after = next;
        if after.is_none() {
            return Ok(all);
        }
    }
}

/// The persons of all cases as they are asked for.
pub fn persons_of_all(desk: &mut Desk<'_>, ask: &AskedCases) -> Answer<BTreeSet<SubjectId>> {
    let (mut persons, mut after) = (BTreeSet::new(), None);
    loop {
        let (found, next) = look(desk, ask, lists::ROWS_MAX, after)?;
        let cases = found.cases(desk.book, desk.house.zone);
        persons.extend(cases.iter().map(|case| case.report.fact.subject.clone()));
        after = next;
        if after.is_none() {
            return Ok(persons);
        }
    }
}

/// What a case has to be.
struct Wanted {
    disease: Vec<String>,
    case_type: Vec<String>,
    onset_from: Option<Date>,
    onset_until: Option<Date>,
    from: Option<Instant>,
    until: Option<Instant>,
}

impl Wanted {
    fn of(ask: &AskedCases, zone: Zone) -> Answer<Wanted> {
        Ok(Wanted {
            disease: lists::words(ask.disease.as_ref()),
            case_type: lists::words(ask.case_type.as_ref()),
            onset_from: lists::date(ask.onset_from.as_ref(), zone, "onset_from")?,
            onset_until: lists::date(ask.onset_until.as_ref(), zone, "onset_until")?,
            from: lists::instant(ask.from.as_ref(), zone, "from")?,
            until: lists::instant(ask.until.as_ref(), zone, "until")?,
        })
    }

    /// The reports among which it is looked for.
    fn list(&self, book: &Book, subject: Option<SubjectId>) -> ListOf {
        ListOf::Facts {
            ledgers: report_ledgers(book),
            subject,
            from: self.from,
            until: self.until,
            holding: true,
        }
    }

    fn fits(&self, ledgers: &Ledgers, case: &Case<'_>) -> bool {
        let code = |term| case.told(ledgers, term).and_then(|told| told.value.as_text());
        one_of(&self.disease, code(FieldTerm::Disease))
            && one_of(&self.case_type, code(FieldTerm::CaseType))
            && self.dated(case.onset(ledgers))
    }

    /// False where the report itself says something else than is asked for: what a case is, its last report says first
    /// (`Case::told`), so that nothing needs to be read about the person to know it. What it leaves open, others may say.
    fn may_fit(&self, ledgers: &Ledgers, report: &Recorded) -> bool {
        let code = |term, wanted: &[String]| {
            told(ledgers, report, term).is_none_or(|told| one_of(wanted, told.value.as_text()))
        };
        code(FieldTerm::Disease, &self.disease)
            && code(FieldTerm::CaseType, &self.case_type)
            && told(ledgers, report, FieldTerm::DateOnset).is_none_or(|told| self.dated(day(told.value)))
    }

    /// True for a day of onset within the days asked for.
    fn dated(&self, onset: Option<Date>) -> bool {
        self.onset_from.is_none_or(|from| onset.is_some_and(|day| day >= from))
            && self.onset_until.is_none_or(|until| onset.is_some_and(|day| day <= until))
    }
}

/// True for one of the codes that are wanted; none wanted is any.
fn one_of(wanted: &[String], code: Option<&str>) -> bool {
    wanted.is_empty() || code.is_some_and(|code| wanted.iter().any(|w| w == code))
}
