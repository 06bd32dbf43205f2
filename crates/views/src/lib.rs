//! What people see: pure builders from rows to views, in the viewer's rights.
//!
//! Not here: SQL, HTML, reading or writing of any kind. A view says what it needs (`…Needs`); the doors fetch it.
//!
//! Reading order: `words`, `book` (the words of the plans), `looked_at`, `lens` (rights and names), `fact`, `duty`, `history`, `why`,
//! `outcome`, `subject`, `org`, `numbers`, `report`, `board`, `case`, `linelist`, `case_page`, `chain`, `spread`, `detection`, `area`, `followup`, `ledger`, `message`, `plan_page`, `foresee`.

pub mod area;
pub mod board;
pub mod book;
pub mod case;
pub mod case_page;
pub mod chain;
pub mod contact;
pub mod counted;
pub mod detection;
pub mod duty;
pub mod fact;
pub mod fhir;
pub mod followup;
pub mod foresee;
pub mod history;
pub mod ledger;
pub mod lens;
pub mod likeness;
pub mod linelist;
mod looked_at;
pub mod message;
pub mod numbers;
pub mod org;
pub mod outcome;
pub mod plan_diff;
pub mod plan_page;
pub mod plan_words;
pub mod problems;
pub mod purge;
pub mod report;
pub mod spread;
pub mod subject;
pub mod why;
pub mod words;
