//! Lists: which scans give the rows of each, and how a row is read.
//!
//! Which subtree a row lies in is told in `query`; the scans of duties are in `duties`, those of what else stands in
//! `standings`.

use super::{
    Connection, Shard,
    duties::duties,
    limit,
    scan::{Order, Scan},
    standings::standings,
};
use crate::{
    cell::{Cell, Cells},
    paging::{Placed, page_of, place_of, read_after, rows_max, says},
    query::{ListOf, Page, PageOf, Query, Said},
    rows::{MessageRow, SubjectRow},
    seam::Result,
    stored::*,
};
use facts::Recorded;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// A list as scans.
pub(super) struct List {
    pub scans: Vec<Scan>,
    pub order: Order,
    pub columns: String,
    pub table: &'static str,
    pub read: fn(&mut Cells) -> Result<PageOf>,
}

const MESSAGES: &str = "outbox t LEFT JOIN read_mark m ON m.shard = t.shard AND m.key = t.key";

/// So many subjects are few: from them a list is found faster than by looking through it in its order. In a county of
/// half a million both take about as long for so many.
pub const FEW: usize = 8000;

/// Void facts, and those that another of their chain outranks, do not hold (see `facts::fold`).
const HOLDS: &str =
    "t.void = 0 AND t.salt IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fact c WHERE c.shard = t.shard
    AND c.corrects = COALESCE(t.corrects, t.id)
    AND (t.corrects IS NULL OR (c.written, c.id) > (t.written, t.id)))";

impl<C: Connection> Shard<'_, C> {
    pub(super) fn one_page(&mut self, query: &Query) -> Result<Page<PageOf>> {
        let mut after = read_after(query)?;
        let wanted = rows_max(query) + 1;
        let list = list(query, self.are_few(query)?);
        let mut rows: Vec<Placed> = Vec::new();
        loop {
            let mut found = 0;
            for scan in &list.scans {
                let mut scan = scan.clone();
                if let Some(place) = &after {
                    scan.after(list.order, place.clone());
                }
                let (text, params) = scan.rows(&list.columns, list.order, limit(wanted));
                for row in self.ask(&text, params)? {
                    let row = (list.read)(&mut Cells::new(list.table, row))?;
                    rows.push((place_of(&query.of, &row), row));
                    found += 1;
                }
            }
            if !is_rough(&query.of) {
                break;
            }
            after = rows.last().map(|(place, _)| place.clone());
            rows.retain(|(_, row)| is_meant(&query.of, row));
            if found < wanted || rows.len() >= wanted {
                break;
            }
        }
        Ok(page_of(query, rows))
    }

    /// True when few subjects lie in the subtrees of a list that can be found from them.
    pub(super) fn are_few(&mut self, query: &Query) -> Result<bool> {
        // Whoever sees the whole shard sees many.
        if query.paths.is_empty() || query.paths.iter().any(|path| path.len() < 2) || !may_be_few(query) {
            return Ok(false);
        }
        let mut scan = Scan::of("place t");
        scan.within("t.path", &query.paths);
        let (text, params) = scan.counted(limit(FEW + 1));
        let rows = self.ask(&text, params)?;
        let n = rows.first().and_then(|row| row.first());
        Ok(matches!(n, Some(Cell::Int(n)) if usize::try_from(*n).is_ok_and(|n| n <= FEW)))
    }

    pub(super) fn count_list(&mut self, query: &Query, at_most: u64) -> Result<u64> {
        let mut count = 0;
        if is_rough(&query.of) {
            let mut query = Query { after: None, limit: 500, ..query.clone() };
            loop {
                let page = self.one_page(&query)?;
                count += u64::try_from(page.rows.len()).unwrap_or(u64::MAX);
                query.after = page.next;
                if query.after.is_none() || count >= at_most {
                    return Ok(count.min(at_most));
                }
            }
        }
        for scan in list(query, self.are_few(query)?).scans {
            let (text, params) = scan.counted(at_most.into());
            let rows = self.ask(&text, params)?;
            if let Some(Cell::Int(n)) = rows.first().and_then(|row| row.first()) {
                count += u64::try_from(*n).unwrap_or(0);
            }
        }
        Ok(count.min(at_most))
    }
}

/// The texts that a page of this list is asked with, for the tests that prepare and explain them; `few` as where few
/// subjects lie in its subtrees.
pub fn list_texts(query: &Query, few: bool) -> Result<Vec<String>> {
    let (after, list) = (read_after(query)?, list(query, few));
    let texts = list.scans.into_iter().map(|mut scan| {
        if let Some(place) = &after {
            scan.after(list.order, place.clone());
        }
        scan.rows(&list.columns, list.order, limit(1)).0
    });
    Ok(texts.collect())
}

