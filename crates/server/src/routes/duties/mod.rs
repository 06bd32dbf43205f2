//! Duties: lists, and what people do with them.

mod claim;
mod delegate;
mod export;
mod list;
mod show;
mod waive;

use crate::{
    desk::Desk,
    error::{Answer, Fault},
    state::Doors,
};
use outcomes::Duty;
use utoipa_axum::{router::OpenApiRouter, routes};
use views::duty::{DutyView, duty_view, mentions};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(claim::claim_duty))
        .routes(routes!(delegate::delegate_duty))
        .routes(routes!(export::export_duties))
        .routes(routes!(list::list_duties))
        .routes(routes!(show::show_duty))
        .routes(routes!(waive::waive_duty))
}

/// A duty in the caller's jurisdiction: its holder or its subject lies there.
fn find(desk: &mut Desk<'_>, key: &str) -> Answer<Duty> {
    let duty = desk.read.duty(key)?.ok_or(Fault::Unknown)?;
    if desk.any_mine(mentions(&duty))? { Ok(duty) } else { Err(Fault::Unknown) }
}

/// Duties as the caller sees them.
pub fn views_of(desk: &mut Desk<'_>, duties: &[Duty]) -> Answer<Vec<DutyView>> {
    let names = desk.names(duties.iter().flat_map(mentions))?;
    let lens = desk.lens(&names);
    Ok(duties.iter().map(|d| duty_view(&lens, d)).collect())
}
