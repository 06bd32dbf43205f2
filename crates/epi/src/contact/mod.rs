//! Contacts: who was near a case in the way and time that the plan says, with each exposure that made it so.
//!
//! From cases, visits, groups (households, classes, shifts), rides with seats and what people named in interviews come
//! close contacts (密接), contacts of contacts (次密接) and general contacts; and the places to be marked as epidemic
//! points. Always from the whole of the data: a late visit or a corrected date is an ordinary case. Not here: what is then
//! done with a contact; and names, numbers stand for persons and places.
//!
//! Reading order: `given` (the data), `rules` (what the plan decides), `near` (the search for overlaps), `determine`,
//! `points`.

pub mod determine;
pub mod given;
mod near;
pub mod points;
pub mod rules;
