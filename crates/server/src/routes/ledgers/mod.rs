//! Ledgers.

mod list;
mod show;
mod template;

use crate::{caller::Caller, state::Doors};
use facts::{Ledger, Privacy};
use utoipa_axum::{router::OpenApiRouter, routes};
use views::ledger::{LedgerView, ledger_view};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(list::list_ledgers))
        .routes(routes!(show::show_ledger))
        .routes(routes!(template::template_of_ledger))
}

/// A ledger that the caller may see or write somewhere.
fn view(caller: &Caller, ledger: &Ledger) -> Option<LedgerView> {
    let writable = caller.scope.grants().iter().any(|(_, rights)| rights.may_write(ledger));
    let seen = !caller.scope.paths_for(ledger.privacy.min(Privacy::Health)).is_empty();
    (seen || writable).then(|| ledger_view(ledger, writable))
}
