//! What is promised of whole houses: all statements prepare, several servers share one, moving, opening again.

use crate::made::*;
use ::outcomes::DutyState;
use facts::FactId;
use std::collections::BTreeSet;
use store::{memory::Memory, *};

/// Something in every table.
pub fn furnish(home: &dyn Home, shard: &str) {
    home.write(shard, &mut |w| {
        append(w, hour(9), &[fact(1, "check", "person:a", 1), correction(2, 1, "person:a", 2, 3)])?;
        w.purge_bodies(&[id(2)])?;
        w.put_subject(&subject_row("person:a", None, "/org:school/"))?;
        let (a, school, enrol) = (subject("person:a"), subject("org:school"), name("enrol"));
        let membership = MembershipRow {
            member: a.clone(),
            group: school.clone(),
            from: hour(1),
            until: None,
            ledger: enrol.clone(),
            root: id(1),
        };
        w.put_memberships(&a, &enrol, &[membership])?;
        let (role, account, from) = (name("nurse"), "anna".into(), hour(1));
        let assignment =
            AssignmentRow { org: school.clone(), role, account, seat: None, from, until: None, root: id(1) };
        w.put_assignments(id(1), &[assignment])?;
        w.add_match(&school, &name("p/cluster"), id(1), hour(1))?;
        w.put_reading(&a, id(1), Some(&subject("person:b")))?;
        w.put_duty(&duty("person:a", 1, 5, DutyState::Open, None))?;
        w.put_status(&status("person:a", 1, None))?;
        w.put_course(&course("person:a", 1, 14, false))?;
        w.put_alert(&alert("person:a", 1, 1, None, false))?;
        w.add_history(&[entry(1, 0, "person:a")])?;
        w.set_ground(1)?;
        w.put_moment(&a, &name("p/x"), Some(hour(5)))?;
        w.touch(&a, hour(2), true)?;
        w.put_move(&moved("/org:old/", "/org:new/"))?;
        w.put_contributions(id(1), &[adds("p/cases", "/org:school/", 3, "person:a", 2)])?;
        w.add_messages(&[message("m", 1, Some("org:school"), "person:a")])?;
        w.read_message("m", "anna", hour(2))?;
        w.put_pack(&crate::doors::pack())?;
        w.put_adoption(id(1), Some(&crate::doors::adoption(1, 1)))?;
        w.put_note(&crate::doors::note("account", "anna"))?;
        w.put_sealed(&crate::doors::sealed("person:a", "name", &[b"x", b"y"]))?;
        baseline::lay(w).map(|_| ())
    })
    .expect("writes");
}

