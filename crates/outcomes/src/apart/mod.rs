//! Judging apart from the house (离网研判): what a phone without network, or a page in a browser, knows of the ground and
//! of one subject, and what the plan says of it. The same `evaluate` and `reconcile` as in the house, on what was carried.
//!
//! Of a subject about whom everything is carried, the same stands as in the house, byte for byte. Of others what is said is
//! provisional: it raises and opens, but makes nothing late and withdraws nothing.
//!
//! Not here: bytes and a door for JavaScript (`wasm`), what is sent to whom (`server`), signals over members: they need
//! everybody's facts and stay in the house.
//!
//! Reading order: `sheet` (what is carried), `ground`, `case` (one subject's case file), `judge`, `provisional`.

mod case;
mod ground;
mod judge;
mod provisional;
mod sheet;

pub use ground::Ground;
pub use judge::{Changed, Judged, Missing, judge};
pub use sheet::{AdoptionSheet, CaseSheet, GroundSheet, OrgSheet, PackSheet, RoleSheet, Unfit};
