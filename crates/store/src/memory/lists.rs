//! Lists in memory: look at every row, keep what fits, sort. The other homes have to find the same rows faster.

use super::shard::Shard;
use crate::{
    paging::{Placed, newest_first, page_of, place_of, read_after, says},
    query::{ListOf, Page, PageOf, Query},
    rows::MessageRow,
    seam::Result,
    stored::StandingRow,
};
use facts::{Recorded, SubjectId};
use smol_str::SmolStr;

/// One page of a list.
pub(super) fn page(shard: &Shard, query: &Query) -> Result<Page<PageOf>> {
    let after = read_after(query)?;
    let mut rows: Vec<Placed> =
        rows(shard, query).into_iter().map(|row| (place_of(&query.of, &row), row)).collect();
    if let Some(after) = after {
        let down = newest_first(&query.of);
        rows.retain(|(place, _)| if down { *place < after } else { *place > after });
    }
    Ok(page_of(query, rows))
}

/// All rows of a list, in any order.
pub(super) fn rows(shard: &Shard, query: &Query) -> Vec<PageOf> {
    let view = View { shard, paths: &query.paths };
    match &query.of {
        ListOf::Duties { .. } => view.duties(&query.of),
        ListOf::Facts { .. } | ListOf::Since { .. } => view.facts(&query.of),
        ListOf::Subjects { kind, org_kinds, text } => {
            let fits = |row: &&crate::rows::SubjectRow| {
                row.id.kind() == *kind
                    && (org_kinds.is_empty() || row.org_kind.as_ref().is_some_and(|k| org_kinds.contains(k)))
                    && text.as_ref().is_none_or(|text| says(&row.profile, text))
                    && view.lies(&row.id)
            };
            let rows = shard.subjects.values().filter(fits);
            rows.map(|row| PageOf::Subject(Box::new(row.clone()))).collect()
        }
        ListOf::Alerts { .. } | ListOf::Courses { .. } | ListOf::Statuses { .. } => view.standings(&query.of),
        ListOf::History { subject, key } => {
            let rows = shard.history.values().filter(|row| {
                subject.as_ref().is_none_or(|s| *s == row.change.subject)
                    && key.as_ref().is_none_or(|k| k == row.change.key.as_str())
                    && view.lies(&row.change.subject)
            });
            rows.map(|row| PageOf::History(Box::new(row.clone()))).collect()
        }
        ListOf::Messages { .. } => view.messages(&query.of),
        ListOf::Contributions { indicator, from, to } => {
            let rows = shard.contributing(indicator, *from, *to).filter(|(_, row)| view.within(&row.path));
            rows.map(|(root, row)| PageOf::Contribution(Box::new(row.clone()), root)).collect()
        }
    }
}

/// A shard as seen from some subtrees.
struct View<'a> {
    shard: &'a Shard,
    paths: &'a [SmolStr],
}

