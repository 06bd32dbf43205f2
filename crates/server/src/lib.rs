//! The doors: routes, sessions, permissions, wire types, OpenAPI, the built web client.
//!
//! Not here: rules, SQL, a clock or chance of its own (the binary brings them), handlers above 40 lines.

pub mod api;
pub mod caller;
pub mod error;
pub mod extract;
pub mod lists;
pub mod routes;
pub mod state;
pub mod wire;

pub use api::openapi;
