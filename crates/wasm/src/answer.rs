//! What is answered: `{"ok": …}`, or `{"error": …}` with a stable code and words for people in both languages.
//!
//! Not here: refusals of a fact and problems of a pack. To find these is an answer, not an error.

use facts::{Fact, Label, Name, Refusal};
use outcomes::apart::{Judged, Unfit};
use plan::Problem;
use serde::Serialize;

/// One answer.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    /// Answered.
    Ok(Told),
    /// The question could not be answered.
    Error(Unfit),
}

/// The answer to each kind of question.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Told {
    /// What is in force on the ground that was loaded.
    Loaded {
        /// Packs, as `id version`.
        packs: Vec<String>,
        /// Ledgers.
        ledgers: Vec<Name>,
    },
    /// Why the house would not take a fact; else the fact as it would be kept.
    Fact {
        /// All reasons at once; none when it is fit.
        refusals: Vec<Refusal>,
        /// The fact with canonical values.
        #[serde(skip_serializing_if = "Option::is_none")]
        fact: Option<Fact>,
    },
    /// What stands.
    Judged(Box<Judged>),
    /// What is wrong with packs, with file, line and column.
    Problems {
        /// In order of pack, file and place; none when the packs may be adopted.
        problems: Vec<Problem>,
    },
}

pub(crate) fn unreadable(error: &serde_json::Error) -> Answer {
    let says = Label::new(
        format!("离线研判模块无法读取请求：{error}"),
        format!("the evaluator cannot read what it was asked: {error}"),
    );
    let hint = Label::new("请刷新页面后重试", "load the page again");
    Answer::Error(Unfit { code: "unreadable", says, hint })
}

pub(crate) fn no_ground() -> Answer {
    let says = Label::new("尚未装入方案与组织", "no plan and organisations have been loaded yet");
    let hint = Label::new("请先联网同步一次", "synchronise once while there is a network");
    Answer::Error(Unfit { code: "no_ground", says, hint })
}