#[test]
fn every_statement_prepares_on_both_engines() {
    let texts = sql::texts();
    assert!(texts.len() > 100, "{}", texts.len());
    let sqlite = rusqlite::Connection::open_in_memory().expect("opens");
    for migration in &migrate::MIGRATIONS {
        sqlite.execute_batch(migration.sqlite).expect("migrates");
    }
    let url = postgres_url();
    drop(open(&url).expect("migrates"));
    let mut postgres = ::postgres::Client::connect(&url, ::postgres::NoTls).expect("connects");
    let lists =
        asked_lists().into_iter().flat_map(|(query, few, _)| sql::list_texts(&query, few).expect("texts"));
    for text in texts.iter().cloned().chain(lists) {
        sqlite.prepare(&text.replace('$', "?")).unwrap_or_else(|e| panic!("{e}\n{text}"));
        postgres.prepare(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    }
    for table in stored::TABLES {
        let statement = sqlite.prepare(&format!("SELECT * FROM {}", table.name)).expect("prepares");
        let columns: BTreeSet<String> = statement.column_names().map(Into::into).collect();
        let expect = table.columns.iter().copied().chain(["shard"]).map(str::to_owned).collect();
        assert_eq!(columns, expect, "{}", table.name);
        let statement = postgres.prepare(&format!("SELECT * FROM {}", table.name)).expect("prepares");
        let columns: BTreeSet<String> = statement.columns().iter().map(|c| c.name().to_owned()).collect();
        assert_eq!(columns, expect, "{}", table.name);
    }
}

/// Lists as the doors ask for them: whose worklist, what the text of its plan must say.
fn asked_lists() -> Vec<(Query, bool, &'static str)> {
    let duties = asked_duties;
    let facts = |about: Option<&str>| ListOf::Facts {
        ledgers: vec![name("check")],
        subject: about.map(subject),
        from: Some(hour(1)),
        until: None,
        holding: true,
    };
    let (kind, org_kinds) = (facts::SubjectKind::Org, vec![name("town")]);
    let subjects = ListOf::Subjects { kind, org_kinds, text: Some("x".into()) };
    let lists: Vec<(ListOf, &str, &str)> = vec![
        (
            duties(&["org:a"], None, &[DutyState::Open]),
            "5|k",
            "duty_asked (shard=? AND asked=? AND role=? AND owed=? AND",
        ),
        (duties(&[], None, &[DutyState::Open]), "5|k", "duty_list (shard=? AND owed=? AND"),
        (duties(&[], Some("person:a"), &[]), "5|k", "duty_subject (shard=? AND subject=? AND owed=? AND"),
        (said_duties(&[], &["person:a"]), "5|k", "duty_subject (shard=? AND subject=? AND owed=? AND"),
        (said_duties(&["p/report", "p/other"], &[]), "5|k", "duty_list (shard=? AND owed=? AND"),
        (facts(None), "5|5", "fact_ledger (shard=? AND ledger=? AND"),
        (facts(Some("person:a")), "5|5", "fact_subject (shard=? AND subject=? AND"),
        (ListOf::Since { seq: 5, ledgers: vec![name("check")] }, "9", "PRIMARY KEY (shard=? AND"),
        (subjects, "org:b", "PRIMARY KEY (shard=? AND id"),
        (
            ListOf::Alerts { open: true, subject: None },
            "5|k",
            "standing_list (shard=? AND kind=? AND open=? AND",
        ),
        (
            ListOf::Courses { running: true, name: None },
            "5|k",
            "standing_list (shard=? AND kind=? AND open=? AND",
        ),
        (
            ListOf::Statuses { name: name("p/situation"), value: Some(name("calm")), at: hour(5) },
            "k",
            "standing_status (shard=? AND name=? AND key>?",
        ),
        (ListOf::History { subject: None, key: None }, "5|5", "PRIMARY KEY (shard=? AND"),
        (
            ListOf::History { subject: Some(subject("person:a")), key: None },
            "5|5",
            "history_subject (shard=? AND subject=? AND",
        ),
        (ListOf::Messages { to: vec![], unread: true }, "5|k", "outbox_list (shard=? AND"),
        (
            ListOf::Messages { to: vec![(name("nurse"), subject("org:a"))], unread: true },
            "5|k",
            "outbox_org (shard=? AND role=? AND org=? AND",
        ),
        (
            ListOf::Contributions { indicator: name("i"), from: day(1), to: day(2) },
            "5|00|/|person:a",
            "contribution_day (shard=? AND indicator=? AND",
        ),
    ];
    let query = |of, after: &str| Query {
        of,
        paths: vec!["/".into(), "/a/".into()],
        after: Some(after.into()),
        limit: 50,
    };
    let many = lists.into_iter().map(|(of, after, plan)| (query(of, after), false, plan));
    many.chain(lists_of_few().into_iter().map(|(of, after, plan)| (query(of, after), true, plan))).collect()
}

/// The same lists where few subjects lie: found from them, whatever the order.
fn lists_of_few() -> Vec<(ListOf, &'static str, &'static str)> {
    let of_persons = ListOf::Subjects { kind: facts::SubjectKind::Person, org_kinds: vec![], text: None };
    let of_standing = "standing_subject (shard=? AND subject=? AND kind=?";
    vec![
        (asked_duties(&[], None, &[DutyState::Open]), "5|k", "INDEX duty_"),
        (ListOf::Alerts { open: true, subject: None }, "5|k", of_standing),
        (ListOf::Courses { running: true, name: None }, "5|k", of_standing),
        (ListOf::Statuses { name: name("p/situation"), value: None, at: hour(5) }, "k", of_standing),
        (of_persons, "person:b", "PRIMARY KEY (shard=? AND id"),
    ]
}

fn asked_duties(held: &[&str], about: Option<&str>, states: &[DutyState]) -> ListOf {
    ListOf::Duties {
        held: held.iter().map(|org| (name("nurse"), subject(org))).collect(),
        taken: None,
        states: states.to_vec(),
        subject: about.map(subject),
        name: Some(name("p/report")),
        due_from: None,
        due_until: Some(hour(9)),
        gaps: false,
        said: None,
    }
}

fn said_duties(names: &[&str], about: &[&str]) -> ListOf {
    let said = query::Said {
        names: names.iter().map(|n| name(n)).collect(),
        subjects: about.iter().map(|s| subject(s)).collect(),
    };
    match asked_duties(&[], None, &[DutyState::Open]) {
        ListOf::Duties { held, taken, states, subject, due_from, due_until, gaps, .. } => ListOf::Duties {
            held,
            taken,
            states,
            subject,
            name: None,
            due_from,
            due_until,
            gaps,
            said: Some(said),
        },
        other => other,
    }
}

fn explained(sqlite: &rusqlite::Connection, text: &str) -> String {
    let text = format!("EXPLAIN QUERY PLAN {}", text.replace('$', "?"));
    let mut statement = sqlite.prepare(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let params = vec![rusqlite::types::Null; statement.parameter_count()];
    let steps = statement.query_map(rusqlite::params_from_iter(params), |row| row.get::<_, String>(3));
    steps.expect("explains").collect::<Result<Vec<_>, _>>().expect("explains").join("; ")
}

/// No list is sorted as a whole, and no statement looks at every row of a shard, except those that have to.
#[test]
fn statements_use_their_index() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(sqlite(&folder));
    let sqlite = rusqlite::Connection::open(folder.path().join("house.db")).expect("opens");
    for (query, few, index) in asked_lists() {
        for text in sql::list_texts(&query, few).expect("texts") {
            let plan = explained(&sqlite, &text);
            let fits = plan.contains(index) && (few || !plan.contains("TEMP B-TREE"));
            let looks_through = few && plan.contains("_list (");
            assert!(fits && !looks_through, "wanted {index}, is {plan}\n{text}");
        }
    }
    for text in sql::texts() {
        let plan = explained(&sqlite, &text);
        let whole = text.ends_with("WHERE shard = $1")
            || text.ends_with("WHERE shard = $1 ")
            || text.contains("ORDER BY shard")
            || ["FROM adoption", "ORDER BY n LIMIT", "COALESCE(MAX(n), 0)"]
                .iter()
                .any(|part| text.contains(part));
        assert!(whole || !(plan.contains("(shard=?)") || plan.contains("SCAN ")), "{plan}\n{text}");
    }
}

/// Several servers, several threads: seq has no gap, and nothing is lost.
fn write_at_once(homes: &[Box<dyn Home>]) {
    const EACH: u8 = 20;
    std::thread::scope(|scope| {
        for (n, home) in homes.iter().enumerate() {
            scope.spawn(move || {
                for m in 0..EACH {
                    let fact = fact(n as u8 * EACH + m, "check", "person:a", 1);
                    write(&**home, |w| {
                        let clock = w.head()?.next_receipt(hour(1));
                        append(w, clock, std::slice::from_ref(&fact)).map(|_| ())
                    });
                }
            });
            scope.spawn(move || {
                for _ in 0..EACH {
                    let (head, links) = read(&**home, |r| Ok((r.head()?, r.links(1, 1000)?)));
                    assert_eq!(head.seq, links.len() as u64, "a reader sees one snapshot");
                }
            });
        }
    });
    for home in homes {
        let verified = verify(&**home, SHARD).expect("walks").expect("is whole");
        assert_eq!(verified.facts, homes.len() as u64 * u64::from(EACH));
    }
}

#[test]
fn servers_share_a_postgres() {
    let url = postgres_url();
    // Both migrate at once.
    let homes: Vec<Box<dyn Home>> = std::thread::scope(|scope| {
        let opening: Vec<_> = (0..3).map(|_| scope.spawn(|| open(&url).expect("opens"))).collect();
        opening.into_iter().map(|thread| thread.join().expect("opens")).collect()
    });
    write_at_once(&homes);
}

#[test]
fn processes_share_a_sqlite_file() {
    let folder = tempfile::tempdir().expect("a folder");
    write_at_once(&[sqlite(&folder), sqlite(&folder)]);
}

#[test]
fn a_lost_connection_is_made_anew() {
    let url = postgres_url();
    let home = open(&url).expect("opens");
    write(&*home, |w| w.touch(&subject("person:a"), hour(0), false));
    let mut other = ::postgres::Client::connect(&url, ::postgres::NoTls).expect("connects");
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    other.execute(end, &[]).expect("ends the others");
    write(&*home, |w| w.touch(&subject("person:b"), hour(0), false));
    other.execute(end, &[]).expect("ends the others");
    assert_eq!(read(&*home, |r| r.touched(9)).len(), 2);
}

#[test]
fn a_house_is_moved_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, second, third) = (Memory::default(), sqlite(&folder), postgres());
    furnish(&first, SHARD);
    furnish(&first, "other");
    home_of_many(&first, "many", 2500);
    let homes: [&dyn Home; 4] = [&first, &*second, &*third, &Memory::default()];
    for pair in homes.windows(2) {
        let mut told = 0;
        let moved = copy(pair[0], pair[1], &mut |rows| told = rows).expect("moves");
        assert_eq!((moved.shards, moved.rows), (3, told));
        for shard in pair[0].shards().expect("shards") {
            assert_eq!(everything(pair[0], &shard), everything(pair[1], &shard), "{shard}");
        }
        let again = copy(pair[0], pair[1], &mut |_| ());
        assert!(again.is_err_and(|e| e.said.contains("already")));
    }
    // The moved house goes on where the old one was.
    write(homes[3], |w| append(w, hour(20), &[fact(3, "check", "person:a", 1)]).map(|_| ()));
    assert!(verify(homes[3], SHARD).expect("walks").is_ok());
    assert_eq!(read(homes[3], |r| r.find_sealed("name", b"x")), [subject("person:a")]);
    assert_eq!(read(homes[3], |r| r.counter("p/cases", "/", day(1), day(9))), 2);
}

