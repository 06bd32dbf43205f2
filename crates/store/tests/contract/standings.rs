//! Lists of what stands besides duties: alerts, courses, statuses.

use crate::{made::*, subjects::plant};
use store::*;

const SCHOOL: &str = "/org:county/org:town/org:school/";

pub fn alerts_and_courses(home: &dyn Home) {
    plant(home);
    write(home, |w| {
        append(w, hour(10), &[])?;
        w.put_alert(&alert("person:a", 1, 1, None, false))?;
        w.put_alert(&alert("person:a", 2, 2, Some(10), false))?;
        w.put_alert(&alert("person:b", 3, 3, Some(11), false))?;
        w.put_alert(&alert("person:b", 4, 4, None, true))?;
        w.put_course(&course("person:a", 1, 14, false))?;
        w.put_course(&course("person:b", 2, 7, false))?;
        w.put_course(&course("person:b", 4, 9, true))?;
        w.put_course(&course("person:b", 3, 10, false))?;
        w.put_alert(&alert("person:a", 7, 0, None, false))
    });
    let alerts = |open: bool, about: Option<&str>, path: &str| {
        let of = ListOf::Alerts { open, subject: about.map(subject), severity: None, said: None };
        let rows = list(home, of, &[path], 1).into_iter().map(|row| match row {
            PageOf::Alert(alert) => (alert.due.raised.0 - hour(0).0) / 3_600_000_000,
            other => panic!("{other:?}"),
        });
        rows.collect::<Vec<_>>()
    };
    assert_eq!(alerts(false, None, "/"), [4, 3, 2, 1, 0]);
    assert_eq!(alerts(true, None, "/"), [3, 1]);
    assert_eq!(alerts(false, Some("person:b"), "/"), [4, 3]);
    assert_eq!(alerts(false, None, SCHOOL), [2, 1, 0]);
    let courses = |running: bool, of: Option<&str>, path: &str| {
        let of = ListOf::Courses { running, name: of.map(name), said: None };
        let rows = list(home, of, &[path], 1).into_iter().map(|row| match row {
            PageOf::Course(course) => course.run.last_day.day(),
            other => panic!("{other:?}"),
        });
        rows.collect::<Vec<_>>()
    };
    assert_eq!(courses(false, None, "/"), [7, 9, 10, 14]);
    assert_eq!(courses(true, None, "/"), [7, 14]);
    assert_eq!(courses(true, Some("p/isolation"), SCHOOL), [14]);
    assert_eq!(courses(true, Some("p/none"), "/"), Vec::<i8>::new());
}

/// Names of the plan that a text means, subjects that it finds: what has one or is about one, each once.
pub fn alerts_and_courses_are_searched(home: &dyn Home) {
    plant(home);
    write(home, |w| {
        append(w, hour(10), &[])?;
        for (n, (about, severity)) in
            [("person:a", 1), ("person:b", 2), ("person:a", 3), ("person:b", 3)].into_iter().enumerate()
        {
            let n = u8::try_from(n).expect("few");
            let mut row = alert(about, n, i64::from(n), None, false);
            row.due.severity = severity;
            w.put_alert(&row)?;
        }
        w.put_course(&course("person:a", 1, 14, false))?;
        w.put_course(&course("person:b", 2, 7, false))
    });
    let said = |names: &[&str], about: &[&str]| query::Said {
        names: names.iter().map(|n| name(n)).collect(),
        subjects: about.iter().map(|s| subject(s)).collect(),
    };
    let many = |of: ListOf| {
        let all = Query { of: of.clone(), paths: vec!["/".into()], after: None, limit: 1 };
        let rows = list(home, of, &["/"], 1);
        assert_eq!(read(home, |r| r.count(&all, 100)), rows.len() as u64, "each is counted once");
        rows
    };
    let alerts = |severity: Option<u8>, said: Option<query::Said>| {
        let rows = many(ListOf::Alerts { open: false, subject: None, severity, said });
        let hours = rows.into_iter().map(|row| match row {
            PageOf::Alert(alert) => (alert.due.raised.0 - hour(0).0) / 3_600_000_000,
            other => panic!("{other:?}"),
        });
        hours.collect::<Vec<_>>()
    };
    assert_eq!(alerts(Some(3), None), [3, 2]);
    assert_eq!(alerts(None, Some(said(&[], &["person:a", "person:a", "org:none"]))), [2, 0]);
    assert_eq!(alerts(Some(3), Some(said(&[], &["person:a"]))), [2]);
    let own = alert("person:a", 0, 0, None, false).key.name().to_owned();
    assert_eq!(alerts(None, Some(said(&[&own, "p/none"], &["person:b"]))), [3, 2, 1, 0]);
    assert_eq!(alerts(None, Some(said(&["p/none"], &["person:b"]))), [3, 1]);
    assert_eq!(alerts(None, Some(said(&[], &[]))), Vec::<i64>::new());
    let courses = |said| many(ListOf::Courses { running: true, name: None, said: Some(said) }).len();
    assert_eq!(courses(said(&["p/isolation"], &["person:b"])), 2);
    assert_eq!(courses(said(&[], &["person:b"])), 1);
    assert_eq!(courses(said(&["p/none"], &[])), 0);
}

