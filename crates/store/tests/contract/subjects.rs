//! Subjects, memberships, assignments, matches, readings.

use crate::made::*;
use store::*;

/// county > town > school > class, and another town.
pub fn plant(home: &dyn Home) {
    let county = "/org:county/";
    let school = "/org:county/org:town/org:school/";
    write(home, |w| {
        w.put_subject(&subject_row("org:county", Some("county"), county))?;
        w.put_subject(&subject_row("org:town", Some("town"), "/org:county/org:town/"))?;
        w.put_subject(&subject_row("org:town2", Some("town"), "/org:county/org:town2/"))?;
        w.put_subject(&subject_row("org:school", Some("school"), school))?;
        w.put_subject(&subject_row("org:class", Some("class"), &format!("{school}org:class/")))?;
        w.put_subject(&subject_row("person:a", None, school))?;
        w.put_subject(&subject_row("person:b", None, "/org:county/org:town2/"))
    });
}

fn ids(rows: &[SubjectRow]) -> Vec<&str> {
    rows.iter().map(|row| row.id.as_str()).collect()
}

pub fn the_tree_of_organisations(home: &dyn Home) {
    plant(home);
    let up = read(home, |r| r.org_chain(&subject("org:class")));
    assert_eq!(ids(&up), ["org:class", "org:school", "org:town", "org:county"]);
    assert_eq!(read(home, |r| r.org_chain(&subject("org:none"))), []);
    let below = |top: &str, kinds: &[&str]| {
        let kinds: Vec<_> = kinds.iter().map(|k| name(k)).collect();
        read(home, |r| r.orgs_below(&subject(top), &kinds))
    };
    assert_eq!(ids(&below("org:town", &[])), ["org:class", "org:school", "org:town"]);
    assert_eq!(ids(&below("org:county", &["town", "class"])), ["org:class", "org:town", "org:town2"]);
    assert_eq!(ids(&below("org:town", &["county"])), Vec::<&str>::new());
    let mut row = read(home, |r| r.subject(&subject("person:a"))).expect("is there");
    assert_eq!(row, subject_row("person:a", None, "/org:county/org:town/org:school/"));
    let mut several = read(home, |r| r.subjects(&["person:b", "person:none", "org:town"].map(subject)));
    several.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(ids(&several), ["org:town", "person:b"]);
    row.profile = body(&[("sex", "女")]);
    write(home, |w| w.put_subject(&row));
    assert_eq!(read(home, |r| r.subject(&subject("person:a"))), Some(row));
}

pub fn memberships_are_dated(home: &dyn Home) {
    let row = |group: &str, from: i64, until: Option<i64>, ledger: &str| MembershipRow {
        member: subject("person:a"),
        group: subject(group),
        from: hour(from),
        until: until.map(hour),
        ledger: name(ledger),
        root: id(1),
    };
    let a = subject("person:a");
    let school = [row("org:class", 5, None, "enrol"), row("org:class2", 1, Some(5), "enrol")];
    write(home, |w| w.put_memberships(&a, &name("enrol"), &school));
    write(home, |w| w.put_memberships(&a, &name("move"), &[row("household:1", 2, None, "move")]));
    let expect = [school[1].clone(), row("household:1", 2, None, "move"), school[0].clone()];
    assert_eq!(read(home, |r| r.memberships(&a)), expect);
    assert_eq!(read(home, |r| r.memberships_of(&[subject("person:nobody"), a.clone()])), expect);
    let between = |group: &str, since: i64, at: i64| {
        read(home, |r| r.members(&subject(group), hour(since), hour(at), None, 9))
    };
    let members = |group: &str, at: i64| between(group, at, at);
    assert_eq!(members("org:class2", 4), std::slice::from_ref(&a));
    assert_eq!(members("org:class2", 5), []);
    assert_eq!(members("org:class", 4), []);
    assert_eq!(members("org:class", 5), std::slice::from_ref(&a));
    assert_eq!(between("org:class2", 4, 9), std::slice::from_ref(&a), "was one since then");
    assert_eq!((between("org:class2", 5, 9), between("org:class", 1, 4)), (vec![], vec![]));
    write(home, |w| w.put_memberships(&a, &name("enrol"), &[]));
    assert_eq!(read(home, |r| r.memberships(&a)).len(), 1);

    for n in 0..5 {
        let member = subject(&format!("person:m{n}"));
        let rows = [MembershipRow { member: member.clone(), ..row("org:class", 0, None, "enrol") }];
        write(home, |w| w.put_memberships(&member, &name("enrol"), &rows));
    }
    let after = subject("person:m1");
    let next = read(home, |r| r.members(&subject("org:class"), hour(1), hour(1), Some(&after), 2));
    assert_eq!(next, [subject("person:m2"), subject("person:m3")]);
}

