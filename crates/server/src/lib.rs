//! The doors: routes, sessions, permissions, wire types, OpenAPI, the built web client.
//!
//! Not here: rules, SQL, a clock or chance of its own (the binary brings them), handlers above 40 lines.
//!
//! Reading order: `serve`, `state` (what handlers hold), `caller` (who is asking), `desk` (one snapshot seen by one caller),
//! `routes` (a folder per noun, a file per verb), `sheets` (a list as a file), `looks` (the record of it); then `writer`,
//! `sweeper`, `delivery`, `incoming`, `importing`, `acts`, `accounts`, `field` (what a phone carries);
//! `error` maps everything to HTTP.

pub mod accounts;
pub mod acts;
pub mod api;
pub mod caller;
pub mod clock;
pub mod delivery;
pub mod desk;
mod document;
pub mod error;
pub mod extract;
mod field;
pub mod files;
pub mod importing;
pub mod incoming;
pub mod layers;
pub mod likeness;
mod lists;
pub mod looks;
mod merging;
pub mod routes;
mod said;
pub mod serve;
pub mod sheets;
pub mod state;
pub mod sweeper;
mod tally;
pub mod web;
pub mod wire;
pub mod writer;

pub use api::openapi;
pub use clock::{Clock, SimulatedClock};
pub use serve::{Config, Demo, Running, open, serve};
