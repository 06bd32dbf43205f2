//! Where things are kept: the seam, its contract suite, and three homes: `memory` (the readable reference), `sqlite`,
//! `postgres`.
//!
//! Not here: decisions. Nothing here computes a date, a number or a status.
//!
//! Reading order: `seam` (what a home offers), `rows` (what goes in and out), `query`, `memory`; then `stored` (tables
//! and columns), `sql` (what both engines share), `sqlite`, `postgres`; then `verify`, `transfer`, `baseline` and
//! `compare`.

pub mod baseline;
pub mod cell;
pub mod compare;
pub mod memory;
pub mod migrate;
mod moving;
pub mod paging;
pub mod postgres;
pub mod query;
pub mod rows;
pub mod seam;
pub mod sql;
pub mod sqlite;
pub mod stored;
#[cfg(feature = "testing")]
pub mod testing;
pub mod transfer;
pub mod verify;

pub use query::{ListOf, Page, PageOf, Query};
pub use rows::*;
pub use seam::{Error, Home, Read, Write, open};
pub use transfer::{Moved, copy};
pub use verify::{Fault, Verified, verify, verify_each};
