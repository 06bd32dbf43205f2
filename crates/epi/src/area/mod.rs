//! Areas: the situation of a village or community, risk zones with their lowering, the five-colour map.
//!
//! Every threshold is an argument. What is not known never makes an area look better: results say the least and the worst
//! that is possible. Not here: measures; a plan's levels.
//!
//! Reading order: `situation`, `zones`, `colours`.

pub mod colours;
pub mod situation;
pub mod zones;
