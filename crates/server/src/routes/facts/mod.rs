//! Facts in and out.

mod export;
mod list;
mod show;
mod submit;

use crate::{
    desk::Desk,
    error::{Answer, Fault},
    state::Doors,
};
use facts::{Name, Privacy, Recorded};
use utoipa_axum::{router::OpenApiRouter, routes};
use views::fact::{FactView, fact_view, mentions};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(export::export_facts))
        .routes(routes!(list::list_facts, submit::submit_facts))
        .routes(routes!(show::show_fact))
}

/// The ledgers asked for that the caller may see anywhere; all of them when none is named.
pub fn seen_ledgers(desk: &Desk<'_>, asked: &[String]) -> Answer<Vec<Name>> {
    let ledgers = &desk.book.ledgers.0;
    if asked.iter().any(|name| !ledgers.contains_key(name.as_str())) {
        return Err(Fault::BadParameter("ledger"));
    }
    let wanted =
        ledgers.values().filter(|l| asked.is_empty() || asked.iter().any(|name| *name == l.id.as_str()));
    let seen = wanted.filter(|l| !desk.scope.paths_for(l.privacy.min(Privacy::Health)).is_empty());
    Ok(seen.map(|l| l.id.clone()).collect())
}

/// Facts as the caller sees them. Those of ledgers that they may not see in that place are left out.
pub fn views_of(desk: &mut Desk<'_>, facts: &[Recorded]) -> Answer<Vec<FactView>> {
    let names = desk.names(mentions(facts))?;
    let lens = desk.lens(&names);
    Ok(facts.iter().filter_map(|f| fact_view(&lens, f)).collect())
}
