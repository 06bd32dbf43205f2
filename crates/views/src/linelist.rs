//! The line list (病例一览): one row a case, in columns that carry the names of the field: `date_onset`, `case_type`.
//!
//! Not here: which reports are one case (`case`), filters, paging.

use crate::{
    case::{Case, Told, day},
    fact::{field_view, shown},
    ledger::CodeView,
    lens::Lens,
    words::{OrgRef, SubjectRef, Words},
};
use facts::{
    Date, Decimal, Field, FieldTerm, FieldType, LedgerTerm, Ledgers, Privacy, SubjectId, Value,
    time::days_between,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// A column.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CaseColumn {
    /// Its name in files: `date_onset`.
    pub id: String,
    /// Its words, as the packs have them.
    pub label: Words,
    /// date, code, number, bool, text, person.
    pub kind: String,
    /// For codes: all that there are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<CodeView>,
}

/// What stands in a cell.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CaseCell {
    /// The value: a date, a code, a number, true or false, ids of persons; absent when masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub value: Option<serde_json::Value>,
    /// In words; `●●●` when masked.
    pub shown: Words,
}

/// A case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CaseView {
    /// The first fact of the report that says what it is now; its corrections keep it.
    pub id: String,
    /// Who.
    pub person: SubjectRef,
    /// Where the person belongs first of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<OrgRef>,
    /// Who reported.
    pub reported_by: OrgRef,
    /// How many reports there are of it.
    pub reports: usize,
    /// The cells, by column. What nobody told is absent.
    pub cells: BTreeMap<String, CaseCell>,
}

/// What a column shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Of {
    Term(FieldTerm),
    /// The day of the admission.
    Admission,
}

/// The columns, in reading order.
const COLUMNS: [Of; 18] = [
    Of::Term(FieldTerm::CaseId),
    Of::Term(FieldTerm::Disease),
    Of::Term(FieldTerm::CaseType),
    Of::Term(FieldTerm::DateInfection),
    Of::Term(FieldTerm::DateOnset),
    Of::Term(FieldTerm::DateReporting),
    Of::Term(FieldTerm::DateConfirmation),
    Of::Term(FieldTerm::Sex),
    Of::Term(FieldTerm::Age),
    Of::Term(FieldTerm::Occupation),
    Of::Term(FieldTerm::Imported),
    Of::Term(FieldTerm::DateIsolation),
    Of::Admission,
    Of::Term(FieldTerm::Outcome),
    Of::Term(FieldTerm::DateOutcome),
    Of::Term(FieldTerm::DateDeath),
    Of::Term(FieldTerm::Setting),
    Of::Term(FieldTerm::SourceCase),
];

impl Of {
    fn name(self) -> &'static str {
        match self {
            Of::Term(term) => term.as_str(),
            Of::Admission => "date_admission",
        }
    }
}

/// The columns that the ledgers in force can fill.
pub fn columns(ledgers: &Ledgers) -> Vec<CaseColumn> {
    COLUMNS.iter().filter_map(|of| column(ledgers, *of)).collect()
}

fn column(ledgers: &Ledgers, of: Of) -> Option<CaseColumn> {
    let (label, kind, codes) = match of {
        Of::Admission => {
            let ledger = ledgers.of_term(LedgerTerm::Admission).next()?;
            (Words::from(&ledger.title), "date", Vec::new())
        }
        // Without such a field it is the day of the report.
        Of::Term(FieldTerm::DateReporting) => {
            let own = label_of(ledgers, FieldTerm::DateReporting);
            (own.unwrap_or_else(|| Words::new("报告日期", "date of report")), "date", Vec::new())
        }
        // Contacts and exposures each have their own word for it.
        Of::Term(FieldTerm::SourceCase) => {
            field_of(ledgers, FieldTerm::SourceCase)?;
            (Words::new("来源病例", "source case"), "person", Vec::new())
        }
        Of::Term(term) => {
            let field = field_of(ledgers, term)?;
            (label_of(ledgers, term)?, kind_of(field), codes_of(field))
        }
    };
    Some(CaseColumn { id: of.name().to_owned(), label, kind: kind.to_owned(), codes })
}

fn label_of(ledgers: &Ledgers, term: FieldTerm) -> Option<Words> {
    Some(Words::from(&field_of(ledgers, term)?.label))
}

/// The field that speaks for a term: that of the case report, else the first.
pub(crate) fn field_of(ledgers: &Ledgers, term: FieldTerm) -> Option<&Field> {
    let of_case = ledgers.of_term(LedgerTerm::Case).find_map(|l| l.field_of(term));
    of_case.or_else(|| ledgers.0.values().find_map(|l| l.field_of(term)))
}

fn kind_of(field: &Field) -> &'static str {
    match &field.kind {
        FieldType::Number { .. } => "number",
        FieldType::Bool => "bool",
        FieldType::Code { .. } => "code",
        FieldType::Text { .. } => "text",
        _ => "date",
    }
}

fn codes_of(field: &Field) -> Vec<CodeView> {
    let FieldType::Code { codes } = &field.kind else { return Vec::new() };
    codes.iter().map(CodeView::from).collect()
}

/// The subjects that a row mentions: to be named before it is shown.
pub fn mentions(ledgers: &Ledgers, case: &Case<'_>) -> BTreeSet<SubjectId> {
    let report = &case.report.fact;
    let mut found = BTreeSet::from([report.subject.clone(), report.org.clone()]);
    found.extend(case.sources(ledgers).map(|(id, _)| id));
    found
}

