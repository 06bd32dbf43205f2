//! Tests of `epi` on published results, real outbreaks and random input. What they read lies in `tests/fixtures`, each
//! file with its source and licence in the README there.

mod agreement;
mod chains;
mod compare;
mod random;
mod simulated;
mod table;
