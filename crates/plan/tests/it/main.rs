//! Tests of the plan language on whole packs: broken ones with the problems they must show, and one with every word of
//! the language in it.

mod broken;
mod diff;
mod everything;
mod folders;
mod scenario;
