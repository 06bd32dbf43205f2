//! Verifying a shard: walks units and facts, computes the chain anew and reports the first fact that was changed,
//! removed, reordered or added behind the house's back.
//!
//! Not here: the making of the chain (`facts::chain`, `intake`). A purged fact (body and salt gone) verifies by its
//! commitment.

use crate::{
    rows::{Link, UnitRow},
    seam::{Home, Read, Result},
};
use facts::{
    Label,
    chain::{Head, commitment},
};
use std::{collections::VecDeque, fmt};

/// Facts and units fetched at once.
const ROWS: usize = 1000;

/// What was verified.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Verified {
    /// Units of work.
    pub units: u64,
    /// Facts.
    pub facts: u64,
    /// Facts among them whose body was purged.
    pub purged: u64,
    /// The head that was computed, the same as the one that is kept.
    pub head: Head,
}

/// The first thing found wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// This fact's body does not fit its commitment.
    BodyChanged {
        /// The fact.
        seq: u64,
    },
    /// One of these facts, or the clock reading of their unit, was changed. Of a unit with one fact it is that one.
    UnitChanged {
        /// The unit of work.
        unit: u64,
        /// Its first fact.
        seq_first: u64,
        /// Its last fact.
        seq_last: u64,
    },
    /// This fact is missing.
    FactRemoved {
        /// The fact.
        seq: u64,
    },
    /// This fact stands where another one should.
    Reordered {
        /// The fact.
        seq: u64,
    },
    /// This fact belongs to no unit of work.
    FactAdded {
        /// The fact.
        seq: u64,
    },
    /// This unit of work is missing.
    UnitRemoved {
        /// The unit of work.
        unit: u64,
    },
    /// This fact's body is gone, and no purge said so.
    BodyRemoved {
        /// The fact.
        seq: u64,
    },
    /// Facts and units fit each other and not the head that is kept.
    HeadDiffers {
        /// The last fact that is there.
        seq: u64,
    },
}

impl Fault {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::BodyChanged { .. } => "fact_body_changed",
            Fault::UnitChanged { .. } => "unit_changed",
            Fault::FactRemoved { .. } => "fact_removed",
            Fault::Reordered { .. } => "facts_reordered",
            Fault::FactAdded { .. } => "fact_added",
            Fault::UnitRemoved { .. } => "unit_removed",
            Fault::BodyRemoved { .. } => "fact_body_removed",
            Fault::HeadDiffers { .. } => "head_differs",
        }
    }

    /// In words.
    pub fn says(&self) -> Label {
        match self {
            Fault::BodyChanged { seq } => Label::new(
                format!("第 {seq} 条记录的内容被改动"),
                format!("the body of fact {seq} was changed"),
            ),
            Fault::UnitChanged { unit, seq_first, seq_last } if seq_first > seq_last => Label::new(
                format!("第 {unit} 批的时钟读数被改动"),
                format!("the clock reading of unit {unit} was changed"),
            ),
            Fault::UnitChanged { unit, seq_first, seq_last } => Label::new(
                format!("第 {unit} 批（记录 {seq_first} 至 {seq_last}）中有记录被改动"),
                format!("a fact of unit {unit} (facts {seq_first} to {seq_last}) was changed"),
            ),
            Fault::FactRemoved { seq } => {
                Label::new(format!("第 {seq} 条记录缺失"), format!("fact {seq} is missing"))
            }
            Fault::Reordered { seq } => {
                Label::new(format!("第 {seq} 条记录的次序被改动"), format!("fact {seq} is out of order"))
            }
            Fault::FactAdded { seq } => Label::new(
                format!("第 {seq} 条记录不属于任何一批"),
                format!("fact {seq} belongs to no unit of work"),
            ),
            Fault::UnitRemoved { unit } => {
                Label::new(format!("第 {unit} 批缺失"), format!("unit {unit} is missing"))
            }
            Fault::BodyRemoved { seq } => Label::new(
                format!("第 {seq} 条记录的内容被清除，但没有对应的清除登记"),
                format!("the body of fact {seq} is gone and no purge says so"),
            ),
            Fault::HeadDiffers { seq } => Label::new(
                format!("链首与记录不符（现有记录到第 {seq} 条）"),
                format!("the head does not fit the facts (they end at {seq})"),
            ),
        }
    }

    /// What to do.
    pub fn hint(&self) -> Label {
        Label::new(
            "请停止写入，保留现场，并用最近一次校验通过的备份比对。",
            "Stop writing, keep the file as it is, and compare with the last backup that verifies.",
        )
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says().en)
    }
}

