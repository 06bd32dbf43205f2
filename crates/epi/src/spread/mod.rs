//! How fast it spreads: serial interval, reproduction numbers, growth and doubling time, delays, nowcasting.
//!
//! Everything works on counts by day and returns numbers with their uncertainty. Not here: who infected whom; that is
//! `chain`.
//!
//! Reading order: `serial`, `incidence`, `cori`, `wallinga_teunis`, `growth`, `delays`, `nowcast`.

pub mod cori;
pub mod delays;
pub mod growth;
pub mod incidence;
pub mod nowcast;
pub mod serial;
pub mod wallinga_teunis;
