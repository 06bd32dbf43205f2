//! Lists, page by page.

use crate::{made::*, standings::held_by, subjects::plant};
use ::outcomes::DutyState;
use store::*;

const SCHOOL: &str = "/org:county/org:town/org:school/";
const TOWN2: &str = "/org:county/org:town2/";

fn all_duties() -> ListOf {
    ListOf::Duties {
        held: vec![],
        taken: None,
        states: vec![],
        subject: None,
        name: None,
        due_from: None,
        due_until: None,
        gaps: false,
        said: None,
    }
}

/// (person, due hour) of the duties in a list.
fn dues(rows: Vec<PageOf>) -> Vec<(String, i64)> {
    rows.into_iter()
        .map(|row| match row {
            PageOf::Duty(duty) => {
                (duty.subject.code().to_owned(), (duty.due.due.0 - hour(0).0) / 3_600_000_000)
            }
            other => panic!("{other:?}"),
        })
        .collect()
}

fn some_duties(home: &dyn Home) {
    plant(home);
    write(home, |w| {
        w.put_subject(&subject_row("person:c", None, SCHOOL))?;
        w.put_duty(&duty("person:a", 1, 5, DutyState::Open, Some("org:school")))?;
        w.put_duty(&duty("person:a", 2, 3, DutyState::Done, Some("org:school")))?;
        w.put_duty(&duty("person:b", 3, 5, DutyState::Overdue, None))?;
        w.put_duty(&duty("person:b", 4, 4, DutyState::Open, Some("org:county")))?;
        w.put_duty(&duty("person:c", 5, 6, DutyState::Missed, Some("org:town2")))
    });
}

pub fn duties_are_paged_in_order_of_due(home: &dyn Home) {
    some_duties(home);
    let find = |change: &dyn Fn(&mut ListOf)| {
        let mut of = all_duties();
        change(&mut of);
        let small = dues(list(home, of.clone(), &["/", ""], 1));
        assert_eq!(small, dues(list(home, of, &["/", ""], 500)));
        small.into_iter().map(|(who, due)| format!("{who}{due}")).collect::<Vec<_>>().join(" ")
    };
    type Of<'a> = (
        &'a mut Vec<(facts::Name, facts::SubjectId)>,
        &'a mut Option<smol_str::SmolStr>,
        &'a mut Vec<DutyState>,
        &'a mut Option<facts::SubjectId>,
        &'a mut Option<facts::Name>,
        &'a mut Option<facts::Instant>,
        &'a mut Option<facts::Instant>,
        &'a mut bool,
        &'a mut Option<query::Said>,
    );
    fn parts(of: &mut ListOf) -> Of<'_> {
        match of {
            ListOf::Duties { held, taken, states, subject, name, due_from, due_until, gaps, said } => {
                (held, taken, states, subject, name, due_from, due_until, gaps, said)
            }
            _ => panic!("not duties"),
        }
    }
    assert_eq!(find(&|_| ()), "a3 b4 a5 b5 c6");
    assert_eq!(find(&|of| *parts(of).2 = vec![DutyState::Open, DutyState::Overdue]), "b4 a5 b5");
    assert_eq!(find(&|of| *parts(of).2 = vec![DutyState::Open, DutyState::Missed]), "b4 a5 c6");
    let school = (name("nurse"), subject("org:school"));
    let county = (name("nurse"), subject("org:county"));
    assert_eq!(find(&|of| *parts(of).0 = vec![school.clone(), county.clone(), school.clone()]), "a3 b4 a5");
    assert_eq!(find(&|of| *parts(of).0 = vec![(name("head"), subject("org:school"))]), "");
    assert_eq!(find(&|of| *parts(of).1 = Some("anna".into())), "a3 b4");
    assert_eq!(find(&|of| *parts(of).3 = Some(subject("person:b"))), "b4 b5");
    assert_eq!(find(&|of| *parts(of).4 = Some(name("p/report"))), "a3 b4 a5 b5 c6");
    assert_eq!(find(&|of| *parts(of).4 = Some(name("p/other"))), "");
    assert_eq!(find(&|of| (*parts(of).5, *parts(of).6) = (Some(hour(4)), Some(hour(5)))), "b4");
    assert_eq!(find(&|of| *parts(of).7 = true), "b5");
    let said = |names: &[&str], about: &[&str]| {
        let said = query::Said {
            names: names.iter().map(|n| name(n)).collect(),
            subjects: about.iter().map(|s| subject(s)).collect(),
        };
        let mut of = all_duties();
        (*parts(&mut of).5, *parts(&mut of).8) = (Some(hour(4)), Some(said.clone()));
        let query = Query { of, paths: vec!["/".into()], after: None, limit: 1 };
        let counted = read(home, |r| r.count(&query, 100));
        let found = find(&|of| (*parts(of).5, *parts(of).8) = (Some(hour(4)), Some(said.clone())));
        assert_eq!(counted, found.split_whitespace().count() as u64, "each is counted once");
        found
    };
    assert_eq!(said(&[], &["person:c", "person:a", "person:c", "org:none"]), "a5 c6");
    assert_eq!(said(&["p/other", "p/report"], &["person:b"]), "b4 a5 b5 c6");
    assert_eq!(said(&["p/other"], &["person:b"]), "b4 b5");
    assert_eq!(said(&[], &[]), "");
}

