//! The real binary: commands and servers as an operator starts them.
//!
//! Not here: what the doors answer (the tests of `server`).

mod cli;
mod demo;
mod epi;
mod house;
mod kill;
mod plans;
mod purge;
mod servers;
