//! Homes for tests, and rows made in few words.

use facts::{
    Body, Date, Fact, FactId, Instant, Name, Recorded, SubjectId, Value,
    chain::{Head, commitment},
};
use outcomes::{Alert, Change, ChangeKind, Course, Duty, DutyState, StatusRow};
use plan::{
    Key,
    verdict::{AlertDue, Asked, CourseEnd, CourseRun, DutyDue, DutyEnd, StatusHeld, Why},
};
use std::sync::OnceLock;
use store::{testing::PrivateCluster, *};

/// The shard of most tests.
pub const SHARD: &str = "520115";

pub fn sqlite(folder: &tempfile::TempDir) -> Box<dyn Home> {
    open(&format!("sqlite:{}", folder.path().join("house.db").display())).expect("opens")
}

/// A new database's URL. All tests share one cluster; it stops when the process ends.
pub fn postgres_url() -> String {
    static CLUSTER: OnceLock<Result<PrivateCluster, String>> = OnceLock::new();
    let cluster = CLUSTER.get_or_init(PrivateCluster::start);
    match cluster {
        Ok(cluster) => cluster.database().expect("a database"),
        Err(e) => panic!("{e}"),
    }
}

pub fn postgres() -> Box<dyn Home> {
    open(&postgres_url()).expect("opens")
}

/// Reads one thing.
pub fn read<T>(home: &dyn Home, mut what: impl FnMut(&mut dyn Read) -> seam::Result<T>) -> T {
    let mut found = None;
    home.read(SHARD, &mut |r| {
        found = Some(what(r)?);
        Ok(())
    })
    .expect("reads");
    found.expect("was run")
}

/// Writes.
pub fn write(home: &dyn Home, mut what: impl FnMut(&mut dyn Write) -> seam::Result<()>) {
    home.write(SHARD, &mut |w| what(w)).expect("writes");
}

/// Who waits to be judged again, oldest first.
pub fn waiting(home: &dyn Home) -> Vec<SubjectId> {
    read(home, |r| r.touched(9)).into_iter().map(|row| row.subject).collect()
}

/// An organisation's paths before and after it moved.
pub fn moved(old: &str, new: &str) -> MoveRow {
    MoveRow { old: old.into(), new: new.into(), from: hour(2), quiet: old.len() < 9 }
}

pub fn subject(text: &str) -> SubjectId {
    SubjectId::parse(text).expect("a subject")
}

pub fn name(text: &str) -> Name {
    Name::new(text)
}

pub fn id(n: u8) -> FactId {
    FactId::from_name("test", "fact", &n.to_string())
}

/// Hours after an arbitrary beginning.
pub fn hour(n: i64) -> Instant {
    Instant(1_568_246_400_000_000 + n * 3_600_000_000)
}

pub fn day(n: i8) -> Date {
    Date::constant(2019, 9, n)
}

pub fn body(fields: &[(&str, &str)]) -> Body {
    fields.iter().map(|(field, value)| (name(field), Value::text(value))).collect()
}

pub fn fact(n: u8, ledger: &str, about: &str, at: i64) -> Fact {
    Fact {
        id: id(n),
        ledger: name(ledger),
        subject: subject(about),
        at: hour(at),
        written: hour(at),
        org: subject("org:school"),
        by: "anna".into(),
        body: body(&[("note", "发热")]),
        corrects: None,
        void: false,
        history: n == 2,
        discharges: None,
    }
}

pub fn correction(n: u8, of: u8, about: &str, at: i64, written: i64) -> Fact {
    Fact { corrects: Some(id(of)), written: hour(written), ..fact(n, "check", about, at) }
}

/// Appends a unit of work as the one loop does.
pub fn append(w: &mut dyn Write, as_of: Instant, facts: &[Fact]) -> seam::Result<Head> {
    let mut head = w.head()?.open_unit(as_of);
    let seq_first = head.seq + 1;
    for (n, fact) in facts.iter().enumerate() {
        let received = if n == 0 { as_of } else { head.next_receipt(as_of) };
        let (seq, unit) = (head.seq + 1, head.unit);
        let recorded = Recorded { seq, unit, received, purged: false, fact: fact.clone() };
        let json = serde_json::to_string(&fact.body).expect("JSON");
        let salt = *fact.id.as_bytes();
        let hash = commitment(&json, &salt);
        w.add_fact(&recorded, &json, &salt, &hash)?;
        head = head.append(&recorded, hash);
    }
    let unit = UnitRow { unit: head.unit, as_of, seq_first, seq_last: head.seq, hash: head.hash };
    w.add_unit(&unit)?;
    w.set_head(&head)?;
    Ok(head)
}

pub fn subject_row(id: &str, kind: Option<&str>, path: &str) -> SubjectRow {
    SubjectRow {
        id: subject(id),
        org_kind: kind.map(Name::new),
        home: path.rsplit('/').find_map(SubjectId::parse),
        path: path.into(),
        also: vec![],
        profile: body(&[("code", id)]),
        registered: hour(0),
    }
}

/// The same, belonging to other organisations as well.
pub fn also(mut row: SubjectRow, paths: &[&str]) -> SubjectRow {
    row.also = paths.iter().map(|path| (*path).into()).collect();
    row
}

