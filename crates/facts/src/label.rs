//! `Label`: words for people, in Chinese and English.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// The same words in both languages of the house. Chinese comes first everywhere.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// 中文
    pub zh: SmolStr,
    /// English
    pub en: SmolStr,
}

impl Label {
    /// Both languages at once.
    pub fn new(zh: impl AsRef<str>, en: impl AsRef<str>) -> Self {
        Label { zh: SmolStr::new(zh), en: SmolStr::new(en) }
    }
}
