//! Cases as a FHIR R4 Bundle: first the cases with what was told of them, then the contacts that name them as their source.
//!
//! Not here: what the resources say (`views::fhir`).

use super::{contacts::page_naming_a_source, list::AskedCases, look::look, persons_of};
use crate::{
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody},
    extract::Params,
    files::Kind,
    looks::Listed,
    sheets::{Sheet, exported},
    state::Doors,
};
use axum::{extract::State, response::Response};
use facts::{SubjectId, Zone};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};
use views::{
    case_page::{CasePage, case_page, mentions},
    fact::{fact_view, mentions as mentions_of_facts},
    fhir::{contacts::contact, entry, findings::findings, person},
    lens::Lens,
};

/// Cases as a FHIR R4 Bundle, streamed: Patient, Condition, Specimen, Observation, Immunization, and who was in contact with whom.
#[utoipa::path(
    get,
    path = "/cases/fhir",
    tag = "cases",
    params(AskedCases),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the Bundle", content_type = "application/fhir+json", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_fhir(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedCases>,
) -> Answer<Response> {
    let of = Listed::of("cases", &ask);
    let first = Bundle::of(ask.clone());
    doors.desk(&caller, move |desk| first.page(desk, 1, None).map(drop)).await?;
    exported(doors, caller, (Kind::Fhir, "cases"), of, Bundle::of(ask)).await
}

/// A Bundle under way.
struct Bundle {
    ask: AskedCases,
    written: Mutex<Written>,
}

/// What went into it.
#[derive(Default)]
struct Written {
    /// Resources, and on which page: one that is read again after a lost connection writes the same again.
    on_page: BTreeMap<String, Option<String>>,
    /// The persons of its cases.
    persons: BTreeSet<SubjectId>,
    /// Whom reports name as the source, by the id of the report: written after all cases, so that a person who is a case
    /// is written as one.
    named: BTreeMap<String, Vec<Value>>,
}

/// Before the key of a page of contacts; pages of cases come before.
const CONTACTS: &str = "contacts ";

impl Bundle {
    fn of(ask: AskedCases) -> Bundle {
        Bundle { ask, written: Mutex::default() }
    }

    /// The cases of a page with what was told of them.
    fn cases(
        &self,
        desk: &mut Desk<'_>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<(Vec<Value>, Option<String>)> {
        let (found, next) = look(desk, &self.ask, limit, after)?;
        let book = desk.book;
        let cases = found.cases(book, desk.house.zone);
        let homes = desk.homes(&persons_of(&cases))?;
        let mentioned = cases.iter().flat_map(|case| mentions(&book.ledgers, case, &[]));
        let names = desk.names(mentioned.chain(homes.values().cloned()).collect::<BTreeSet<_>>())?;
        let lens = desk.lens(&names);
        let pages = cases.iter().filter_map(|case| {
            Some((case, case_page(&lens, case, homes.get(&case.report.fact.subject), &[])?))
        });
        let mut resources = Vec::new();
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        for (case, page) in pages {
            written.persons.insert(case.report.fact.subject.clone());
            resources.extend(of_case(&lens, &page));
            for report in [&page.card].into_iter().chain(&page.earlier) {
                written.named.insert(report.root.clone(), of_contact(&lens, report));
            }
        }
        Ok((resources, Some(next.unwrap_or_else(|| CONTACTS.to_owned()))))
    }

    /// A page of contacts that name one of the cases.
    fn contacts(&self, desk: &mut Desk<'_>, limit: u16, after: &str) -> Answer<(Vec<Value>, Option<String>)> {
        let after = Some(after.to_owned()).filter(|key| !key.is_empty());
        let (named, next) = page_naming_a_source(desk, None, limit, after.clone())?;
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let named: Vec<_> =
            named.into_iter().filter(|(source, _)| written.persons.contains(source)).collect();
        let names = desk.names(mentions_of_facts(named.iter().map(|(_, fact)| fact)))?;
        let lens = desk.lens(&names);
        let first = after.is_none();
        let mut resources: Vec<Value> = written.named.values().filter(|_| first).flatten().cloned().collect();
        for (_, fact) in &named {
            let Some(seen) = fact_view(&lens, fact) else { continue };
            resources.extend(of_contact(&lens, &seen));
        }
        Ok((resources, next.map(|key| format!("{CONTACTS}{key}"))))
    }

    /// Each resource once: a dose belongs to every case of its person, a person to every contact.
    fn once(&self, resources: Vec<Value>, page: &Option<String>) -> Vec<Value> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let mut now = BTreeSet::new();
        let mut is_new = |resource: &Value| {
            let id = resource["id"].as_str().unwrap_or_default().to_owned();
            let on = written.on_page.entry(id.clone()).or_insert_with(|| page.clone());
            *on == *page && now.insert(id)
        };
        resources.into_iter().filter(|resource| is_new(resource)).map(|resource| entry(&resource)).collect()
    }
}

/// Who, what of, and what was found.
fn of_case(lens: &Lens<'_>, page: &CasePage) -> Vec<Value> {
    let ledgers = &lens.book.ledgers;
    let mut resources = vec![person::patient(ledgers, page), person::condition(ledgers, page)];
    resources.extend(findings(ledgers, page));
    resources
}

/// A contact, after the two persons of it.
fn of_contact(lens: &Lens<'_>, fact: &views::fact::FactView) -> Vec<Value> {
    let Some((source, observation)) = contact(&lens.book.ledgers, fact) else { return Vec::new() };
    let Some(source) = SubjectId::parse(&source) else { return Vec::new() };
    vec![person::bare_patient(&fact.subject), person::bare_patient(&lens.subject(&source)), observation]
}

impl Sheet for Bundle {
    type Row = Value;

    // A Bundle has no columns.
    fn header(&self) -> Vec<String> {
        Vec::new()
    }

    fn cells(&self, _row: &Value, _zone: Zone) -> Vec<String> {
        Vec::new()
    }

    fn page(
        &self,
        desk: &mut Desk<'_>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<(Vec<Value>, Option<String>)> {
        let (resources, next) = match after.as_deref().and_then(|key| key.strip_prefix(CONTACTS)) {
            Some(key) => self.contacts(desk, limit, key)?,
            None => self.cases(desk, limit, after.clone())?,
        };
        Ok((self.once(resources, &after), next))
    }
}
