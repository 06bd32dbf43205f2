//! What the engine says, told in lines of text.
//!
//! Not here: real plans (their scenarios), the loop (`intake`).

mod courses;
mod detectors;
mod duties;
mod ground;
mod recurring;
mod scene;
mod signals;
mod statuses;
mod versions;