impl std::error::Error for Fault {}

/// Verifies a shard on one snapshot of it. Whether a purge said which bodies are gone is not asked here: that a fact is
/// a purge, packs know (`intake::purge::verify`).
pub fn verify(home: &dyn Home, shard: &str) -> Result<std::result::Result<Verified, Fault>> {
    let mut found = Ok(Verified::default());
    home.read(shard, &mut |read| {
        found = verify_each(read, &mut |_| ())?;
        Ok(())
    })?;
    Ok(found)
}

/// Verifies what a reader sees; `each` is shown every link on the way.
pub fn verify_each(
    read: &mut dyn Read,
    each: &mut dyn FnMut(&Link),
) -> Result<std::result::Result<Verified, Fault>> {
    let mut walk = Walk { links: VecDeque::new(), asked: 1, done: Verified::default() };
    loop {
        let units = read.units(walk.done.head.unit + 1, ROWS)?;
        if units.is_empty() {
            break;
        }
        for unit in units {
            if let Err(fault) = walk.unit(read, &unit, each)? {
                return Ok(Err(fault));
            }
        }
    }
    if let Some(link) = walk.next(read)? {
        return Ok(Err(Fault::FactAdded { seq: link.recorded.seq }));
    }
    let (kept, computed) = (read.head()?, walk.done.head);
    let same = (kept.hash, kept.seq, kept.unit) == (computed.hash, computed.seq, computed.unit);
    Ok(if same { Ok(walk.done) } else { Err(Fault::HeadDiffers { seq: computed.seq }) })
}

struct Walk {
    links: VecDeque<Link>,
    asked: u64,
    done: Verified,
}

impl Walk {
    fn next(&mut self, read: &mut dyn Read) -> Result<Option<Link>> {
        if self.links.is_empty() {
            self.links = read.links(self.asked, ROWS)?.into();
            if let Some(last) = self.links.back() {
                self.asked = last.recorded.seq + 1;
            }
        }
        Ok(self.links.pop_front())
    }

    fn unit(
        &mut self,
        read: &mut dyn Read,
        unit: &UnitRow,
        each: &mut dyn FnMut(&Link),
    ) -> Result<std::result::Result<(), Fault>> {
        let wanted = self.done.head.unit + 1;
        if unit.unit != wanted {
            return Ok(Err(Fault::UnitRemoved { unit: wanted }));
        }
        let changed =
            Fault::UnitChanged { unit: unit.unit, seq_first: unit.seq_first, seq_last: unit.seq_last };
        let mut head = self.done.head.open_unit(unit.as_of);
        if unit.seq_first <= unit.seq_last && unit.seq_first != head.seq + 1 {
            return Ok(Err(changed));
        }
        let mut received = self.done.head.received;
        for seq in unit.seq_first..=unit.seq_last {
            let Some(link) = self.next(read)? else { return Ok(Err(Fault::FactRemoved { seq })) };
            if link.recorded.seq != seq {
                return Ok(Err(Fault::FactRemoved { seq }));
            }
            if link.recorded.unit != unit.unit || (link.recorded.received <= received && seq > 1) {
                return Ok(Err(Fault::Reordered { seq }));
            }
            received = link.recorded.received;
            if !fits(&link) {
                return Ok(Err(Fault::BodyChanged { seq }));
            }
            each(&link);
            self.done.facts += 1;
            self.done.purged += u64::from(link.salt.is_none());
            head = head.append(&link.recorded, link.body);
        }
        if head.hash != unit.hash {
            return Ok(Err(changed));
        }
        self.done.head = head;
        self.done.units += 1;
        Ok(Ok(()))
    }
}

/// The body fits its commitment, or both body and salt are gone.
fn fits(link: &Link) -> bool {
    match (&link.body_json, &link.salt) {
        (Some(json), Some(salt)) => commitment(json, salt) == link.body,
        (None, None) => true,
        _ => false,
    }
}