impl View<'_> {
    fn within(&self, path: &str) -> bool {
        self.paths.iter().any(|allowed| path.starts_with(allowed.as_str()))
    }

    /// Any of the organisations that it belongs to lies there.
    fn lies(&self, subject: &SubjectId) -> bool {
        self.shard.subjects.get(subject).is_some_and(|row| row.paths().any(|path| self.within(path)))
    }

    fn duties(&self, of: &ListOf) -> Vec<PageOf> {
        let ListOf::Duties { held, taken, states, subject, name, due_from, due_until, gaps, said } = of
        else {
            return Vec::new();
        };
        let rows = self.shard.duties.values().filter(|row| {
            let duty = &row.0;
            let is_held = |(role, org): &(facts::Name, SubjectId)| {
                *role == duty.due.owner.role && duty.holder.as_ref() == Some(org)
            };
            (held.is_empty() || held.iter().any(is_held))
                && taken.as_ref().is_none_or(|a| duty.due.taken.as_ref().is_some_and(|(by, _)| by == a))
                && (states.is_empty() || states.contains(&duty.state))
                && subject.as_ref().is_none_or(|s| *s == duty.subject)
                && name.as_ref().is_none_or(|n| n.as_str() == duty.key.name())
                && due_from.is_none_or(|from| duty.due.due >= from)
                && due_until.is_none_or(|until| duty.due.due < until)
                && !(*gaps && duty.holder.is_some())
                && said.as_ref().is_none_or(|said| said.means(duty.key.name(), &duty.subject))
                && (self.lies(&duty.subject) || row.asked().is_some_and(|asked| self.lies(asked)))
        });
        rows.map(|row| PageOf::Duty(Box::new(row.0.clone()))).collect()
    }

    fn facts(&self, of: &ListOf) -> Vec<PageOf> {
        let fits = |r: &&Recorded| match of {
            ListOf::Facts { ledgers, subject, from, until, holding } => {
                ledgers.contains(&r.fact.ledger)
                    && subject.as_ref().is_none_or(|s| *s == r.fact.subject)
                    && from.is_none_or(|from| r.fact.at >= from)
                    && until.is_none_or(|until| r.fact.at < until)
                    && (!holding || self.holds(r))
            }
            ListOf::Since { seq, ledgers } => {
                r.seq > *seq && (ledgers.is_empty() || ledgers.contains(&r.fact.ledger))
            }
            _ => false,
        };
        let facts = self.shard.links.values().map(|link| &link.recorded);
        let facts = facts.filter(fits).filter(|r| self.lies(&r.fact.subject) || self.lies(&r.fact.org));
        facts.map(|r| PageOf::Fact(Box::new(r.clone()))).collect()
    }

    /// Neither void nor outranked by another of its chain.
    fn holds(&self, recorded: &Recorded) -> bool {
        let chain = self.shard.chain(recorded.fact.root()).map(|link| link.recorded.clone());
        facts::fold::what_holds(chain).iter().any(|r| r.fact.id == recorded.fact.id)
    }

    fn standings(&self, of: &ListOf) -> Vec<PageOf> {
        let clock = self.shard.head.get(&()).copied().unwrap_or_default().received;
        let rows = self.shard.standing.values().filter_map(|row| match (row, of) {
            (StandingRow::Alert(row), ListOf::Alerts { open, subject, severity, said }) => {
                let stands = row.due.acknowledged.is_none()
                    && !row.withdrawn
                    && row.due.until.is_none_or(|until| until > clock);
                let fits = subject.as_ref().is_none_or(|s| *s == row.subject)
                    && severity.is_none_or(|severity| severity == row.due.severity)
                    && said.as_ref().is_none_or(|said| said.means(row.key.name(), &row.subject))
                    && (!open || stands);
                (fits && self.lies(&row.subject)).then(|| PageOf::Alert(Box::new(row.clone())))
            }
            (StandingRow::Course(row), ListOf::Courses { running, name, said }) => {
                let fits = name.as_ref().is_none_or(|n| n.as_str() == row.key.name())
                    && said.as_ref().is_none_or(|said| said.means(row.key.name(), &row.subject))
                    && !(*running && (row.run.ended.is_some() || row.withdrawn));
                (fits && self.lies(&row.subject)).then(|| PageOf::Course(Box::new(row.clone())))
            }
            (StandingRow::Status(row), ListOf::Statuses { name, value, at }) => {
                let fits = name.as_str() == row.key.name()
                    && value.as_ref().is_none_or(|v| *v == row.held.value)
                    && row.held.from <= *at
                    && row.held.until.is_none_or(|until| *at < until);
                (fits && self.lies(&row.subject)).then(|| PageOf::Status(Box::new(row.clone())))
            }
            _ => None,
        });
        rows.collect()
    }

    fn messages(&self, of: &ListOf) -> Vec<PageOf> {
        let ListOf::Messages { to, unread } = of else { return Vec::new() };
        let rows = self.shard.outbox.values().filter_map(|row| {
            let mark = self.shard.read_marks.get(&row.key);
            let is_to =
                |(role, org): &(facts::Name, SubjectId)| *role == row.role && row.org.as_ref() == Some(org);
            let about = row.outcome.subject();
            let fits = (to.is_empty() || to.iter().any(is_to))
                && !(*unread && mark.is_some())
                && row.org.iter().chain(&about).any(|subject| self.lies(subject));
            let read = mark.map(|mark| (mark.account.clone(), mark.at));
            fits.then(|| PageOf::Message(Box::new(MessageRow { read, ..row.clone() })))
        });
        rows.collect()
    }
}