/// The keys of the statuses in a list.
pub fn held_by(rows: Vec<PageOf>) -> Vec<String> {
    rows.into_iter()
        .map(|row| match row {
            PageOf::Status(status) => status.key.to_string(),
            other => panic!("{other:?}"),
        })
        .collect()
}

pub fn statuses_that_hold_are_listed(home: &dyn Home) {
    plant(home);
    let held = |about: &str, anchor: u8, value: &str, (from, until): (i64, Option<i64>)| {
        let mut row = status(about, anchor, until);
        (row.held.value, row.held.from) = (name(value), hour(from));
        row
    };
    write(home, |w| {
        w.put_status(&held("person:a", 1, "outbreak", (1, Some(5))))?;
        w.put_status(&held("person:a", 2, "calm", (2, None)))?;
        w.put_status(&held("person:b", 3, "calm", (3, Some(4))))?;
        // Another value in its reasons is not its value.
        let mut row = held("person:b", 4, "outbreak", (4, None));
        row.held.why.fields = vec![name("calm")];
        w.put_status(&row)?;
        let mut other = held("person:b", 5, "outbreak", (1, None));
        other.key = key("p/situation2", "person:b", 5);
        w.put_status(&other)?;
        w.put_course(&course("person:a", 1, 14, false))
    });
    let find = |of: &str, value: Option<&str>, at: i64, path: &str| {
        let of = ListOf::Statuses { name: name(of), value: value.map(name), at: hour(at) };
        let query = Query { of: of.clone(), paths: vec![path.into()], after: None, limit: 1 };
        let found = held_by(list(home, of, &[path], 1));
        assert!(found.is_sorted());
        assert_eq!(read(home, |r| r.count(&query, 9)), found.len() as u64, "counted as it is listed");
        let short = |key: &String| {
            let (rest, anchor) = key.rsplit_once('|').expect("a key");
            let n = (1..9).find(|n| id(*n).to_string() == anchor).expect("one of these");
            format!("{}{n}", rest.rsplit(':').next().unwrap_or_default())
        };
        let mut found: Vec<String> = found.iter().map(short).collect();
        found.sort();
        found.join(" ")
    };
    assert_eq!(find("p/situation", None, 0, "/"), "");
    assert_eq!(find("p/situation", None, 1, "/"), "a1", "from its beginning on");
    assert_eq!(find("p/situation", None, 3, "/"), "a1 a2 b3");
    assert_eq!(find("p/situation", None, 4, "/"), "a1 a2 b4", "up to its end");
    assert_eq!(find("p/situation", None, 5, "/"), "a2 b4");
    assert_eq!(find("p/situation", Some("calm"), 4, "/"), "a2");
    assert_eq!(find("p/situation", Some("outbreak"), 4, "/"), "a1 b4");
    assert_eq!(find("p/situation", Some("outbreak"), 4, SCHOOL), "a1");
    assert_eq!(find("p/situation", Some("none"), 4, "/"), "");
    assert_eq!(find("p/situation2", None, 4, "/"), "b5");
    assert_eq!(find("p/situ", None, 4, "/"), "");
}
