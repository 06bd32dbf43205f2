//! One rule, routine, signal or measure: whom it is about, when it applies, what follows.
//!
//! Not here: triggers and effects in words (`words`).

use super::{
    document::Item,
    words::{Words, subject},
};
use crate::program::Rule;
use facts::Label;

pub(super) fn rule(rule: &Rule, words: &Words) -> Item {
    Item {
        id: rule.id.clone(),
        title: rule.title.clone(),
        clause: rule.clause.clone(),
        about: about(rule, words),
        when: words.trigger(&rule.trigger, &rule.kinds),
        follows: rule.effects.iter().map(|e| words.effect(e)).collect(),
        days: None,
        indicators: Vec::new(),
    }
}

fn about(rule: &Rule, words: &Words) -> Label {
    match rule.kinds.is_empty() {
        true => subject(rule.about),
        false => Words::list(rule.kinds.iter().map(|k| words.org_kind(k))),
    }
}