fn home_of_many(home: &dyn Home, shard: &str, n: u32) {
    home.write(shard, &mut |w| {
        (0..n).try_for_each(|n| w.touch(&subject(&format!("person:{n}")), hour(0), false))?;
        w.add_history(&(0..n).map(|n| entry(1, n, "person:a")).collect::<Vec<_>>())
    })
    .expect("writes");
}

#[test]
fn a_house_is_opened_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let urls = [format!("sqlite:{}", folder.path().join("new/house.db").display()), postgres_url()];
    for url in &urls {
        furnish(&*open(url).expect("opens"), SHARD);
        let home = open(url).expect("opens again");
        assert_eq!(home.schema_version().expect("a version"), migrate::VERSION);
        assert!(verify(&*home, SHARD).expect("walks").is_ok());
        assert!(everything(&*home, SHARD).iter().all(|(_, rows)| !rows.is_empty()));
    }
}

/// From every released schema, with rows in it, to the present one. There is one so far.
#[test]
fn old_schemas_are_migrated() {
    for released in 0..=migrate::VERSION {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("house.db");
        let (url, shared) = (format!("sqlite:{}", path.display()), postgres_url());
        let steps = &migrate::MIGRATIONS[..released as usize];
        let begin = format!("{}; ", migrate::SCHEMA_VERSION);
        let version = format!("INSERT INTO schema_version (version) VALUES ({released});");
        let version = if released == 0 { "" } else { &version };
        let sqlite = rusqlite::Connection::open(&path).expect("opens");
        let script: String = steps.iter().map(|step| step.sqlite).collect();
        sqlite.execute_batch(&format!("{begin}{script}{version}")).expect("makes the old schema");
        let mut postgres = ::postgres::Client::connect(&shared, ::postgres::NoTls).expect("connects");
        let script: String = steps.iter().map(|step| step.postgres).collect();
        postgres.batch_execute(&format!("{begin}{script}{version}")).expect("makes the old schema");
        for url in [&url, &shared] {
            let home = open(url).expect("migrates");
            assert_eq!(home.schema_version().expect("a version"), migrate::VERSION);
            furnish(&*home, SHARD);
        }
    }
}

