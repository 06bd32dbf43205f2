//! The life of duties, statuses, courses and alerts: what stands, and `reconcile`: what changes when the plan is asked
//! again.
//!
//! Not here: rules about health (they are in plans), sending, queries.
//!
//! Reading order: `standing`, `change`, `reconcile`, `settled`, `apart` (judging without the house).

pub mod apart;
pub mod change;
pub mod reconcile;
pub mod settled;
pub mod standing;

pub use change::{Change, ChangeKind};
pub use reconcile::reconcile;
pub use standing::{Alert, Course, Duty, DutyState, Standing, StatusRow};
