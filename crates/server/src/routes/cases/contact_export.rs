//! Contacts as from and to: whom contacts and exposures name as the source of the cases that are asked for, one row a fact.

use super::{contacts::page_naming_a_source, list::AskedCases, look::persons_of_all};
use crate::{
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody},
    extract::Params,
    files::Kind,
    looks::Listed,
    sheets::{Format, Sheet, exported},
    state::Doors,
};
use axum::{extract::State, response::Response};
use facts::{FieldTerm, SubjectId, Zone};
use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};
use views::{
    contact::{ContactView, contact_view},
    fact::mentions,
};

/// Contacts as from and to, streamed. Codes stand as codes.
#[utoipa::path(
    get,
    path = "/cases/contacts/export",
    tag = "cases",
    params(AskedCases, Format),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_contacts(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedCases>,
    Params(format): Params<Format>,
) -> Answer<Response> {
    let of = Listed::of("contacts", &ask);
    let kind: Kind = format.kind()?;
    let contacts = Contacts { ask, sources: Arc::default() };
    let first = contacts.clone();
    doors.desk(&caller, move |desk| first.page(desk, 1, None).map(drop)).await?;
    exported(doors, caller, (kind, "contacts"), of, contacts).await
}

/// What is asked for.
#[derive(Clone)]
struct Contacts {
    ask: AskedCases,
    /// The persons of the cases, looked for once.
    sources: Arc<OnceLock<BTreeSet<SubjectId>>>,
}

/// Who and whom, and who told it.
const FIXED: [&str; 6] = ["from", "to", "from_name", "to_name", "ledger", "date"];
/// What is told of the contact, by the words of line lists.
const TOLD: [FieldTerm; 6] = [
    FieldTerm::ContactType,
    FieldTerm::Setting,
    FieldTerm::Certainty,
    FieldTerm::DateFirstExposure,
    FieldTerm::DateLastExposure,
    FieldTerm::DateFollowupEnd,
];

impl Sheet for Contacts {
    type Row = ContactView;

    fn header(&self) -> Vec<String> {
        let told = TOLD.iter().map(|term| term.as_str());
        FIXED.into_iter().chain(told).map(str::to_owned).collect()
    }

    fn cells(&self, row: &ContactView, zone: Zone) -> Vec<String> {
        let day = facts::Instant::parse(&row.at).map(|at| zone.date_of(at).to_string()).unwrap_or_default();
        let fixed = [&row.from.id, &row.to.id, &row.from.label, &row.to.label, &row.ledger, &day];
        let told = TOLD.iter().map(|term| row.told.get(term.as_str()).cloned().unwrap_or_default());
        fixed.into_iter().cloned().chain(told).collect()
    }

    fn page(
        &self,
        desk: &mut Desk<'_>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<(Vec<ContactView>, Option<String>)> {
        let sources = match self.sources.get() {
            Some(sources) => sources,
            None => {
                let found = persons_of_all(desk, &self.ask)?;
                self.sources.get_or_init(|| found)
            }
        };
        let (named, next) = page_naming_a_source(desk, None, limit, after)?;
        let named: Vec<_> = named.into_iter().filter(|(source, _)| sources.contains(source)).collect();
        let names = desk.names(mentions(named.iter().map(|(_, fact)| fact)))?;
        let lens = desk.lens(&names);
        Ok((named.iter().filter_map(|(_, fact)| contact_view(&lens, fact)).collect(), next))
    }
}