pub fn assignments_are_replaced_by_root(home: &dyn Home) {
    let row = |n: u8, org: &str, role: &str, account: &str| AssignmentRow {
        org: subject(org),
        role: name(role),
        account: account.into(),
        seat: (n == 2).then(|| subject("org:cdc")),
        from: hour(n.into()),
        until: None,
        root: id(n),
    };
    write(home, |w| {
        w.put_assignments(id(1), &[row(1, "org:b", "nurse", "anna"), row(1, "org:a", "nurse", "anna")])
    });
    write(home, |w| w.put_assignments(id(2), &[row(2, "org:a", "head", "bo")]));
    let orgs = [subject("org:b"), subject("org:a"), subject("org:b"), subject("org:c")];
    let expect =
        [row(2, "org:a", "head", "bo"), row(1, "org:a", "nurse", "anna"), row(1, "org:b", "nurse", "anna")];
    assert_eq!(read(home, |r| r.assignments_at(&orgs)), expect);
    assert_eq!(read(home, |r| r.assignments_of("anna")), expect[1..]);
    write(home, |w| w.put_assignments(id(1), &[row(1, "org:b", "nurse", "cy")]));
    assert_eq!(read(home, |r| r.assignments_of("anna")), []);
    assert_eq!(read(home, |r| r.assignments_at(&orgs)).len(), 2);
}

pub fn matches_are_news_once(home: &dyn Home) {
    let (class, signal) = (subject("org:class"), name("p/cluster"));
    let add = |root: u8, at: i64| {
        let mut news = false;
        write(home, |w| {
            news = w.add_match(&class, &signal, id(root), hour(at))?;
            Ok(())
        });
        news
    };
    assert!(add(1, 5));
    assert!(!add(1, 5));
    assert!(add(1, 6), "at another time");
    assert!(add(2, 3));
    let matches = |from: i64| read(home, |r| r.matches(&class, &signal, hour(from)));
    assert_eq!(matches(0), [id(2), id(1)]);
    assert_eq!(matches(6), [id(1)]);
    assert_eq!(matches(7), []);
    let mut dropped = Vec::new();
    write(home, |w| {
        dropped = w.drop_matches(id(1))?;
        Ok(())
    });
    assert_eq!(dropped, [(class.clone(), signal.clone())]);
    assert_eq!(matches(0), [id(2)]);
}

pub fn readings_go_both_ways(home: &dyn Home) {
    let (a, b, c) = (subject("person:a"), subject("person:b"), subject("person:c"));
    write(home, |w| {
        w.put_reading(&a, id(1), Some(&b))?;
        w.put_reading(&a, id(2), Some(&b))?;
        w.put_reading(&b, id(1), Some(&a))?;
        w.put_reading(&c, id(3), Some(&b))
    });
    assert_eq!(read(home, |r| r.readers_of(&b)), [a.clone(), c.clone()]);
    assert_eq!(read(home, |r| r.read_by(&a)), std::slice::from_ref(&b));
    write(home, |w| w.put_reading(&a, id(1), Some(&c)));
    assert_eq!(read(home, |r| r.read_by(&a)), [b.clone(), c.clone()]);
    write(home, |w| w.put_reading(&a, id(2), None));
    assert_eq!(read(home, |r| r.readers_of(&b)), [c]);
    assert_eq!(read(home, |r| r.readers_of(&a)), [b]);
}