fn why() -> Why {
    Why { rule: name("p/rule"), version: "1".into(), facts: vec![id(1)], fields: vec![], missing: vec![] }
}

pub fn key(name: &str, about: &str, anchor: u8) -> Key {
    Key::from_text(format!("{name}|{about}|{}", id(anchor)))
}

fn owner(role: &str) -> Asked {
    Asked { role: name(role), ask: vec![subject("org:school")] }
}

pub fn duty(about: &str, anchor: u8, due: i64, state: DutyState, holder: Option<&str>) -> Duty {
    Duty {
        key: key("p/report", about, anchor),
        subject: subject(about),
        due: DutyDue {
            owner: owner("nurse"),
            to: vec![],
            triggered: hour(0),
            opens: hour(0),
            due: hour(due),
            expires: None,
            late_on_arrival: false,
            quiet: false,
            end: DutyEnd::Open,
            taken: anchor.is_multiple_of(2).then(|| ("anna".into(), id(9))),
            reminders: vec![],
            escalations: vec![(hour(due + 1), owner("head"))],
            minutes: 5,
            why: why(),
        },
        state,
        holder: holder.map(subject),
        told: None,
    }
}

pub fn status(about: &str, anchor: u8, until: Option<i64>) -> StatusRow {
    StatusRow {
        over: false,
        key: key("p/situation", about, anchor),
        subject: subject(about),
        held: StatusHeld {
            value: name("outbreak"),
            from: hour(0),
            until: until.map(hour),
            known: hour(0),
            quiet: false,
            why: why(),
        },
    }
}

pub fn course(about: &str, anchor: u8, last: i8, ended: bool) -> Course {
    Course {
        key: key("p/isolation", about, anchor),
        subject: subject(about),
        withdrawn: anchor == 3,
        run: CourseRun {
            started: hour(0),
            day_one: day(1),
            last_day: day(last),
            phases: vec![(name("home"), day(1), day(last))],
            tests: vec![],
            ended: ended.then(|| (hour(1), CourseEnd::Completed)),
            held_by: vec![],
            why: why(),
        },
    }
}

pub fn alert(about: &str, anchor: u8, raised: i64, until: Option<i64>, acknowledged: bool) -> Alert {
    Alert {
        key: key("p/cluster", about, anchor),
        subject: subject(about),
        due: AlertDue {
            to: vec![owner("head")],
            severity: 2,
            raised: hour(raised),
            until: until.map(hour),
            acknowledged: acknowledged.then(|| (id(8), hour(raised))),
            quiet: false,
            why: why(),
        },
        receivers: vec![(name("head"), None)],
        withdrawn: anchor == 7,
        over: false,
    }
}

pub fn entry(unit: u64, n: u32, about: &str) -> HistoryRow {
    let change = Change {
        kind: ChangeKind::Opened,
        key: key("p/report", about, 1),
        subject: subject(about),
        row: Some(::outcomes::change::Row::Status(status(about, 1, None))),
        tell: vec![(name("nurse"), Some(subject("org:school")))],
    };
    HistoryRow { unit, n, as_of: hour(0), change }
}

pub fn message(text: &str, at: i64, org: Option<&str>, about: &str) -> MessageRow {
    MessageRow {
        key: text.into(),
        unit: 1,
        at: hour(at),
        role: name("nurse"),
        org: org.map(subject),
        kind: ChangeKind::DoneLate,
        outcome: key("p/report", about, 1),
        read: None,
    }
}

pub fn adds(indicator: &str, path: &str, on: i8, about: &str, n: i64) -> ContributionRow {
    ContributionRow {
        indicator: name(indicator),
        path: path.into(),
        day: day(on),
        subject: subject(about),
        n,
    }
}

/// All tables of a shard as they are kept.
pub fn everything(home: &dyn Home, shard: &str) -> Vec<(&'static str, Vec<Vec<cell::Cell>>)> {
    let mut tables = Vec::new();
    home.read(shard, &mut |r| {
        tables.clear();
        for table in stored::TABLES {
            let mut rows = Vec::new();
            r.export(table.name, &mut |row| {
                rows.push(row);
                Ok(())
            })?;
            assert_eq!(r.rows_in(table.name)?, rows.len() as u64, "{}", table.name);
            tables.push((table.name, rows));
        }
        Ok(())
    })
    .expect("exports");
    tables
}

/// All rows of a list, page by page.
pub fn list(home: &dyn Home, of: ListOf, paths: &[&str], limit: u16) -> Vec<PageOf> {
    let paths = paths.iter().map(|p| (*p).into()).collect();
    let mut query = Query { of, paths, after: None, limit };
    read(home, |r| {
        query.after = None;
        let mut rows = Vec::new();
        loop {
            let page = r.page(&query)?;
            assert!(page.rows.len() <= usize::from(limit));
            rows.extend(page.rows);
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
        assert_eq!(r.count(&query, 1000)?, rows.len() as u64, "{query:?}");
        assert_eq!(r.count(&query, 1)?, rows.len().min(1) as u64);
        Ok(rows)
    })
}

pub use query::ListOf;
