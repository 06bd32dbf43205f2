//! Who may see and write what: role × subtree of organisations × privacy class. Decided here and nowhere else; every
//! query and command takes a `Scope`.
//!
//! Pure: who holds which role comes from the store, what a role may do from the packs. Not here: sessions, passwords,
//! and whether somebody owns a particular duty.
//!
//! Reading order: `rights` (what a role may do), `scope` (what an account may do, and where).

mod rights;
mod scope;

pub use rights::{Right, RoleRights, UnknownRight, Writes};
pub use scope::{Grant, Scope};
