//! What a number counts: the list in which it stands, and which rows of it count. A number and the rows that it opens are
//! found in the same way, so they agree.
//!
//! Not here: what is asked (`views::numbers`), reports of the level below (`below`), how a row is shown (`rows`).

use crate::{
    desk::Desk,
    error::{Answer, Fault},
    lists::{DutyFilter, ROWS_MAX},
};
use facts::{Decimal, FactId, Instant, Name, SubjectId, fold::what_holds};
use plan::Key;
use smol_str::SmolStr;
use std::{cmp::Reverse, collections::BTreeMap};
use store::{PageOf, paging::key_after, query::ListOf};
use views::{numbers::Ask, words::Words};

/// Most rows of a list that are looked at one by one for a number; beyond it the number cannot be said.
const LOOKED_AT_MAX: usize = 50_000;

/// A number of a report.
pub struct Counted<'a> {
    /// The indicator.
    pub indicator: &'a Name,
    /// What is asked.
    pub ask: &'a Ask,
    /// In the subtree of which organisation.
    pub path: &'a SmolStr,
}

impl Counted<'_> {
    /// The number; `None` when it cannot be said.
    pub fn number(&self, desk: &mut Desk<'_>) -> Answer<Option<Decimal>> {
        let whole = |n: i64| Decimal::from_int(n);
        Ok(match self.ask {
            Ask::Counter { days, scaled } => {
                let n = desk.read.counter(self.indicator, self.path, days.0, days.1)?;
                if *scaled { Some(Decimal::from_scaled(n)) } else { whole(n) }
            }
            Ask::Distinct { days } => whole(desk.read.distinct(self.indicator, self.path, days.0, days.1)?),
            Ask::Last { .. } => {
                let latest = self.latest(desk)?;
                latest.map(|latest| Decimal::from_scaled(latest.values().map(|(_, n)| n).sum()))
            }
            Ask::Duties { .. } => {
                let Some(of) = self.list() else { return Ok(None) };
                let most = LOOKED_AT_MAX as u64;
                let n = desk.count(of, std::slice::from_ref(self.path), most + 1)?;
                if n <= most { i64::try_from(n).ok().and_then(whole) } else { None }
            }
            Ask::Status { status, .. } if desk.book.status(status).is_none() => None,
            Ask::Status { .. } | Ask::Courses { .. } | Ask::Alerts { .. } => {
                let mut n = 0;
                let all = self.each(desk, None, |_| {
                    n += 1;
                    false
                })?;
                if all { whole(n) } else { None }
            }
            Ask::Returns { .. } => None,
        })
    }

    /// A page of what it counts, and the key of the next.
    pub fn rows(
        &self,
        desk: &mut Desk<'_>,
        limit: usize,
        after: Option<String>,
    ) -> Answer<(Vec<PageOf>, Option<String>)> {
        match self.ask {
            Ask::Counter { .. } => self.facts(desk, limit, after),
            Ask::Distinct { .. } | Ask::Last { .. } => self.latest_facts(desk, limit, after.as_deref()),
            _ => {
                let Some(of) = self.list() else { return Ok((Vec::new(), None)) };
                let mut rows = Vec::new();
                let all = self.each(desk, after, |row| {
                    rows.push(row);
                    rows.len() > limit
                })?;
                if !all {
                    return Err(too_many());
                }
                let more = rows.len() > limit;
                rows.truncate(limit);
                let next = rows.last().filter(|_| more).map(|row| key_after(&of, row));
                Ok((rows, next))
            }
        }
    }

    /// The list in which it stands.
    fn list(&self) -> Option<ListOf> {
        Some(match self.ask {
            Ask::Counter { days, .. } | Ask::Distinct { days } | Ask::Last { days } => {
                ListOf::Contributions { indicator: self.indicator.clone(), from: days.0, to: days.1 }
            }
            Ask::Duties { states, due } => DutyFilter {
                states: states.clone(),
                due_from: Some(due.0),
                due_until: Some(due.1),
                ..DutyFilter::default()
            }
            .into(),
            Ask::Status { status, value, at } => {
                ListOf::Statuses { name: status.clone(), value: Some(value.clone()), at: *at }
            }
            Ask::Courses { name, .. } => {
                let name = name.clone().filter(|n| n.as_str() != "*" && !n.is_empty());
                ListOf::Courses { running: false, name, said: None }
            }
            Ask::Alerts { .. } => ListOf::Alerts { open: false, subject: None, severity: None, said: None },
            Ask::Returns { .. } => return None,
        })
    }

    /// Goes through the list page by page, to the end or until `enough`, with those rows that count; false when it is
    /// longer than may be looked through.
    fn each(
        &self,
        desk: &mut Desk<'_>,
        mut after: Option<String>,
        mut enough: impl FnMut(PageOf) -> bool,
    ) -> Answer<bool> {
        let Some(of) = self.list() else { return Ok(true) };
        let mut seen = 0;
        loop {
            let page = desk.page(of.clone(), vec![self.path.clone()], ROWS_MAX, after)?;
            seen += page.rows.len();
            let past = page.rows.last().is_some_and(|row| self.is_past(row));
            if self.counting(desk, page.rows)?.into_iter().any(&mut enough) {
                return Ok(true);
            }
            after = page.next;
            if after.is_none() || past {
                return Ok(true);
            }
            if seen >= LOOKED_AT_MAX {
                return Ok(false);
            }
        }
    }

    /// True when nothing after this row counts: alerts come newest first.
    fn is_past(&self, row: &PageOf) -> bool {
        matches!((self.ask, row), (Ask::Alerts { raised, .. }, PageOf::Alert(alert)) if alert.due.raised < raised.0)
    }

    /// Those rows of a page that count.
    fn counting(&self, desk: &mut Desk<'_>, mut rows: Vec<PageOf>) -> Answer<Vec<PageOf>> {
        if let Ask::Status { status, at, .. } = self.ask {
            let strongest = strongest(desk, &rows, status, *at)?;
            rows.retain(
                |row| matches!(row, PageOf::Status(row) if strongest.get(&row.subject) == Some(&row.key)),
            );
            return Ok(rows);
        }
        let zone = desk.house.zone;
        rows.retain(|row| match (self.ask, row) {
            (Ask::Courses { at, .. }, PageOf::Course(course)) => {
                let over = course.withdrawn || course.run.ended.as_ref().is_some_and(|(end, _)| end <= at);
                course.run.day_one <= zone.date_of(*at) && !over
            }
            (Ask::Alerts { severity, raised }, PageOf::Alert(alert)) => {
                let then = raised.0 <= alert.due.raised && alert.due.raised < raised.1;
                then && !alert.withdrawn && alert.due.severity >= *severity
            }
            _ => true,
        });
        Ok(rows)
    }

    /// Facts, each once: one that counts at several places stands there in one stretch of the list.
    fn facts(
        &self,
        desk: &mut Desk<'_>,
        limit: usize,
        after: Option<String>,
    ) -> Answer<(Vec<PageOf>, Option<String>)> {
        let Some(of) = self.list() else { return Ok((Vec::new(), None)) };
        let mut roots: Vec<(FactId, String)> = Vec::new();
        self.each(desk, after, |row| {
            if let PageOf::Contribution(_, root) = &row {
                let key = key_after(&of, &row);
                match roots.last_mut() {
                    Some(last) if last.0 == *root => last.1 = key,
                    _ => roots.push((*root, key)),
                }
            }
            roots.len() > limit
        })?;
        let more = roots.len() > limit;
        roots.truncate(limit);
        let next = roots.last().filter(|_| more).map(|(_, key)| key.clone());
        let roots: Vec<FactId> = roots.into_iter().map(|(root, _)| root).collect();
        Ok((holding(desk, &roots)?, next))
    }

    /// Of each subject the latest fact, with what it adds; `None` when there are too many to be looked through.
    fn latest(&self, desk: &mut Desk<'_>) -> Answer<Option<BTreeMap<SubjectId, (FactId, i64)>>> {
        // In order of day and root: a later fact of a subject replaces an earlier one.
        let mut latest: BTreeMap<SubjectId, (FactId, i64)> = BTreeMap::new();
        let all = self.each(desk, None, |row| {
            if let PageOf::Contribution(row, root) = row {
                let entry = latest.entry(row.subject).or_insert((root, 0));
                *entry = if entry.0 == root { (root, entry.1 + row.n) } else { (root, row.n) };
            }
            false
        })?;
        Ok(all.then_some(latest))
    }

    fn latest_facts(
        &self,
        desk: &mut Desk<'_>,
        limit: usize,
        after: Option<&str>,
    ) -> Answer<(Vec<PageOf>, Option<String>)> {
        let latest = self.latest(desk)?.ok_or_else(too_many)?;
        let mut later = latest.into_iter().filter(|(of, _)| after.is_none_or(|after| of.as_str() > after));
        let page: Vec<(SubjectId, FactId)> =
            later.by_ref().take(limit).map(|(of, (root, _))| (of, root)).collect();
        let next = page.last().filter(|_| later.next().is_some()).map(|(of, _)| of.to_string());
        let roots: Vec<FactId> = page.into_iter().map(|(_, root)| root).collect();
        Ok((holding(desk, &roots)?, next))
    }
}

