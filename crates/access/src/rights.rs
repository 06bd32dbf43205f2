//! `RoleRights`: what the holders of a role may do, as the packs declare it.
//!
//! Not here: where they may do it; that comes with the grant.

use facts::{Ledger, Name, Privacy, ledger::Act};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt};

/// Something that a role may do beside seeing and writing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// 启用方案: put a plan in force.
    Adopt,
    /// 管理用户: make accounts and assign roles.
    Users,
    /// 查看身份信息: see identity fields in clear, with a recorded reason.
    Unmask,
    /// 签发: sign and freeze reports.
    Sign,
    /// 免除: waive duties.
    Waive,
    /// 转派: hand duties to others.
    Delegate,
    /// 接收辖区外人员: write about people who belong elsewhere but come to them (a clinic, a hospital, a checkpoint).
    Outside,
}

impl Right {
    /// All rights.
    pub const ALL: [Right; 7] = [
        Right::Adopt,
        Right::Users,
        Right::Unmask,
        Right::Sign,
        Right::Waive,
        Right::Delegate,
        Right::Outside,
    ];

    /// Its word in packs.
    pub fn as_str(self) -> &'static str {
        match self {
            Right::Adopt => "adopt",
            Right::Users => "users",
            Right::Unmask => "unmask",
            Right::Sign => "sign",
            Right::Waive => "waive",
            Right::Delegate => "delegate",
            Right::Outside => "outside",
        }
    }
}

/// A pack names a right that does not exist.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownRight(pub Name);

impl fmt::Display for UnknownRight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = Right::ALL.map(Right::as_str).join(", ");
        write!(f, "no right is named {:?}; there are {known}", self.0.as_str())
    }
}

impl std::error::Error for UnknownRight {}

/// The ledgers that a role writes. In packs a list of names, where `*` means all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "BTreeSet<Name>", into = "BTreeSet<Name>")]
pub enum Writes {
    /// These.
    Only(BTreeSet<Name>),
    /// All.
    All,
}

impl Default for Writes {
    fn default() -> Self {
        Writes::Only(BTreeSet::new())
    }
}

impl From<BTreeSet<Name>> for Writes {
    fn from(names: BTreeSet<Name>) -> Self {
        if names.contains("*") { Writes::All } else { Writes::Only(names) }
    }
}

impl From<Writes> for BTreeSet<Name> {
    fn from(writes: Writes) -> Self {
        match writes {
            Writes::Only(names) => names,
            Writes::All => BTreeSet::from([Name::new("*")]),
        }
    }
}

impl Writes {
    fn has(&self, ledger: &str) -> bool {
        match self {
            Writes::All => true,
            Writes::Only(names) => names.contains(ledger),
        }
    }

    fn is_none(&self) -> bool {
        matches!(self, Writes::Only(names) if names.is_empty())
    }
}

/// What the holders of a role may do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleRights {
    /// The most private class that they see.
    pub sees: Privacy,
    /// The ledgers that they write. Writing does not ask for seeing: a pharmacy reports buyers it cannot look up.
    #[serde(default)]
    pub writes: Writes,
    /// What else they may do.
    #[serde(default)]
    pub may: BTreeSet<Right>,
}

impl RoleRights {
    /// From the words of a pack.
    pub fn from_words(sees: Privacy, writes: &[Name], may: &[Name]) -> Result<Self, UnknownRight> {
        let right = |word: &Name| {
            Right::ALL
                .into_iter()
                .find(|r| r.as_str() == word.as_str())
                .ok_or_else(|| UnknownRight(word.clone()))
        };
        let writes = writes.iter().cloned().collect::<BTreeSet<Name>>().into();
        Ok(RoleRights { sees, writes, may: may.iter().map(right).collect::<Result<_, _>>()? })
    }

    /// Adds what another declaration of the same role gives.
    pub fn add(&mut self, more: RoleRights) {
        self.sees = self.sees.max(more.sees);
        self.may.extend(more.may);
        self.writes = match (std::mem::take(&mut self.writes), more.writes) {
            (Writes::Only(mut own), Writes::Only(new)) => {
                own.extend(new);
                Writes::Only(own)
            }
            _ => Writes::All,
        };
    }

    /// True when they may write facts of this ledger. What changes the house asks for its own right, which `*` does
    /// not include and without which a ledger's name in `writes` does not suffice.
    pub fn may_write(&self, ledger: &Ledger) -> bool {
        match ledger.act {
            Some(Act::Adopt) => self.may.contains(&Right::Adopt),
            Some(Act::Assign) => self.may.contains(&Right::Users),
            Some(Act::Sign) => self.may.contains(&Right::Sign),
            Some(Act::Waive) => self.may.contains(&Right::Waive),
            Some(Act::Delegate) => self.may.contains(&Right::Delegate),
            // Anybody who reports at all may take a duty or acknowledge an alert; whose it is, is decided elsewhere.
            Some(Act::Claim | Act::Acknowledge) => !self.writes.is_none(),
            // Only the house reads the clock and purges.
            Some(Act::Clock | Act::Purge | Act::Baseline) => false,
            Some(Act::Organise | Act::Identify | Act::Review | Act::Send) | None => {
                self.writes.has(&ledger.id)
            }
        }
    }
}
