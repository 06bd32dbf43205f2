//! Reasons.

mod show;

use crate::{desk::Desk, error::Answer, lists, state::Doors};
use facts::fold::what_holds;
use store::query::ListOf;
use utoipa_axum::{router::OpenApiRouter, routes};
use views::{
    fact, history,
    why::{Stands, WhyView, why_view},
};

/// How many entries of its history a reason shows.
const HISTORY_ROWS: u16 = 100;

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new().routes(routes!(show::show_why))
}

/// Why something stands. That it may be seen at all was looked at before.
pub fn tell(desk: &mut Desk<'_>, stands: Stands<'_>) -> Answer<WhyView> {
    let needs = stands.needs();
    let facts = what_holds(desk.read.facts_of_roots(&needs.facts)?);
    let subject = stands.subject().clone();
    // The history of this one outcome: its subject's jurisdiction was looked at with the outcome itself.
    let of = ListOf::History { subject: Some(subject.clone()), key: Some(needs.key.as_str().into()) };
    let page = desk.page(of, vec!["/".into()], HISTORY_ROWS, None)?;
    let (past, _) = lists::only(page, lists::history);
    let mut ids: Vec<_> = fact::mentions(&facts).into_iter().collect();
    ids.extend(past.iter().flat_map(history::mentions));
    ids.push(subject);
    if let Stands::Duty(duty) = stands {
        ids.extend(views::duty::mentions(duty));
    }
    let names = desk.names(ids)?;
    Ok(why_view(&desk.lens(&names), stands, &facts, &past))
}
