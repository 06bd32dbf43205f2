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
use facts::{Date, FactId, FieldTerm, Instant, Ledgers, Privacy, Recorded, SubjectId, Zone};
use std::collections::{BTreeMap, BTreeSet};
use store::query::ListOf;
use views::{
    book::Book,
    case::{Case, cases},
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
    let (book, zone) = (desk.book, desk.house.zone);
    let wanted = Wanted::of(ask, zone)?;
    let paths = desk.paths(ask.org.as_deref(), Privacy::Health)?;
    let persons = match ask.text.as_ref().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        Some(text) => Some(found_by(desk, text)?.into_iter().collect::<BTreeSet<SubjectId>>()),
        None => None,
    };
    let mut found = Found::default();
    if report_ledgers(book).is_empty() {
        return Ok((found, None));
    }
    let mut seen = 0;
    loop {
        let left = limit - u16::try_from(found.reports.len()).unwrap_or(limit);
        let rows = if persons.is_some() { lists::ROWS_MAX } else { left };
        let (mut reports, next) =
            lists::only(desk.page(wanted.list(desk), paths.clone(), rows, after)?, lists::fact);
        seen += reports.len();
        if let Some(persons) = &persons {
            reports.retain(|report| persons.contains(&report.fact.subject));
        }
        let about = told_about(desk, reports.iter().map(|r| r.fact.subject.clone()).collect())?;
        // A report that a later one has replaced is no row of its own.
        let all = about.values().flat_map(|holding| cases(&book.ledgers, zone, holding));
        let fits = all.filter(|case| wanted.fits(&book.ledgers, case));
        let roots: BTreeSet<FactId> = fits.map(|case| case.report.fact.root()).collect();
        found.reports.extend(reports.iter().map(|r| r.fact.root()).filter(|root| roots.contains(root)));
        found.about.extend(about);
        after = next;
        if after.is_none() || found.reports.len() >= usize::from(limit) || seen >= LOOKED_AT_MAX {
            return Ok((found, after));
        }
    }
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
    fn list(&self, desk: &Desk<'_>) -> ListOf {
        ListOf::Facts {
            ledgers: report_ledgers(desk.book),
            subject: None,
            from: self.from,
            until: self.until,
            holding: true,
        }
    }

    fn fits(&self, ledgers: &Ledgers, case: &Case<'_>) -> bool {
        let is = |term, wanted: &[String]| {
            let code = case.told(ledgers, term).and_then(|told| told.value.as_text());
            wanted.is_empty() || code.is_some_and(|code| wanted.iter().any(|w| w == code))
        };
        let onset = case.onset(ledgers);
        is(FieldTerm::Disease, &self.disease)
            && is(FieldTerm::CaseType, &self.case_type)
            && self.onset_from.is_none_or(|from| onset.is_some_and(|day| day >= from))
            && self.onset_until.is_none_or(|until| onset.is_some_and(|day| day <= until))
    }
}
