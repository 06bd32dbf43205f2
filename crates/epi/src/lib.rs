//! Epidemiology as pure functions: detectors, reproduction numbers, contacts, chains, rates, the situation of an area.
//!
//! Slices and structs in, `(result, problems)` out: bad data is a named problem, never a panic and never a silent number.
//! Every limit is an argument, which a plan gives; there is no number of a disease here. Not here: input and output, a
//! clock, chance; drawing and files are the binary's.
//!
//! Reading order: `problem`, `math`, `glm`, `series`, `detect`, `spread`, `rates`, `contact`, `chain`, `area`.
//! Formulas, sources and measured agreement: docs/epi.md.

pub mod area;
pub mod chain;
pub mod contact;
pub mod detect;
pub mod glm;
pub mod math;
pub mod problem;
pub mod rates;
pub mod series;
pub mod spread;

pub use problem::{Problem, ProblemKind};
