//! Lists: which scans give the rows of each, and how a row is read.
//!
//! Which subtree a row lies in is told in `query`.

use super::{
    Connection, Shard, limit,
    scan::{Order, Scan},
};
use crate::{
    cell::{Cell, Cells},
    paging::{Placed, page_of, place_of, read_after, rows_max, says},
    query::{ListOf, Page, PageOf, Query},
    rows::{MessageRow, SubjectRow},
    seam::Result,
    stored::*,
};
use facts::Recorded;
use outcomes::DutyState;
use std::collections::BTreeSet;

/// A list as scans.
struct List {
    scans: Vec<Scan>,
    order: Order,
    columns: String,
    table: &'static str,
    read: fn(&mut Cells) -> Result<PageOf>,
}

const DUTIES: &str = "duty t";
const STANDINGS: &str = "standing t";
const FACTS: &str = "fact t LEFT JOIN subject s ON s.shard = t.shard AND s.id = t.subject
    LEFT JOIN subject o ON o.shard = t.shard AND o.id = t.org";
const HISTORIES: &str = "history t LEFT JOIN subject s ON s.shard = t.shard AND s.id = t.subject";
const MESSAGES: &str = "outbox t LEFT JOIN subject s ON s.shard = t.shard AND s.id = t.subject
    LEFT JOIN subject o ON o.shard = t.shard AND o.id = t.org
    LEFT JOIN read_mark m ON m.shard = t.shard AND m.key = t.key";

/// Void facts, and those that another of their chain outranks, do not hold (see `facts::fold`).
const HOLDS: &str =
    "t.void = 0 AND t.salt IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fact c WHERE c.shard = t.shard
    AND c.corrects = COALESCE(t.corrects, t.id)
    AND (t.corrects IS NULL OR (c.written, c.id) > (t.written, t.id)))";

/// Open alerts have not ended at the last reading of the clock.
const STANDS: &str =
    "(t.until_at IS NULL OR t.until_at > (SELECT h.received FROM head h WHERE h.shard = $1))";

impl<C: Connection> Shard<'_, C> {
    pub(super) fn one_page(&mut self, query: &Query) -> Result<Page<PageOf>> {
        let mut after = read_after(query)?;
        let wanted = rows_max(query) + 1;
        let list = list(query);
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
            // The text of attributes is looked at here: SQL can only say where it may be.
            let ListOf::Subjects { text: Some(text), .. } = &query.of else { break };
            after = rows.last().map(|(place, _)| place.clone());
            rows.retain(|(_, row)| matches!(row, PageOf::Subject(row) if says(&row.profile, text)));
            if found < wanted || rows.len() >= wanted {
                break;
            }
        }
        Ok(page_of(query, rows))
    }

    pub(super) fn count_list(&mut self, query: &Query, at_most: u64) -> Result<u64> {
        let mut count = 0;
        if matches!(query.of, ListOf::Subjects { text: Some(_), .. }) {
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
        for scan in list(query).scans {
            let (text, params) = scan.counted(at_most.into());
            let rows = self.ask(&text, params)?;
            if let Some(Cell::Int(n)) = rows.first().and_then(|row| row.first()) {
                count += u64::try_from(*n).unwrap_or(0);
            }
        }
        Ok(count.min(at_most))
    }
}

/// The texts that a page of this list is asked with, for the tests that prepare and explain them.
pub fn list_texts(query: &Query) -> Result<Vec<String>> {
    let (after, list) = (read_after(query)?, list(query));
    let texts = list.scans.into_iter().map(|mut scan| {
        if let Some(place) = &after {
            scan.after(list.order, place.clone());
        }
        scan.rows(&list.columns, list.order, limit(1)).0
    });
    Ok(texts.collect())
}

