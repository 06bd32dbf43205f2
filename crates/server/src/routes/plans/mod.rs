//! Plans.

mod adopt;
mod consequences;
mod diff;
mod list;
mod show;

use crate::{
    desk::Desk,
    error::{Answer, Fault},
    state::Doors,
};
use facts::Name;
use plan::Pack;
use std::sync::Arc;
use utoipa_axum::{router::OpenApiRouter, routes};
use views::{book::Book, plan_page::InForceAt};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(adopt::adopt_plan))
        .routes(routes!(consequences::foresee_plan))
        .routes(routes!(diff::diff_plans))
        .routes(routes!(list::list_plans))
        .routes(routes!(show::show_plan))
}

/// Every plan that is known: shipped ones and those in force, the newest version of each name last.
fn packs(desk: &Desk<'_>) -> Vec<Arc<Pack>> {
    let mut packs = desk.book.packs().to_vec();
    packs.sort_by(|a, b| (&a.id, numbers(&a.version)).cmp(&(&b.id, numbers(&b.version))));
    packs.dedup_by(|a, b| a.hash == b.hash);
    packs
}

/// `1.10.2` comes after `1.9.0`.
fn numbers(version: &str) -> Vec<u64> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

/// A plan by name and version; without a version the one that comes with the program, else the newest.
fn pack_of(desk: &Desk<'_>, id: &str, version: Option<&str>) -> Answer<Arc<Pack>> {
    let fits = |p: &&Arc<Pack>| p.id.as_str() == id && version.is_none_or(|v| v.is_empty() || p.version == v);
    let shipped = desk.house.shipped.iter().find(fits).cloned();
    shipped.or_else(|| packs(desk).iter().rfind(fits).cloned()).ok_or(Fault::Unknown)
}

/// The words of a plan: its own before all others.
fn with_book(desk: &Desk<'_>, pack: &Arc<Pack>) -> Book {
    let mut packs = desk.book.packs().to_vec();
    packs.retain(|p| p.hash != pack.hash);
    packs.push(pack.clone());
    let mut ledgers = desk.book.ledgers.clone();
    for ledger in packs.iter().flat_map(|p| &p.ledgers) {
        ledgers.0.entry(ledger.id.clone()).or_insert_with(|| ledger.clone());
    }
    ledgers.0.extend(pack.ledgers.iter().map(|l| (l.id.clone(), l.clone())));
    Book::new(packs, ledgers)
}

/// What is in force where.
fn adopted(desk: &mut Desk<'_>) -> Answer<Vec<InForceAt>> {
    let rows = desk.read.adoptions()?;
    Ok(rows
        .into_iter()
        .map(|a| InForceAt {
            pack: Name::new(&*a.pack),
            version: a.version.to_string(),
            scope: a.scope,
            from: a.from,
            until: a.until,
        })
        .collect())
}
