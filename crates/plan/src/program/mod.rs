//! What a plan is once it has been read and checked: the small core that the evaluator knows.
//!
//! Every construct of the files (`rule`, `routine`, `signal`, `report`, `level` …) is lowered to a `Rule` with a
//! trigger and effects, or to a `Course`. Not here: the files themselves (`written`).
//!
//! Reading order: `pack`, `rule`, `effect`, `course`, `report`, `area`, `in_force`.

mod area;
mod course;
mod effect;
mod in_force;
mod pack;
mod report;
mod rule;

pub use area::{
    AreaMeasure, AreaRules, ColourIndicator, ColourRules, SituationNumbers, SmallArea, ZoneLevel, ZoneRules,
};
pub use course::{Conversion, Course, DailyDuty, DayOne, Linked, Phase, Restriction, Tests};
pub use effect::{DoneBy, DutySpec, Effect, Owner, OwnerAt, Until};
pub use in_force::{Adoption, Plan, packs_in_force};
pub use pack::{Clause, CoverageRow, Pack, Param, Role, Source, Status};
pub use report::{Counted, Indicator, Measure, Report, ReportMode};
pub use rule::{Calendar, Construct, Detector, Rule, Signal, Trigger, WhileStatus};
