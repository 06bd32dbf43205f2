//! Counters and what contributes to them.

use super::{Connection, Shard, statement::statements};
use crate::{
    cell::{Cell, day_of},
    paging::{child_of, end_of},
    rows::{ContributionRow, CounterAsk, CounterBy},
    seam::Result,
    stored::{CONTRIBUTION, CountedRow},
};
use facts::{Date, FactId, Name, SubjectId};
use smol_str::SmolStr;
use std::collections::BTreeMap;

// A few days are found by day, many days of a (usually small) subtree by path; `+day` keeps the engines from the other.
statements! {
    SUM_BY_DAY = plain("SELECT CAST(SUM(n) AS BIGINT) FROM counter
        WHERE shard = $1 AND indicator = $2 AND path >= $3 AND path < $4 AND day >= $5 AND day <= $6");
    SUM_BY_PATH = plain("SELECT CAST(SUM(n) AS BIGINT) FROM counter
        WHERE shard = $1 AND indicator = $2 AND path >= $3 AND path < $4 AND +day >= $5 AND +day <= $6");
    PER_DAY = plain("SELECT day, CAST(SUM(n) AS BIGINT) FROM counter WHERE shard = $1 AND indicator = $2
        AND path >= $3 AND path < $4 AND day >= $5 AND day <= $6 GROUP BY day ORDER BY day");
    PER_PATH = plain("SELECT path, CAST(SUM(n) AS BIGINT) FROM counter WHERE shard = $1 AND indicator = $2
        AND path >= $3 AND path < $4 AND day >= $5 AND day <= $6 GROUP BY path");
    DISTINCT = plain("SELECT COUNT(DISTINCT subject) FROM contribution WHERE shard = $1 AND indicator = $2
        AND path >= $3 AND path < $4 AND day >= $5 AND day <= $6 AND n <> 0");
    OF_ROOT = select(&CONTRIBUTION, "AND root = $2");
    DROP = plain("DELETE FROM contribution WHERE shard = $1 AND root = $2 AND indicator = $3 AND path = $4
        AND day = $5 AND subject = $6");
    FORGET = plain("DELETE FROM contribution WHERE shard = $1 AND root = $2");
    ADD = plain("INSERT INTO counter (shard, indicator, path, day, n) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (shard, indicator, day, path) DO UPDATE SET n = counter.n + excluded.n RETURNING n");
    DROP_ZERO = plain("DELETE FROM counter WHERE shard = $1 AND indicator = $2 AND path = $3 AND day = $4 AND n = 0");
}

/// Asked for at most so many days, a counter is found by day.
const DAYS_BY_DAY_MAX: i32 = 3;

/// What a contribution is one of, within its fact.
type Place = (Name, SmolStr, Date, SubjectId);

impl<C: Connection> Shard<'_, C> {
    pub(super) fn sum(&mut self, indicator: &str, path: &str, from: Date, to: Date) -> Result<i64> {
        let few = facts::time::days_between(from, to) < DAYS_BY_DAY_MAX;
        self.number(if few { &SUM_BY_DAY } else { &SUM_BY_PATH }, range(indicator, path, from, to))
    }

    pub(super) fn different(&mut self, indicator: &str, path: &str, from: Date, to: Date) -> Result<i64> {
        self.number(&DISTINCT, range(indicator, path, from, to))
    }

    pub(super) fn sums(&mut self, ask: &CounterAsk) -> Result<Vec<(String, i64)>> {
        let params = range(&ask.indicator, &ask.path, ask.from, ask.to);
        match ask.by {
            CounterBy::Day => {
                let mut rows = self.rows(&PER_DAY, params)?;
                rows.iter_mut().map(|row| Ok((day_of(row.int()?).to_string(), row.int()?))).collect()
            }
            CounterBy::Child => {
                let mut sums: BTreeMap<String, i64> = BTreeMap::new();
                for row in &mut self.rows(&PER_PATH, params)? {
                    let (path, n) = (row.text()?, row.int()?);
                    let sum = sums.entry(child_of(&ask.path, &path)).or_default();
                    *sum = sum.saturating_add(n);
                }
                Ok(sums.into_iter().collect())
            }
        }
    }

    pub(super) fn forget_contributors(&mut self, root: FactId) -> Result<()> {
        self.run(&FORGET, [root.into()]).map(|_| ())
    }

    pub(super) fn replace_contributions(&mut self, root: FactId, rows: &[ContributionRow]) -> Result<()> {
        let old: Vec<CountedRow> = self.all(&OF_ROOT, [root.into()])?;
        let old = by_place(old.into_iter().map(|row| row.adds));
        let new = by_place(rows.iter().cloned());
        let mut differences: BTreeMap<(&Name, &SmolStr, Date), i64> = BTreeMap::new();
        for (place, n) in &old {
            let sum = differences.entry((&place.0, &place.1, place.2)).or_default();
            *sum = sum.saturating_sub(*n);
            if !new.contains_key(place) {
                let (indicator, path, day, subject) = place;
                let key = [Cell::from(indicator), path.into(), (*day).into(), subject.into()];
                self.run(&DROP, std::iter::once(root.into()).chain(key))?;
            }
        }
        for (place, n) in &new {
            let sum = differences.entry((&place.0, &place.1, place.2)).or_default();
            *sum = sum.saturating_add(*n);
            if old.get(place) != Some(n) {
                let (indicator, path, day, subject) = place.clone();
                self.upsert(&CountedRow {
                    root,
                    adds: ContributionRow { indicator, path, day, subject, n: *n },
                })?;
            }
        }
        for ((indicator, path, day), n) in differences.into_iter().filter(|(_, n)| *n != 0) {
            let key = [Cell::from(indicator), path.into(), day.into()];
            if self.number(&ADD, key.clone().into_iter().chain([n.into()]))? == 0 {
                self.run(&DROP_ZERO, key)?;
            }
        }
        Ok(())
    }
}

fn range(indicator: &str, path: &str, from: Date, to: Date) -> [Cell; 5] {
    [indicator.into(), path.into(), end_of(path).into(), from.into(), to.into()]
}

/// Several contributions in one place are one: their sum.
fn by_place(rows: impl IntoIterator<Item = ContributionRow>) -> BTreeMap<Place, i64> {
    let mut sums = BTreeMap::new();
    for row in rows {
        let sum: &mut i64 = sums.entry((row.indicator, row.path, row.day, row.subject)).or_default();
        *sum = sum.saturating_add(row.n);
    }
    sums
}
