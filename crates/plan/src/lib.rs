//! The plan language: parse, check, describe, compare; `needs`; `evaluate`.
//!
//! Not here: memory of earlier verdicts (that is `outcomes`), storage, a clock, any `if` about one disease or one
//! county. The same pack, case file and time give the same verdict, byte for byte, on every machine.
//!
//! Reading order: `program` (what a checked plan is), `case` (what it is judged on), `around` (who stands above), `verdict` (what it says),
//! `evaluate`; `parts` and `needs` (what is judged and read); then `cel` (conditions), `written` (the files and their
//! lowering), `recurrence`, `scenario`, `explain`, `diff`. `nearest` guesses what a misspelt word was meant to be.

pub mod around;
pub mod case;
pub mod cel;
pub mod diff;
pub mod evaluate;
pub mod explain;
mod nearest;
pub mod needs;
pub mod parts;
pub mod problem;
pub mod program;
pub mod recurrence;
pub mod scenario;
pub mod verdict;
pub mod written;

pub use case::{CaseFile, OrgLink};
pub use evaluate::evaluate;
pub use problem::{Problem, Problems};
pub use program::{Adoption, Pack, Plan};
pub use verdict::{AlertDue, Anchor, CourseRun, DutyDue, DutyKey, Key, StatusHeld, Verdict};