#[test]
fn a_newer_house_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("house.db");
    let url = format!("sqlite:{}", path.display());
    drop(open(&url).expect("opens"));
    let sqlite = rusqlite::Connection::open(&path).expect("opens");
    sqlite.execute("INSERT INTO schema_version (version) VALUES (99)", []).expect("writes");
    assert!(open(&url).is_err_and(|e| e.said.contains("newer")));
}

/// Not only the rows: nothing is left of it in the free pages of the file either.
#[test]
fn nothing_of_what_was_purged_is_left_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let marked = |n: u32| facts::Fact {
        id: FactId::from_name("test", "marked", &n.to_string()),
        body: body(&[("note", "慕容标记名慕容标记名慕容标记名慕容标记名")]),
        ..fact(1, "check", "person:a", 1)
    };
    let found = || -> usize {
        let files = std::fs::read_dir(folder.path()).expect("a folder").map(|e| e.expect("a file").path());
        let read = |path| String::from_utf8_lossy(&std::fs::read(path).expect("reads")).into_owned();
        files.map(|path| read(path).matches("慕容标记名").count()).sum()
    };
    let home = sqlite(&folder);
    let all: Vec<facts::Fact> = (0..2000).map(marked).collect();
    write(&*home, |w| append(w, hour(1), &all).map(|_| ()));
    drop(home);
    assert!(found() >= 8000, "{}", found());
    let home = sqlite(&folder);
    let ids: Vec<FactId> = all.iter().map(|f| f.id).collect();
    write(&*home, |w| w.purge_bodies(&ids).map(|_| ()));
    drop(home);
    assert_eq!(found(), 0);
}

#[test]
fn wrong_urls_are_refused_without_repeating_a_password() {
    for url in ["", "mysql://x", "sqlite:", "sqlite::memory:", "postgres://u:geheim@host:port/db"] {
        let said = open(url).map(|_| ()).map_err(|e| e.to_string());
        assert!(said.as_ref().is_err_and(|said| !said.contains("geheim")), "{url}: {said:?}");
    }
}
