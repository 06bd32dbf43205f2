//! The one loop: accept facts, append, load what the plan needs, evaluate, reconcile, record changes, counters and
//! messages, in one unit of work; and the sweep of due moments.
//!
//! Not here: HTTP, SQL, a clock of its own, a second path for "just this import".
//!
//! Reading order: `house` (what the doors hold), `unit` (one unit of work), `accept`, `affect`, `moves`, `places`,
//! `unmoved`, `judge`, `tree`, `counters`, `force` (the plan in force), `apart` (what is carried), `rebuild`, `purge`, `trial` (scenarios).

mod accept;
mod affect;
mod apart;
mod counters;
pub mod force;
pub mod house;
mod judge;
mod moves;
mod places;
pub mod purge;
pub mod rebuild;
mod tree;
pub mod trial;
mod unit;
mod unmoved;

pub use force::InForce;
pub use house::{Answer, Chance, House, Outcome, Submission, Swept};