/// The facts as they hold, in the order of their roots.
fn holding(desk: &mut Desk<'_>, roots: &[FactId]) -> Answer<Vec<PageOf>> {
    let mut facts = what_holds(desk.read.facts_of_roots(roots)?);
    let place: BTreeMap<FactId, usize> = roots.iter().enumerate().map(|(n, root)| (*root, n)).collect();
    facts.sort_by_key(|fact| place.get(&fact.fact.root()).copied());
    Ok(facts.into_iter().map(|fact| PageOf::Fact(Box::new(fact))).collect())
}

/// Of each subject of these rows the status that counts: the strongest value that it has at that time, and of several
/// with it the first.
fn strongest(
    desk: &mut Desk<'_>,
    rows: &[PageOf],
    status: &Name,
    at: Instant,
) -> Answer<BTreeMap<SubjectId, Key>> {
    let Some(spec) = desk.book.status(status) else { return Ok(BTreeMap::new()) };
    let rank = |v: &Name| spec.values.iter().position(|(id, _)| id == v);
    let subject = |row: &PageOf| if let PageOf::Status(row) = row { Some(row.subject.clone()) } else { None };
    let subjects: Vec<SubjectId> = rows.iter().filter_map(subject).collect();
    let mut strongest: BTreeMap<SubjectId, (Option<usize>, Reverse<Key>)> = BTreeMap::new();
    for row in desk.read.statuses_of(&subjects)? {
        let holds = row.held.from <= at && row.held.until.is_none_or(|until| at < until);
        if holds && row.key.name() == status.as_str() {
            let this = (rank(&row.held.value), Reverse(row.key));
            let known = strongest.entry(row.subject).or_insert_with(|| this.clone());
            *known = this.max(known.clone());
        }
    }
    Ok(strongest.into_iter().map(|(subject, (_, Reverse(key)))| (subject, key)).collect())
}

fn too_many() -> Fault {
    let says = Words::new("明细过多，无法逐条列出", "there are too many rows to be listed one by one");
    Fault::Unfit(
        "indicator",
        says,
        Words::new("请打开下级单位的报告查看", "open the report of an organisation below"),
    )
}