/// Goes on until nothing moves: what each step named.
fn follow(home: &dyn Home, limit: usize) -> Vec<Followed> {
    let mut steps = Vec::new();
    while read(home, |r| r.moving()) {
        write(home, |w| {
            steps.extend(w.follow_move(limit)?);
            Ok(())
        });
        assert!(steps.len() < 100, "it goes on for ever: {steps:?}");
    }
    steps
}

pub fn an_organisation_moves_with_all_that_is_below_it(home: &dyn Home) {
    plant(home);
    let (old, new) = ("/org:county/org:town/org:school/", "/org:county/org:town2/org:school/");
    let (owed, other) = (
        duty("person:a", 1, 5, ::outcomes::DutyState::Open, Some("org:class")),
        duty("person:b", 2, 5, ::outcomes::DutyState::Open, Some("org:town")),
    );
    write(home, |w| {
        w.put_duty(&owed)?;
        w.put_duty(&other)?;
        w.put_course(&course("person:a", 1, 14, false))?;
        w.put_alert(&alert("person:a", 1, 1, None, false))?;
        w.put_contributions(id(1), &[adds("i", &format!("{old}org:class/"), 2, "person:a", 1)])?;
        w.put_contributions(
            id(2),
            &[adds("i", old, 2, "person:a", 1), adds("i", "/org:county/", 2, "person:a", -1)],
        )?;
        w.put_contributions(id(3), &[adds("i", "/org:county/org:town/", 2, "person:b", 1)])?;
        w.put_subject(&subject_row("org:school", Some("school"), new))?;
        w.put_move(&moved(old, new))
    });
    let path = |who: &str| read(home, |r| r.subject(&subject(who))).expect("is there").path;
    assert_eq!(path("org:class"), format!("{new}org:class/"), "organisations follow at once");
    assert_eq!((path("org:town2"), path("person:a")), ("/org:county/org:town2/".into(), old.into()));
    let below = |path: &str| -> Vec<String> {
        let duties = ListOf::Duties {
            held: vec![],
            taken: None,
            states: vec![],
            subject: None,
            name: None,
            due_from: None,
            due_until: None,
            gaps: false,
            said: None,
        };
        let lists = [
            duties,
            ListOf::Courses { running: false, name: None, said: None },
            ListOf::Alerts { open: false, subject: None, severity: None, said: None },
        ];
        let rows = lists.into_iter().flat_map(|of| list(home, of, &[path], 5));
        let key = |row: PageOf| match row {
            PageOf::Duty(duty) => duty.key.to_string(),
            PageOf::Course(course) => course.key.to_string(),
            PageOf::Alert(alert) => alert.key.to_string(),
            row => panic!("{row:?}"),
        };
        rows.map(key).collect()
    };
    // Who is asked for the duty has moved at once; whom it is about follows.
    assert_eq!((below(old).len(), below(new).len()), (3, 1));
    let steps = follow(home, 2);
    assert!(steps.len() > 4, "in chunks: {steps:?}");
    assert!(steps.iter().all(|step| step.moving == moved(old, new)));
    let subjects: Vec<_> = steps.iter().flat_map(|step| step.subjects.clone()).collect();
    assert_eq!(subjects, [subject("person:a")]);
    let roots: std::collections::BTreeSet<_> = steps.iter().flat_map(|step| step.roots.clone()).collect();
    assert_eq!(roots, [id(1), id(2)].into(), "those are to be counted again");
    assert_eq!(path("person:a"), new);
    assert_eq!((below(old).len(), below(new).len()), (0, 3));
    assert_eq!(below("/org:county/org:town/"), [other.key.to_string()]);
    assert_eq!(read(home, |r| r.duty(owed.key.as_str())), Some(owed), "the duty itself is what it was");
}
