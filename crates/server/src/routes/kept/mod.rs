//! Views that somebody keeps of a page: which columns, filters, order. No row is kept, and what a text searches for is
//! not either: it may be a name.
//!
//! Not here: what a page makes of it; that is the page's own.

mod drop;
mod keep;
mod list;

use crate::{
    error::{Answer, Fault},
    state::Doors,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new().routes(routes!(list::list_kept)).routes(routes!(keep::keep_view, drop::drop_kept))
}

/// Most characters of a name.
const NAME_MAX: usize = 30;
/// Most bytes of what is kept of one view.
const BYTES_MAX: usize = 16_384;
/// Most views of one account and page.
const VIEWS_MAX: usize = 50;

/// A view of a page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct KeptView {
    /// What it is called.
    pub name: String,
    /// What the page made of it.
    pub view: Map<String, Value>,
}

/// The beginning of the keys of an account's views of a page.
fn of_page(account: &str, page: &str) -> Answer<String> {
    let fits = |b: u8| b.is_ascii_lowercase() || b == b'-';
    if page.is_empty() || page.len() > NAME_MAX || !page.bytes().all(fits) {
        return Err(Fault::BadParameter("page"));
    }
    Ok(format!("{account}/{page}/"))
}

/// The key of one view.
fn key_of(account: &str, page: &str, name: &str) -> Answer<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        return Err(Fault::BadParameter("name"));
    }
    Ok(format!("{}{name}", of_page(account, page)?))
}
