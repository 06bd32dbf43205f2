//! What was reported: ledgers and their checks, subjects, ids, civil dates and instants, Chinese identifiers,
//! corrections, the hash chain.
//!
//! Not here: opinions (due dates, statuses, disease names live in plans) and input/output. The other half of a
//! fact's life, what follows from it, is in `plan` and `outcomes`.
//!
//! Reading order: `names`, `time`, `number`, `value`, `label`, `subject`, `fact`, `ledger`, `check`, `refusal`,
//! `fold`, `chain`, `seqs`, `term`, `china`.

pub mod chain;
pub mod check;
pub mod china;
pub mod fact;
pub mod fold;
pub mod label;
pub mod ledger;
pub mod names;
pub mod number;
pub mod order;
pub mod refusal;
pub mod seqs;
pub mod subject;
pub mod term;
pub mod time;
pub mod value;

pub use fact::{Body, Fact, Recorded};
pub use label::Label;
pub use ledger::{Field, FieldType, Ledger, Ledgers, Privacy};
pub use names::{FactId, Name};
pub use number::Decimal;
pub use refusal::{Refusal, RefusalCode};
pub use subject::{SubjectId, SubjectKind};
pub use term::{FieldTerm, LedgerTerm};
pub use time::{Date, Instant, Span, Zone};
pub use value::Value;
