//! Chains of transmission: who may have infected whom, in generations; cases without a source; clusters.
//!
//! Cases go by their index in what is given. Not here: finding contacts of cases; see `contact`.
//!
//! Reading order: `sources`, `tree`, `clusters`.

pub mod clusters;
pub mod sources;
pub mod tree;
