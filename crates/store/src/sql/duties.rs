//! The list of duties as scans: by owed or ended, by who holds them, by what the text of a search stands for; and its
//! tally.
//!
//! Not here: the other lists, and the merging of scans (`pages`).

use super::{
    Connection, Shard,
    pages::{List, list, lying, saying, split},
    scan::{Order, Scan},
};
use crate::{
    cell::Cells,
    query::{ListOf, PageOf, Query, Tallied, tallied},
    seam::Result,
    stored::*,
};
use facts::Instant;
use outcomes::DutyState;
use std::collections::{BTreeMap, BTreeSet};

const DUTIES: &str = "duty t";

impl<C: Connection> Shard<'_, C> {
    pub(super) fn tally_list(
        &mut self,
        query: &Query,
        cuts: &[Instant],
        at_most: u64,
    ) -> Result<Vec<Tallied>> {
        if !matches!(query.of, ListOf::Duties { .. }) {
            return Ok(Vec::new());
        }
        let mut sums = BTreeMap::new();
        for scan in list(query, self.are_few(query)?).scans {
            let (text, params) = scan.tallied(cuts, at_most.into());
            for row in self.ask(&text, params)? {
                let mut row = Cells::new(DUTY.name, row);
                let stretch = usize::try_from(row.count()?).unwrap_or(usize::MAX);
                let of = (stretch, row.word::<DutyState>()?, row.yes()?);
                *sums.entry(of).or_default() += row.count()?;
            }
        }
        Ok(tallied(sums))
    }
}

pub(super) fn duties(query: &Query, few: bool) -> List {
    let mut scan = Scan::of(DUTIES);
    let mut owed = vec![true, false];
    let mut holders = BTreeSet::new();
    let mut wanted = None;
    if let ListOf::Duties { held, taken, states, subject, name, due_from, due_until, gaps, said } = &query.of
    {
        scan.compare_if("t.subject =", subject.as_ref());
        scan.compare_if("t.taken =", taken.as_ref());
        scan.compare_if("t.name =", name.as_ref());
        scan.compare_if("t.due >=", *due_from);
        scan.compare_if("t.due <", *due_until);
        if *gaps {
            scan.and("t.holder IS NULL");
        }
        if !states.is_empty() {
            let words: BTreeSet<String> = states.iter().map(|s| format!("'{}'", s.as_str())).collect();
            scan.and(&format!("t.state IN ({})", words.into_iter().collect::<Vec<_>>().join(", ")));
            owed.retain(|owed| states.iter().any(|s: &DutyState| s.is_owed() == *owed));
        }
        holders.extend(held);
        wanted = said.as_ref();
    }
    let holders: Vec<_> = holders.into_iter().collect();
    let columns = ["t.subject", "t.asked"];
    let scans = match wanted {
        Some(said) => saying(&scan, said, &columns, &query.paths, few),
        None => lying(scan, &columns, &query.paths, few),
    };
    let mut scans =
        split(scans, &owed, |scan, owed| scan.and(if *owed { "t.owed = 1" } else { "t.owed = 0" }));
    if !holders.is_empty() {
        scans = split(scans, &holders, |scan, (role, org)| {
            // Who holds a duty was asked for it, and those asked have an index.
            scan.compare("t.asked =", org);
            scan.compare("t.role =", role);
            scan.and("t.holder = t.asked");
        });
    }
    List {
        scans,
        order: Order { columns: if few { &["+t.due", "t.key"] } else { &["t.due", "t.key"] }, down: false },
        columns: DUTY.select("t"),
        table: DUTY.name,
        read: |row| DutyRow::read(row).map(|row| PageOf::Duty(Box::new(row.0))),
    }
}
