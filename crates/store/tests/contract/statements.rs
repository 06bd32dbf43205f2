//! Every text of SQL: both engines take it, and each has its index.

use crate::made::*;
use ::outcomes::DutyState;
use std::collections::BTreeSet;
use store::*;

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
    let of_open = "standing_list (shard=? AND kind=? AND open=? AND";
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
        (alerts(None, None), "5|k", of_open),
        (alerts(Some(3), Some(said(&["p/cluster"], &[]))), "5|k", of_open),
        (courses(), "5|k", of_open),
        (
            ListOf::Statuses { name: name("p/situation"), value: Some(name("calm")), at: hour(5) },
            "k",
            "standing_1 (shard=? AND kind=? AND key>? AND key<?",
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
        (alerts(None, None), "5|k", of_standing),
        (courses(), "5|k", of_standing),
        (ListOf::Statuses { name: name("p/situation"), value: None, at: hour(5) }, "k", of_standing),
        (alerts(None, Some(said(&[], &["person:a"]))), "5|k", of_standing),
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

fn alerts(severity: Option<u8>, said: Option<query::Said>) -> ListOf {
    ListOf::Alerts { open: true, subject: None, severity, said }
}

fn courses() -> ListOf {
    ListOf::Courses { running: true, name: None, said: None }
}

fn said(names: &[&str], about: &[&str]) -> query::Said {
    query::Said {
        names: names.iter().map(|n| name(n)).collect(),
        subjects: about.iter().map(|s| subject(s)).collect(),
    }
}

fn said_duties(names: &[&str], about: &[&str]) -> ListOf {
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
            said: Some(said(names, about)),
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