pub fn duties_are_tallied_by_stretch_and_state(home: &dyn Home) {
    some_duties(home);
    let tally = |states: &[DutyState], cuts: &[i64], path: &str, limit: u64| {
        let mut of = all_duties();
        if let ListOf::Duties { states: wanted, .. } = &mut of {
            *wanted = states.to_vec();
        }
        let cuts: Vec<_> = cuts.iter().map(|h| hour(*h)).collect();
        let query = Query { of, paths: vec![path.into()], after: None, limit: 1 };
        let rows = read(home, |r| r.tally(&query, &cuts, limit)).into_iter();
        rows.map(|t| format!("{}{}{}{}", t.stretch, t.state.as_str(), if t.held { "" } else { "?" }, t.n))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(tally(&[], &[], "/", 100), "0open2 0overdue?1 0done1 0missed1");
    // At a cut is after it.
    assert_eq!(tally(&[], &[4, 5], "/", 100), "0done1 1open1 2open1 2overdue?1 2missed1");
    assert_eq!(tally(&[DutyState::Open, DutyState::Missed], &[5], "/", 100), "0open1 1open1 1missed1");
    assert_eq!(tally(&[], &[], TOWN2, 100), "0open1 0overdue?1 0missed1");
    assert_eq!(tally(&[DutyState::Open], &[], "/", 1), "0open1", "no more than was asked for");
    assert_eq!(tally(&[], &[], "/org:none/", 100), "");
    let alerts = Query {
        of: ListOf::Alerts { open: true, subject: None, severity: None, said: None },
        paths: vec!["/".into()],
        after: None,
        limit: 1,
    };
    assert_eq!(read(home, |r| r.tally(&alerts, &[], 100)), vec![]);
}

pub fn a_subtree_is_all_one_sees(home: &dyn Home) {
    some_duties(home);
    let seen = |paths: &[&str]| dues(list(home, all_duties(), paths, 2)).len();
    assert_eq!(seen(&[]), 0, "no path means nothing");
    // One of town 2 that nobody holds was asked of the school first.
    assert_eq!(seen(&[SCHOOL]), 4, "by whom it is asked of or by subject");
    assert_eq!(seen(&[TOWN2]), 3);
    assert_eq!(seen(&[TOWN2, SCHOOL, TOWN2]), 5);
    assert_eq!(seen(&["/org:county/"]), 5);
    assert_eq!(seen(&["/org:count/"]), 0);
}

/// A pupil lives in town 2 and goes to the school: both see the pupil, and what hangs on it.
pub fn whoever_belongs_to_two_is_seen_from_both(home: &dyn Home) {
    plant(home);
    let (class, grid) = (format!("{SCHOOL}org:class/"), format!("{TOWN2}org:grid/"));
    let pupil = also(subject_row("person:pupil", None, &grid), &[&class]);
    write(home, |w| {
        w.put_subject(&pupil)?;
        let here = facts::Fact { org: subject("org:county"), ..fact(1, "check", "person:pupil", 1) };
        append(w, hour(9), &[here])?;
        w.put_duty(&duty("person:pupil", 1, 5, DutyState::Open, Some("org:county")))?;
        w.put_duty(&duty("person:pupil", 3, 6, DutyState::Done, Some("org:class")))?;
        w.put_alert(&alert("person:pupil", 1, 1, None, false))?;
        w.put_course(&course("person:pupil", 1, 14, false))?;
        w.put_status(&status("person:pupil", 1, None))?;
        w.add_history(&[entry(1, 0, "person:pupil")])?;
        w.add_messages(&[message("m1", 1, None, "person:pupil")])
    });
    let of_kind = |kind| ListOf::Subjects { kind, org_kinds: vec![], text: None };
    let lists = [
        of_kind(facts::SubjectKind::Person),
        all_duties(),
        ListOf::Alerts { open: true, subject: None, severity: None, said: None },
        ListOf::Courses { running: true, name: None, said: None },
        ListOf::Statuses { name: name("p/situation"), value: None, at: hour(0) },
        ListOf::History { subject: None, key: None },
        ListOf::Messages { to: vec![], unread: false },
        ListOf::Since { seq: 0, ledgers: vec![] },
        ListOf::Facts { ledgers: vec![name("check")], subject: None, from: None, until: None, holding: true },
    ];
    let seen = |path: &str| lists.each_ref().map(|of| list(home, of.clone(), &[path], 1).len());
    assert_eq!(seen(&class), [1, 2, 1, 1, 1, 1, 1, 1, 1]);
    assert_eq!(seen(&grid), seen(&class));
    assert_eq!(seen("/org:county/org:town/org:other/"), [0; 9]);
    // The pupil moves away from the class: the duty that the class holds is all it still sees.
    write(home, |w| w.put_subject(&SubjectRow { also: vec![], ..pupil.clone() }));
    assert_eq!(seen(&class), [0, 1, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(seen(&grid), [1, 2, 1, 1, 1, 1, 1, 1, 1]);
    assert_eq!(read(home, |r| r.subject(&pupil.id)).map(|row| row.also), Some(vec![]));
}

/// Where many lie, a list is looked through in its order; where few do, it is found from them. Both say the same.
pub fn many_and_few_are_listed_alike(home: &dyn Home) {
    plant(home);
    write(home, |w| {
        for n in 0..=sql::FEW {
            let row = subject_row(&format!("person:m{n:05}"), None, TOWN2);
            w.put_subject(&if n % 2000 == 0 { also(row, &[SCHOOL]) } else { row })?;
        }
        for n in 0..20u8 {
            let who = format!("person:m{:05}", usize::from(n) * 400);
            let state = if n % 2 == 0 { DutyState::Open } else { DutyState::Missed };
            w.put_duty(&duty(&who, n, i64::from(n % 7), state, Some("org:county")))?;
            w.put_course(&course(&who, n, 1 + (n % 5) as i8, n % 4 == 0))?;
            w.put_status(&status(&who, n, (n % 4 == 0).then_some(3)))?;
        }
        Ok(())
    });
    let seen = |path: &str| {
        let dues: Vec<_> =
            dues(list(home, all_duties(), &[path], 3)).into_iter().map(|(_, due)| due).collect();
        assert!(dues.is_sorted(), "{path}: {dues:?}");
        let running = list(home, ListOf::Courses { running: true, name: None, said: None }, &[path], 3);
        let held = ListOf::Statuses { name: name("p/situation"), value: Some(name("outbreak")), at: hour(3) };
        let held = held_by(list(home, held, &[path], 3));
        assert!(held.is_sorted(), "{path}: {held:?}");
        (dues.len(), running.len(), held.len())
    };
    assert_eq!(seen(TOWN2), (20, 14, 15));
    assert_eq!(seen(SCHOOL), (4, 3, 3));
    let first = |path: &str| {
        let of =
            ListOf::Subjects { kind: facts::SubjectKind::Person, org_kinds: vec![], text: Some("m0".into()) };
        let query = Query { of, paths: vec![path.into()], after: None, limit: 2 };
        let page = read(home, |r| r.page(&query));
        let ids = page.rows.into_iter().map(|row| match row {
            PageOf::Subject(row) => row.id.code().to_owned(),
            other => panic!("{other:?}"),
        });
        ids.collect::<Vec<_>>()
    };
    assert_eq!(first(TOWN2), ["m00000", "m00001"]);
    assert_eq!(first(SCHOOL), ["m00000", "m02000"]);
}

pub fn facts_that_hold_are_listed(home: &dyn Home) {
    plant(home);
    write(home, |w| {
        let void = facts::Fact { void: true, ..correction(5, 4, "person:a", 4, 9) };
        let elsewhere = facts::Fact { org: subject("org:town2"), ..fact(6, "visit", "person:none", 6) };
        append(
            w,
            hour(20),
            &[
                fact(1, "check", "person:a", 1),
                correction(2, 1, "person:a", 2, 5),
                correction(3, 1, "person:a", 3, 4),
                fact(4, "check", "person:a", 4),
                void,
                elsewhere,
            ],
        )
        .map(|_| ())
    });
    let find =
        |ledgers: &[&str], about: Option<&str>, window: (Option<i64>, Option<i64>), holding, path: &str| {
            let of = ListOf::Facts {
                ledgers: ledgers.iter().map(|l| name(l)).collect(),
                subject: about.map(subject),
                from: window.0.map(hour),
                until: window.1.map(hour),
                holding,
            };
            seqs(list(home, of, &[path], 2))
        };
    let any = (None, None);
    assert_eq!(find(&["check", "visit", "check"], None, any, false, "/"), [6, 5, 4, 3, 2, 1]);
    assert_eq!(find(&["check", "visit"], None, any, true, "/"), [6, 2]);
    assert_eq!(find(&[], None, any, false, "/"), Vec::<u64>::new());
    assert_eq!(find(&["check"], Some("person:a"), (Some(2), Some(4)), false, "/"), [3, 2]);
    assert_eq!(find(&["check", "visit"], None, any, false, TOWN2), [6], "by its reporter");
    assert_eq!(find(&["check", "visit"], None, any, true, SCHOOL), [2]);
    let since = |seq: u64, ledgers: &[&str]| {
        let of = ListOf::Since { seq, ledgers: ledgers.iter().map(|l| name(l)).collect() };
        seqs(list(home, of, &["/"], 2))
    };
    assert_eq!(since(0, &[]), [1, 2, 3, 4, 5, 6]);
    assert_eq!(since(2, &["check"]), [3, 4, 5]);
}

fn seqs(rows: Vec<PageOf>) -> Vec<u64> {
    rows.into_iter()
        .map(|row| match row {
            PageOf::Fact(fact) => fact.seq,
            other => panic!("{other:?}"),
        })
        .collect()
}

pub fn subjects_are_found_by_text(home: &dyn Home) {
    plant(home);
    let mut row = subject_row("org:school", Some("school"), SCHOOL);
    row.profile = body(&[("name", "息烽县\"第一\"小学 No.1\\A")]);
    write(home, |w| w.put_subject(&row));
    let find = |kind: facts::SubjectKind, kinds: &[&str], text: Option<&str>, path: &str| {
        let of = ListOf::Subjects {
            kind,
            org_kinds: kinds.iter().map(|k| name(k)).collect(),
            text: text.map(Into::into),
        };
        let rows = list(home, of, &[path], 2).into_iter().map(|row| match row {
            PageOf::Subject(row) => row.id.code().to_owned(),
            other => panic!("{other:?}"),
        });
        rows.collect::<Vec<_>>().join(" ")
    };
    use facts::SubjectKind::{Org, Person};
    assert_eq!(find(Org, &[], None, "/"), "class county school town town2");
    assert_eq!(find(Person, &[], None, "/"), "a b");
    assert_eq!(find(Person, &[], None, SCHOOL), "a");
    assert_eq!(find(Org, &["town", "class"], None, "/"), "class town town2");
    assert_eq!(find(Org, &[], Some("烽县\"第"), "/"), "school");
    assert_eq!(find(Org, &[], Some("no.1\\a"), "/"), "school");
    assert_eq!(find(Org, &[], Some("code"), "/"), "", "the name of a field is no attribute");
    assert_eq!(find(Org, &[], Some("TOWN"), "/"), "town town2");
    assert_eq!(find(Org, &[], Some("o"), "/"), "class county school town town2");
    assert_eq!(find(Org, &[], Some(""), "/"), "class county school town town2");
}

pub fn history_messages_and_contributions(home: &dyn Home) {
    plant(home);
    write(home, |w| {
        w.add_history(&[entry(1, 0, "person:a"), entry(1, 1, "person:b"), entry(2, 0, "person:a")])?;
        w.add_messages(&[
            message("m1", 1, Some("org:school"), "person:a"),
            message("m2", 2, None, "person:b"),
            message("m3", 2, Some("org:county"), "person:a"),
        ])?;
        w.put_contributions(
            id(1),
            &[adds("i", SCHOOL, 3, "person:a", 1), adds("i", TOWN2, 3, "person:b", 2)],
        )?;
        w.put_contributions(
            id(2),
            &[adds("i", SCHOOL, 2, "person:a", 3), adds("j", SCHOOL, 2, "person:a", 4)],
        )
    });
    let history = |about: Option<&str>, key: Option<&str>, path: &str| {
        let of = ListOf::History { subject: about.map(subject), key: key.map(Into::into) };
        let rows = list(home, of, &[path], 1).into_iter().map(|row| match row {
            PageOf::History(row) => (row.unit, row.n),
            other => panic!("{other:?}"),
        });
        rows.collect::<Vec<_>>()
    };
    assert_eq!(history(None, None, "/"), [(2, 0), (1, 1), (1, 0)]);
    assert_eq!(history(Some("person:a"), None, "/"), [(2, 0), (1, 0)]);
    assert_eq!(history(None, None, TOWN2), [(1, 1)]);
    assert_eq!(history(None, Some(key("p/report", "person:b", 1).as_str()), "/"), [(1, 1)]);
    assert_eq!(history(None, Some("no key at all"), "/"), []);

    let messages = |to: &[&str], path: &str| {
        let of =
            ListOf::Messages { to: to.iter().map(|o| (name("nurse"), subject(o))).collect(), unread: true };
        let rows = list(home, of, &[path], 1).into_iter().map(|row| match row {
            PageOf::Message(row) => row.key.to_string(),
            other => panic!("{other:?}"),
        });
        rows.collect::<Vec<_>>()
    };
    assert_eq!(messages(&[], "/"), ["m3", "m2", "m1"]);
    assert_eq!(messages(&["org:school", "org:county"], "/"), ["m3", "m1"]);
    assert_eq!(messages(&["org:town"], "/"), Vec::<String>::new());
    assert_eq!(messages(&[], TOWN2), ["m2"]);

    let counted = |path: &str, from: i8| {
        let of = ListOf::Contributions { indicator: name("i"), from: day(from), to: day(3) };
        let rows = list(home, of, &[path], 1).into_iter().map(|row| match row {
            PageOf::Contribution(row, root) => (row.n, root),
            other => panic!("{other:?}"),
        });
        rows.collect::<Vec<_>>()
    };
    assert_eq!(counted("/", 1), [(3, id(2)), (1, id(1)), (2, id(1))]);
    assert_eq!(counted(SCHOOL, 3), [(1, id(1))]);
}

pub fn a_foreign_key_is_refused(home: &dyn Home) {
    some_duties(home);
    for after in ["", "x", "|", "99999999999999999999|k", "1|a\0b"] {
        let query = Query { of: all_duties(), paths: vec!["/".into()], after: Some(after.into()), limit: 5 };
        let refused = home.read(SHARD, &mut |r| r.page(&query).map(|_| ()));
        let tolerable = after == "|";
        assert!(refused.is_err() || tolerable, "{after:?}");
    }
}
