//! Case notes: the pack's own tests. What happened, what ought to stand, and the comparison with what stands.
//!
//! Not here: reading the files (`written`), and running them, which needs a house (`intake`).
//!
//! Reading order: `note` (what happened), `expected` (what ought to stand), `seen` (what stands), `compare`, `fired`
//! (which constructs it shows), `brought` (which of what they may bring).

mod brought;
mod compare;
mod expected;
mod fired;
mod note;
mod seen;

pub use brought::{Brought, Unseen, unseen};
pub use compare::{Failure, compare};
pub use expected::{Expect, Expected, Holder, SeenState};
pub use fired::{Lacking, WeakSilence, check_fired, constructs_of, is_of, lacking, weak_silences};
pub use note::{Scenario, SceneFact, SceneOrg, SceneRole, SceneSubject, Step};
pub use seen::{Seen, SeenAlert, SeenCourse, SeenDuty, SeenStatus};
