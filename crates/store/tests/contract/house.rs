//! What is promised of whole houses: several servers share one, moving, opening again, old schemas, nothing left behind.

use crate::made::*;
use ::outcomes::DutyState;
use facts::FactId;
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
