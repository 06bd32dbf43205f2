//! `Error`: what can go wrong with sealing and opening. Never contains a value.

use facts::Label;
use std::fmt;

/// What can go wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Error {
    /// Master key of one repeated byte: a placeholder, not a key.
    WeakKey,
    /// Version of a key given twice.
    VersionTaken(u32),
    /// Sealed with a version of the key that this vault was not given.
    UnknownVersion(u32),
    /// Shorter than any sealed field.
    Cut,
    /// The bytes were changed, or belong to another subject, field or key.
    Altered,
    /// Larger than the cipher can take, or no key could be derived; does not happen with values of forms.
    Refused,
}

impl Error {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Error::WeakKey => "vault_weak_key",
            Error::VersionTaken(_) => "vault_version_taken",
            Error::UnknownVersion(_) => "vault_unknown_version",
            Error::Cut => "vault_cut",
            Error::Altered => "vault_altered",
            Error::Refused => "vault_refused",
        }
    }

    /// What is wrong.
    pub fn says(self) -> Label {
        match self {
            Error::WeakKey => Label::new("主密钥由同一字节重复而成", "the master key is one byte repeated"),
            Error::VersionTaken(n) => {
                Label::new(format!("密钥版本 {n} 给了两次"), format!("key version {n} was given twice"))
            }
            Error::UnknownVersion(n) => {
                Label::new(format!("没有密钥版本 {n}"), format!("there is no key version {n}"))
            }
            Error::Cut => Label::new("密封数据不完整", "the sealed field is cut short"),
            Error::Altered => Label::new(
                "密封数据被改动，或不属于此人此字段",
                "the sealed field was altered, or belongs to another subject or field",
            ),
            Error::Refused => Label::new("无法密封", "it cannot be sealed"),
        }
    }

    /// What to do next.
    pub fn hint(self) -> Label {
        match self {
            Error::WeakKey => Label::new("请用32个随机字节作主密钥", "use 32 random bytes as the master key"),
            Error::VersionTaken(_) => {
                Label::new("每个密钥须有自己的版本号", "give each key a version of its own")
            }
            Error::UnknownVersion(_) => {
                Label::new("请在配置中加入旧密钥", "add the older key to the configuration")
            }
            Error::Cut | Error::Altered => {
                Label::new("请用 verify 检查，并从备份恢复", "check with verify, and restore from a backup")
            }
            Error::Refused => Label::new("请缩短后重试", "shorten it and try again"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.says().en)
    }
}

impl std::error::Error for Error {}