/// A row; `None` when the viewer may see no case there.
pub fn case_view(lens: &Lens<'_>, case: &Case<'_>, home: Option<&SubjectId>) -> Option<CaseView> {
    let report = &case.report.fact;
    if lens.sees_fact(report)? < Privacy::Health {
        return None;
    }
    let cells = COLUMNS.iter().filter_map(|of| Some((of.name().to_owned(), cell(lens, case, *of)?)));
    Some(CaseView {
        id: report.root().to_string(),
        person: lens.subject(&report.subject),
        home: home.filter(|home| **home != report.subject).map(|home| lens.org(home)),
        reported_by: lens.org(&report.org),
        reports: 1 + case.earlier.len(),
        cells: cells.collect(),
    })
}

fn cell(lens: &Lens<'_>, case: &Case<'_>, of: Of) -> Option<CaseCell> {
    let ledgers = &lens.book.ledgers;
    match of {
        Of::Admission => {
            let day = lens.zone.date_of(case.newest(ledgers, LedgerTerm::Admission)?.fact.at);
            Some(dated(day))
        }
        Of::Term(FieldTerm::DateReporting) => Some(dated(case.reported(ledgers, lens.zone))),
        Of::Term(FieldTerm::Age) => age(lens, case),
        Of::Term(FieldTerm::SourceCase) => source_cell(lens, case),
        Of::Term(term) => {
            let told = case.told(ledgers, term)?;
            Some(in_words(lens, &told, days_of(lens, told.field, told.value)))
        }
    }
}

/// A moment is shown as its civil day: line lists are of days.
fn days_of(lens: &Lens<'_>, field: &Field, value: &Value) -> Option<Date> {
    let at = matches!(field.kind, FieldType::Instant).then(|| value.as_text()).flatten()?;
    Some(lens.zone.date_of(facts::Instant::parse(at)?))
}

fn dated(day: Date) -> CaseCell {
    CaseCell { value: Some(day.to_string().into()), shown: Words::same(day.to_string()) }
}

fn in_words(lens: &Lens<'_>, told: &Told<'_>, day: Option<Date>) -> CaseCell {
    let sees = lens.sees_fact(&told.by.fact).unwrap_or(Privacy::Public);
    let view = field_view(lens, told.field, told.value, sees);
    match day {
        Some(day) if !view.masked => dated(day),
        _ => CaseCell { value: view.value, shown: view.shown },
    }
}

/// Years, as told (in months or days where the unit says so), else from the date of birth to the onset or report.
fn age(lens: &Lens<'_>, case: &Case<'_>) -> Option<CaseCell> {
    let ledgers = &lens.book.ledgers;
    if let Some(told) = case.told(ledgers, FieldTerm::Age) {
        let cell = in_words(lens, &told, None);
        let unit = crate::case::told(ledgers, told.by, FieldTerm::AgeUnit);
        let Some((n, unit)) = told.value.as_number().filter(|_| cell.value.is_some()).zip(unit) else {
            return Some(cell);
        };
        let years = in_years(n, unit.value.as_text().unwrap_or_default());
        let unit = shown(lens, unit.field, unit.value);
        let shown = Words::new(format!("{n} {}", unit.zh), format!("{n} {}", unit.en));
        return Some(CaseCell { value: serde_json::to_value(years).ok(), shown });
    }
    let birth = case.told(ledgers, FieldTerm::DateBirth)?;
    let masked = in_words(lens, &birth, None);
    let Some(born) = day(birth.value).filter(|_| masked.value.is_some()) else { return Some(masked) };
    let years = whole_years(born, case.day(ledgers, lens.zone))?;
    Some(CaseCell { value: Some(years.into()), shown: Words::same(years.to_string()) })
}

/// An age in whole years.
fn in_years(n: Decimal, unit: &str) -> Decimal {
    let per_year = match unit {
        "months" => 12,
        "weeks" => 52,
        "days" => 365,
        _ => return n,
    };
    let whole = n.as_int().map(|n| n / per_year).and_then(Decimal::from_int);
    whole.unwrap_or(n)
}

/// Birthdays since birth; `None` before birth.
fn whole_years(born: Date, then: Date) -> Option<i64> {
    if days_between(born, then) < 0 {
        return None;
    }
    let had = (then.month(), then.day()) >= (born.month(), born.day());
    Some(i64::from(then.year() - born.year()) - i64::from(!had))
}

fn source_cell(lens: &Lens<'_>, case: &Case<'_>) -> Option<CaseCell> {
    let told = case.sources(&lens.book.ledgers);
    let cells: Vec<CaseCell> = told.map(|(_, told)| in_words(lens, &told, None)).collect();
    let join = |between: &str, of: fn(&Words) -> &str| {
        cells.iter().map(|cell| of(&cell.shown)).collect::<Vec<_>>().join(between)
    };
    let ids: Vec<serde_json::Value> = cells.iter().filter_map(|cell| cell.value.clone()).collect();
    (!cells.is_empty()).then(|| CaseCell {
        value: (!ids.is_empty()).then(|| ids.into()),
        shown: Words::new(join("、", |w| &w.zh), join(", ", |w| &w.en)),
    })
}
