//! Pictures of chains: what was known at one time, kept by one account for itself. Chains change with every fact; a picture
//! does not. It shows nothing that its maker did not see when it was made, is shown only while its maker may still see all
//! of where it was looked, and is forgotten when the time of the first of its cases is over.
//!
//! Not here: drawing.

pub mod drop;
pub mod keep;
pub mod list;
pub mod show;

use crate::{
    accounts::{self, kind},
    desk::Desk,
    error::{Answer, Fault},
};
use facts::{Instant, Privacy};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::NoteRow;
use utoipa::ToSchema;
use views::chain::ChainView;

/// Most characters of a name.
const NAME_MAX: usize = 60;
/// Most pictures of one account.
const PICTURES_MAX: usize = 50;

/// What is told of a picture in the list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PictureView {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// When it was made, by the clock of the house.
    pub made: String,
    /// What was asked for: filters and assumptions, what is searched for masked.
    pub asked: BTreeMap<String, String>,
    /// How many cases it shows.
    pub cases: usize,
}

/// A picture, as it is kept.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Kept {
    of: PictureView,
    /// The subtrees in which it was looked.
    paths: Vec<String>,
    chains: ChainView,
}

/// The caller's picture with this id, if it may still be seen.
fn kept(desk: &mut Desk<'_>, id: &str, wall: Instant) -> Answer<Kept> {
    let key = format!("{}/{id}", desk.account);
    let note = desk.read.note(kind::PICTURE, &key)?.ok_or(Fault::Unknown)?;
    seen(desk, &note, wall)?.ok_or(Fault::Unknown)
}

/// What a note says, if the caller may still see it.
fn seen(desk: &Desk<'_>, note: &NoteRow, wall: Instant) -> Answer<Option<Kept>> {
    if note.expires.is_some_and(|until| until <= wall) {
        return Ok(None);
    }
    let kept: Kept = accounts::parse(note)?;
    let may = kept.paths.iter().all(|path| desk.scope.may_see(path, Privacy::Health));
    Ok(may.then_some(kept))
}
