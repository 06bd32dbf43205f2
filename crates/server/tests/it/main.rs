//! The doors from outside: a real router on a home in memory, driven over loopback with real HTTP.

mod analyses;
mod api;
mod cases;
mod chains;
mod delivery;
mod document;
mod exports;
mod fill;
mod followup;
mod fuzz;
mod gaps;
mod imports;
mod kept;
mod linelists;
mod logs;
mod looks;
mod matrix;
mod merging;
mod numbers;
mod operations;
mod outbreaks;
mod purges;
mod receivers;
mod refusals;
mod sessions;
mod world;
