//! The doors from outside: a real router on a home in memory, driven over loopback with real HTTP.

mod api;
mod document;
mod fuzz;
mod imports;
mod logs;
mod matrix;
mod refusals;
mod sessions;
mod world;
