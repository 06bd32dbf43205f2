//! In which language the program speaks on a terminal: both, unless `--lang` names one.
//!
//! Not here: labels on pages and in answers, which always carry both.

use facts::Label;
use plan::problem::Lang;
use std::sync::OnceLock;

static ONLY: OnceLock<Lang> = OnceLock::new();

/// A language as it is named on the command line.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Spoken {
    /// 中文
    Zh,
    /// English
    En,
}

/// From now on only this one. The first word counts.
pub fn only(spoken: Spoken) {
    let _ = ONLY.set(match spoken {
        Spoken::Zh => Lang::Zh,
        Spoken::En => Lang::En,
    });
}

/// The language of what comes in one language at a time (documents, mistakes in plans): Chinese, unless another is named.
pub fn one() -> Lang {
    ONLY.get().copied().unwrap_or_default()
}

/// A sentence on one line: in both languages, or in the one that was named.
pub fn told(zh: impl AsRef<str>, en: impl AsRef<str>) -> String {
    match ONLY.get() {
        Some(Lang::Zh) => zh.as_ref().to_owned(),
        Some(Lang::En) => en.as_ref().to_owned(),
        None => format!("{} · {}", zh.as_ref(), en.as_ref()),
    }
}

/// The languages in which something of several lines is told, one after the other.
pub fn each() -> Vec<Lang> {
    ONLY.get().map_or_else(|| vec![Lang::Zh, Lang::En], |lang| vec![*lang])
}

/// A label on one line.
pub fn label(label: &Label) -> String {
    told(&label.zh, &label.en)
}