fn list(query: &Query) -> List {
    let mut list = match &query.of {
        ListOf::Duties { .. } => duties(query),
        ListOf::Facts { .. } | ListOf::Since { .. } => facts(query),
        ListOf::Subjects { .. } => subjects(query),
        ListOf::Alerts { .. } | ListOf::Courses { .. } => standings(query),
        ListOf::History { .. } => history(query),
        ListOf::Messages { .. } => messages(query),
        ListOf::Contributions { .. } => contributions(query),
    };
    if query.paths.is_empty() {
        list.scans.clear();
    }
    list
}

/// Each scan once for every value.
fn split<T>(scans: Vec<Scan>, values: &[T], each: impl Fn(&mut Scan, &T)) -> Vec<Scan> {
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

fn duties(query: &Query) -> List {
    let mut scan = Scan::of(DUTIES);
    let mut owed = vec![true, false];
    let mut holders = BTreeSet::new();
    if let ListOf::Duties { held, taken, states, subject, name, due_from, due_until, gaps } = &query.of {
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
    }
    scan.within(&["t.path", "t.subject_path"], &query.paths);
    let holders: Vec<_> = holders.into_iter().collect();
    let mut scans =
        split(vec![scan], &owed, |scan, owed| scan.and(if *owed { "t.owed = 1" } else { "t.owed = 0" }));
    if !holders.is_empty() {
        scans = split(scans, &holders, |scan, (role, org)| {
            scan.compare("t.role =", role);
            scan.compare("t.holder =", org);
        });
    }
    List {
        scans,
        order: Order { columns: &["t.due", "t.key"], down: false },
        columns: DUTY.select("t"),
        table: DUTY.name,
        read: |row| DutyRow::read(row).map(|row| PageOf::Duty(Box::new(row.duty))),
    }
}

fn facts(query: &Query) -> List {
    let mut scan = Scan::of(FACTS);
    scan.within(&["s.path", "o.path"], &query.paths);
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

fn subjects(query: &Query) -> List {
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
    scan.within(&["t.path"], &query.paths);
    List {
        scans: vec![scan],
        order: Order { columns: &["t.id"], down: false },
        columns: SUBJECT.select("t"),
        table: SUBJECT.name,
        read: |row| SubjectRow::read(row).map(|row| PageOf::Subject(Box::new(row))),
    }
}

fn standings(query: &Query) -> List {
    let mut scan = Scan::of(STANDINGS);
    scan.within(&["t.path", "t.subject_path"], &query.paths);
    let (only_open, down) = match &query.of {
        ListOf::Alerts { open, subject } => {
            scan.and("t.kind = 'alert'");
            scan.compare_if("t.subject =", subject.as_ref());
            if *open {
                scan.and(STANDS);
            }
            (*open, true)
        }
        ListOf::Courses { running, name } => {
            scan.and("t.kind = 'course'");
            scan.compare_if("t.name =", name.as_ref());
            (*running, false)
        }
        _ => (false, false),
    };
    let open: &[&str] = if only_open { &["t.open = 1"] } else { &["t.open = 1", "t.open = 0"] };
    List {
        scans: split(vec![scan], open, |scan, open| scan.and(open)),
        order: Order { columns: &["t.moment", "t.key"], down },
        columns: STANDING.select("t"),
        table: STANDING.name,
        read: |row| {
            StandingRow::read(row).and_then(|row| match row {
                StandingRow::Alert(row, _) => Ok(PageOf::Alert(Box::new(row))),
                StandingRow::Course(row, _) => Ok(PageOf::Course(Box::new(row))),
                StandingRow::Status(_) | StandingRow::Told(..) | StandingRow::Purged(..) => {
                    Err(crate::seam::Error {
                        doing: "read a row",
                        said: "standing: an alert or a course expected".into(),
                        again: false,
                    })
                }
            })
        },
    }
}

fn history(query: &Query) -> List {
    let mut scan = Scan::of(HISTORIES);
    scan.within(&["s.path"], &query.paths);
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
    scan.within(&["s.path", "o.path"], &query.paths);
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
    scan.within(&["t.path"], &query.paths);
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