pub(super) fn list(query: &Query, few: bool) -> List {
    let few = few && may_be_few(query);
    let mut list = match &query.of {
        ListOf::Duties { .. } => duties(query, few),
        ListOf::Facts { .. } | ListOf::Since { .. } => facts(query),
        ListOf::Subjects { .. } => subjects(query, few),
        ListOf::Alerts { .. } | ListOf::Courses { .. } | ListOf::Statuses { .. } => standings(query, few),
        ListOf::History { .. } => history(query),
        ListOf::Messages { .. } => messages(query),
        ListOf::Contributions { .. } => contributions(query),
    };
    if query.paths.is_empty() {
        list.scans.clear();
    }
    list
}

/// True for lists that can be found from the subjects in their subtrees, and are not about one thing already.
fn may_be_few(query: &Query) -> bool {
    match &query.of {
        ListOf::Duties { held, subject, .. } => held.is_empty() && subject.is_none(),
        ListOf::Alerts { subject, .. } => subject.is_none(),
        ListOf::Courses { .. } | ListOf::Statuses { .. } | ListOf::Subjects { .. } => true,
        _ => false,
    }
}

/// True for lists of which SQL says only where a row may be: it reads no JSON. What it gives is looked at here.
fn is_rough(of: &ListOf) -> bool {
    matches!(
        of,
        ListOf::Subjects { text: Some(_), .. }
            | ListOf::Statuses { value: Some(_), .. }
            | ListOf::Alerts { severity: Some(_), .. }
    )
}

/// True for a row of such a list that is one: the text of attributes, the value of a status, the severity of an alert.
fn is_meant(of: &ListOf, row: &PageOf) -> bool {
    match (of, row) {
        (ListOf::Subjects { text: Some(text), .. }, PageOf::Subject(row)) => says(&row.profile, text),
        (ListOf::Statuses { value: Some(value), .. }, PageOf::Status(row)) => row.held.value == *value,
        (ListOf::Alerts { severity: Some(severity), .. }, PageOf::Alert(row)) => {
            row.due.severity == *severity
        }
        _ => false,
    }
}

/// The scans of rows where the subject in one of these columns lies in the subtrees.
pub(super) fn lying(mut scan: Scan, columns: &[&str], paths: &[SmolStr], few: bool) -> Vec<Scan> {
    if few {
        return scan.of_few(columns, paths);
    }
    scan.lies(columns, paths);
    vec![scan]
}

/// The scans of what has some names, and of what is about some subjects: each row in one of them.
pub(super) fn saying(scan: &Scan, said: &Said, columns: &[&str], paths: &[SmolStr], few: bool) -> Vec<Scan> {
    let subjects: Vec<_> = said.subjects.iter().collect::<BTreeSet<_>>().into_iter().collect();
    let mut about = scan.clone();
    about.lies(columns, paths);
    let mut scans = split(vec![about], &subjects, |scan, subject| scan.compare("t.subject =", *subject));
    if !said.names.is_empty() {
        let mut named = scan.clone();
        named.compare_each("t.name IN", said.names.iter().map(Cell::from));
        if !subjects.is_empty() {
            named.compare_each("t.subject NOT IN", subjects.into_iter().map(Cell::from));
        }
        scans.extend(lying(named, columns, paths, few));
    }
    scans
}

/// Each scan once for every value.
pub(super) fn split<T>(scans: Vec<Scan>, values: &[T], each: impl Fn(&mut Scan, &T)) -> Vec<Scan> {
    let mut all = Vec::new();
    for scan in scans {
        for value in values {
            let mut scan = scan.clone();
            each(&mut scan, value);
            all.push(scan);
        }
    }
    all
}

fn facts(query: &Query) -> List {
    let mut scan = Scan::of("fact t");
    scan.lies(&["t.subject", "t.org"], &query.paths);
    let (mut scans, order) = match &query.of {
        ListOf::Facts { subject, from, until, holding, .. } => {
            scan.compare_if("t.subject =", subject.as_ref());
            scan.compare_if("t.happened >=", *from);
            scan.compare_if("t.happened <", *until);
            if *holding {
                scan.and(HOLDS);
            }
            (vec![scan], Order { columns: &["t.happened", "t.seq"], down: true })
        }
        ListOf::Since { seq, ledgers } => {
            scan.compare("t.seq >", *seq);
            if !ledgers.is_empty() {
                let places: Vec<String> = ledgers.iter().map(|ledger| scan.arg(ledger)).collect();
                scan.and(&format!("t.ledger IN ({})", places.join(", ")));
            }
            (vec![scan], Order { columns: &["t.seq"], down: false })
        }
        _ => (Vec::new(), Order { columns: &["t.seq"], down: false }),
    };
    if let ListOf::Facts { ledgers, .. } = &query.of {
        let ledgers: Vec<_> = ledgers.iter().collect::<BTreeSet<_>>().into_iter().collect();
        scans = split(scans, &ledgers, |scan, ledger| scan.compare("t.ledger =", *ledger));
    }
    List {
        scans,
        order,
        columns: FACT.select("t"),
        table: FACT.name,
        read: |row| Recorded::read(row).map(|row| PageOf::Fact(Box::new(row))),
    }
}

