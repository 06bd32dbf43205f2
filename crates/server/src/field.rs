//! What a phone carries: the day of one worker, cut into *shelves* of a fixed number. A shelf is sent whole when it differs
//! from what the phone's cursor says, and replaces what the phone had: so that what was withdrawn, moved away, renamed or
//! purged is gone from the phone without anybody having kept a list of it, and the server remembers nothing of phones.
//!
//! Not here: HTTP and the record of looks (`routes::sync::field`), phones and their wiping (`routes::devices`).
//!
//! Reading order: `shelves` (which there are), `cursor` (what a phone has of them), `gather` (what belongs on them).

mod cursor;
mod gather;
mod shelves;

pub use cursor::Cursor;
pub use gather::Gather;
pub use shelves::{Part, ShelfView};

use crate::{desk::Desk, error::Answer};

/// Rows after which an answer ends; the next one goes on. Shelves are whole, so that an answer may hold a few more.
pub const ROWS_MAX: usize = 400;

/// One answer: the shelves that differ, from where the cursor stands on.
pub struct Carried {
    /// The shelves.
    pub shelves: Vec<ShelfView>,
    /// Where the phone is when it has them.
    pub cursor: Cursor,
    /// Parts of which there is more than a phone carries.
    pub cut: Vec<Part>,
    /// Rows that show somebody's name or address in clear.
    pub clear: u64,
}

/// What has changed for a phone that has what its cursor says.
pub fn carried(desk: &mut Desk<'_>, mut cursor: Cursor) -> Answer<Carried> {
    let mut gather = Gather::default();
    let (mut shelves, mut rows, mut clear) = (Vec::new(), 0, 0);
    while let Some((n, part, nth)) = cursor.here() {
        let (shelf, shown) = gather.shelf(desk, part, nth)?;
        if cursor.place(n, shelf.digest()) {
            rows += shelf.rows();
            clear += shown;
            shelves.push(shelf);
        }
        if rows >= ROWS_MAX {
            break;
        }
    }
    Ok(Carried { shelves, cursor, cut: gather.cut, clear })
}
