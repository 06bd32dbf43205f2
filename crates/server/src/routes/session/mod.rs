//! Signing in and out.

mod close;
mod open;
mod show;

use crate::{
    accounts,
    caller::scope_of,
    error::Answer,
    state::Doors,
    sweeper::blocking,
    wire::{GrantView, Me},
};
use facts::{Instant, Value, Zone};
use store::Read;
use utoipa_axum::{router::OpenApiRouter, routes};
use views::{book::Book, ledger::privacy_word};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new().routes(routes!(close::close_session, open::open_session, show::show_session))
}

/// An account as it is shown to itself.
pub async fn me(doors: &Doors, account: &str) -> Answer<Me> {
    let (of, account) = (doors.clone(), account.to_owned());
    blocking(move || {
        let book = of.book();
        of.house.read(|read| {
            let name = accounts::name_of(read, &account)?;
            let grants = grants(&of, read, &book, &account)?;
            let (zone, now) = (zone_words(of.house.zone), of.now());
            Ok(Me {
                account: account.clone(),
                name,
                grants,
                zone,
                demo: of.demo.is_some(),
                clock: now.to_string(),
            })
        })
    })
    .await
}

/// The roles that an account holds now, in words.
pub fn grants(
    doors: &Doors,
    read: &mut dyn Read,
    book: &Book,
    account: &str,
) -> Result<Vec<GrantView>, store::Error> {
    let scope = scope_of(doors, read, account)?;
    let mut views = Vec::new();
    for (grant, rights) in scope.grants() {
        let org = read.subject(&grant.org)?;
        let name = org.as_ref().and_then(|o| o.profile.get("name")).and_then(Value::as_text);
        views.push(GrantView {
            role: grant.role.to_string(),
            title: book.role(&grant.role),
            org: grant.org.to_string(),
            org_name: name.unwrap_or_else(|| grant.org.code()).to_owned(),
            path: grant.path.to_string(),
            sees: privacy_word(rights.sees).to_owned(),
            may: rights.may.iter().map(|r| r.as_str().to_owned()).collect(),
        });
    }
    Ok(views)
}

/// `+08:00`.
fn zone_words(zone: Zone) -> String {
    let civil = zone.civil(Instant(0));
    let minutes = (i32::from(civil.day()) - if civil.year() < 1970 { 32 } else { 1 }) * 1440
        + i32::from(civil.hour()) * 60
        + i32::from(civil.minute());
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}