fn subjects(query: &Query, few: bool) -> List {
    let mut scan = Scan::of("subject t");
    if let ListOf::Subjects { kind, org_kinds, text } = &query.of {
        let prefix = format!("{}:", kind.as_str());
        scan.compare("t.id <", crate::paging::end_of(&prefix));
        scan.compare("t.id >=", prefix);
        if !org_kinds.is_empty() {
            let places: Vec<String> = org_kinds.iter().map(|kind| scan.arg(kind)).collect();
            scan.and(&format!("t.org_kind IN ({})", places.join(", ")));
        }
        if let Some(text) = text {
            // As it is written inside of the JSON.
            let written = serde_json::Value::from(text.to_ascii_lowercase()).to_string();
            let inner = written.get(1..written.len().saturating_sub(1)).unwrap_or_default();
            if !inner.is_empty() {
                let place = scan.arg(inner);
                scan.and(&format!("replace(lower(t.profile), {place}, '') <> lower(t.profile)"));
            }
        }
    }
    List {
        scans: lying(scan, &["t.id"], &query.paths, few),
        order: Order { columns: &["t.id"], down: false },
        columns: SUBJECT.select("t"),
        table: SUBJECT.name,
        read: |row| SubjectRow::read(row).map(|row| PageOf::Subject(Box::new(row))),
    }
}

fn history(query: &Query) -> List {
    let mut scan = Scan::of("history t");
    scan.lies(&["t.subject"], &query.paths);
    if let ListOf::History { subject, key } = &query.of {
        scan.compare_if("t.key =", key.as_ref());
        // The key names its subject, and subjects have an index.
        let of_key = key.as_ref().and_then(|key| plan::Key::from_text(key).subject());
        scan.compare_if("t.subject =", subject.clone().or(of_key).as_ref());
    }
    List {
        scans: vec![scan],
        order: Order { columns: &["t.unit", "t.n"], down: true },
        columns: HISTORY.select("t"),
        table: HISTORY.name,
        read: |row| crate::rows::HistoryRow::read(row).map(|row| PageOf::History(Box::new(row))),
    }
}

fn messages(query: &Query) -> List {
    let mut scan = Scan::of(MESSAGES);
    scan.lies(&["t.subject", "t.org"], &query.paths);
    let mut receivers = BTreeSet::new();
    if let ListOf::Messages { to, unread } = &query.of {
        if *unread {
            scan.and("m.key IS NULL");
        }
        receivers.extend(to);
    }
    let receivers: Vec<_> = receivers.into_iter().collect();
    let mut scans = vec![scan];
    if !receivers.is_empty() {
        scans = split(scans, &receivers, |scan, (role, org)| {
            scan.compare("t.role =", role);
            scan.compare("t.org =", org);
        });
    }
    List {
        scans,
        order: Order { columns: &["t.happened", "t.key"], down: true },
        columns: format!("{}, m.account, m.read_at", OUTBOX.select("t")),
        table: OUTBOX.name,
        read: |row| {
            let message = MessageRow::read(row)?;
            let (account, at) = (row.maybe_text()?, row.maybe_instant()?);
            let read = account.map(Into::into).zip(at);
            Ok(PageOf::Message(Box::new(MessageRow { read, ..message })))
        },
    }
}

fn contributions(query: &Query) -> List {
    let mut scan = Scan::of("contribution t");
    scan.within("t.path", &query.paths);
    if let ListOf::Contributions { indicator, from, to } = &query.of {
        scan.compare("t.indicator =", indicator);
        scan.compare("t.day >=", *from);
        scan.compare("t.day <=", *to);
    }
    List {
        scans: vec![scan],
        order: Order { columns: &["t.day", "t.root", "t.path", "t.subject"], down: false },
        columns: CONTRIBUTION.select("t"),
        table: CONTRIBUTION.name,
        read: |row| CountedRow::read(row).map(|row| PageOf::Contribution(Box::new(row.adds), row.root)),
    }
}
