//! The evaluator for browsers: `facts`, `plan` and `outcomes` behind one call that takes JSON and gives JSON, so that the
//! phone judges without network, and the desk checks a plan as it is typed.
//!
//! Not here: any rule, any decision (`outcomes::apart` judges, `plan` reads packs); a clock, chance, storage, the network:
//! readings of the clock and ids come with the question. The other half, in TypeScript, is `web/src/evaluator`.
//!
//! Reading order: `question` (what can be asked), `answer`, `evaluator`, `door` (bytes in and out of the module).

mod answer;
mod door;
mod evaluator;
mod question;

pub use evaluator::Evaluator;
