//! What stands, moments, touched subjects, messages, clearing.

use crate::made::*;
use ::outcomes::{DutyState, Standing};
use ::plan::verdict::DutyEnd;
use facts::{Name, SubjectId};
use store::*;

pub fn standing_comes_whole(home: &dyn Home) {
    let a = "person:a";
    let (open, done) =
        (duty(a, 1, 5, DutyState::Open, None), duty(a, 2, 4, DutyState::DoneLate, Some("org:school")));
    write(home, |w| {
        w.put_duty(&open)?;
        w.put_duty(&done)?;
        w.put_duty(&duty("person:b", 1, 5, DutyState::Open, None))?;
        w.put_status(&status(a, 1, Some(3)))?;
        w.put_status(&status("org:school", 1, None))?;
        w.put_course(&course(a, 1, 14, false))?;
        w.put_alert(&alert(a, 1, 1, None, false))
    });
    let standing = read(home, |r| r.standing(&subject(a)));
    assert_eq!(standing.duties.values().collect::<Vec<_>>().len(), 2);
    assert_eq!(standing.duties.get(&open.key), Some(&open));
    assert_eq!(standing.statuses.values().cloned().collect::<Vec<_>>(), [status(a, 1, Some(3))]);
    assert_eq!(standing.courses.values().cloned().collect::<Vec<_>>(), [course(a, 1, 14, false)]);
    assert_eq!(standing.alerts.values().cloned().collect::<Vec<_>>(), [alert(a, 1, 1, None, false)]);

    let owed = |names: &[Name]| read(home, |r| r.standing_of(&subject(a), names));
    assert_eq!(owed(&[]), Standing { duties: [(open.key.clone(), open.clone())].into(), ..standing.clone() });
    let own = |key: &plan::Key| vec![Name::new("p/other"), Name::new(key.name())];
    assert_eq!(owed(&own(&open.key)).duties, owed(&[]).duties);
    assert_eq!(owed(&[Name::new("p/other")]), Standing::default());
    let (status_key, _) = standing.statuses.first_key_value().expect("a status");
    assert_eq!(owed(&own(status_key)).statuses, standing.statuses);
    let ever = |who: &str, names: &[Name]| read(home, |r| r.ever_stood(&subject(who), names));
    assert!(ever(a, &[]) && ever(a, &own(&done.key)) && ever(a, &own(status_key)));
    assert!(!ever(a, &[Name::new("p/other")]) && !ever("person:nobody", &[]));
    let ended = |names: &[Name], since| read(home, |r| r.ended_duties(&subject(a), names, hour(since)));
    assert_eq!(ended(&[], 4), std::slice::from_ref(&done));
    assert_eq!(ended(&own(&done.key), 4), std::slice::from_ref(&done));
    assert_eq!(ended(&[Name::new("p/other")], 4), []);
    assert_eq!(ended(&[], 5), []);
    // Due long before it was done.
    let at_last = DutyEnd::Done { fact: id(7), at: hour(9), received: hour(9) };
    let mut done_at_last = duty("person:z", 2, 4, DutyState::DoneLate, None);
    done_at_last.due.end = at_last;
    write(home, |w| w.put_duty(&done_at_last));
    let ended_of_z = |since| read(home, |r| r.ended_duties(&subject("person:z"), &[], hour(since)));
    assert_eq!((ended_of_z(9).len(), ended_of_z(10).len()), (1, 0));

    let late = ::outcomes::Duty { state: DutyState::Overdue, ..open.clone() };
    write(home, |w| {
        w.put_duty(&late)?;
        w.put_status(&status(a, 1, None))
    });
    assert_eq!(read(home, |r| r.duty(open.key.as_str())), Some(late));
    assert_eq!(read(home, |r| r.duty("none")), None);
    let orgs = [subject("org:school"), subject(a), subject("org:none"), subject(a)];
    let statuses = read(home, |r| r.statuses_of(&orgs));
    assert_eq!(statuses, [status("org:school", 1, None), status(a, 1, None)]);
}

pub fn moments_are_replaced(home: &dyn Home) {
    let (a, b) = (subject("person:a"), subject("person:b"));
    assert_eq!(read(home, |r| r.next_moment()), None);
    let (x, y) = (Name::new("p/x"), Name::new("p/y"));
    let row = |at: i64, who: &SubjectId, part: &Name| MomentRow {
        at: hour(at),
        subject: who.clone(),
        part: part.clone(),
    };
    write(home, |w| {
        w.put_moment(&b, &x, Some(hour(2)))?;
        w.put_moment(&b, &y, Some(hour(9)))?;
        w.put_moment(&a, &y, Some(hour(3)))?;
        w.put_moment(&a, &x, Some(hour(2)))
    });
    let due = |until: i64, limit: usize| read(home, |r| r.due_moments(hour(until), limit));
    assert_eq!(due(3, 9), [row(2, &a, &x), row(2, &b, &x), row(3, &a, &y)]);
    assert_eq!(due(3, 1).len(), 1);
    assert_eq!(due(1, 9), []);
    assert_eq!(read(home, |r| r.moments_of(&b)), [row(2, &b, &x), row(9, &b, &y)]);
    write(home, |w| {
        w.put_moment(&a, &y, Some(hour(1)))?;
        w.put_moment(&a, &x, None)?;
        w.put_moment(&a, &Name::new("p/none"), None)?;
        w.put_moment(&b, &x, None)
    });
    assert_eq!(read(home, |r| r.next_moment()), Some(hour(1)));
    assert_eq!(due(9, 9), [row(1, &a, &y), row(9, &b, &y)]);
}

pub fn touched_subjects_wait_in_order(home: &dyn Home) {
    let [a, b, c] = ["person:c", "person:a", "person:b"].map(subject);
    let touch = |who: &[(&facts::SubjectId, i64, bool)]| {
        write(home, |w| who.iter().try_for_each(|(s, from, quiet)| w.touch(s, hour(*from), *quiet)));
    };
    let row = |subject: &facts::SubjectId, from: i64, quiet: bool| WaitingRow {
        subject: subject.clone(),
        from: hour(from),
        quiet,
    };
    touch(&[(&a, 5, true), (&b, 2, true), (&a, 3, true), (&c, 4, false), (&a, 9, true), (&b, 7, false)]);
    touch(&[(&c, 6, true)]);
    let all = [row(&a, 3, true), row(&b, 2, false), row(&c, 4, false)];
    assert_eq!(read(home, |r| r.touched(9)), all, "the earliest time; quiet only if nothing else touched it");
    assert_eq!(read(home, |r| r.touched(1)), all[..1]);
    write(home, |w| w.untouch(&[a.clone(), subject("person:none")]));
    touch(&[(&a, 8, false)]);
    assert_eq!(read(home, |r| r.touched(9)), [row(&b, 2, false), row(&c, 4, false), row(&a, 8, false)]);
}

pub fn messages_are_idempotent(home: &dyn Home) {
    let first = message("1|x|nurse", 1, Some("org:school"), "person:a");
    write(home, |w| w.add_messages(&[first.clone(), message("2", 2, None, "person:a")]));
    let changed = MessageRow { at: hour(9), ..first.clone() };
    write(home, |w| w.add_messages(&[changed.clone(), changed.clone()]));
    crate::subjects::plant(home);
    let messages = |unread: bool| list(home, ListOf::Messages { to: vec![], unread }, &["/"], 1);
    let second = PageOf::Message(Box::new(message("2", 2, None, "person:a")));
    assert_eq!(messages(false), [second.clone(), PageOf::Message(Box::new(first.clone()))]);
    let mark = |account: &str| {
        let mut news = false;
        write(home, |w| {
            news = w.read_message(&first.key, account, hour(3))?;
            assert!(!w.read_message("none", account, hour(3))?);
            Ok(())
        });
        news
    };
    assert!(mark("anna"));
    assert!(!mark("bo"));
    let read_by = Some(("anna".into(), hour(3)));
    assert_eq!(messages(false)[1], PageOf::Message(Box::new(MessageRow { read: read_by, ..first.clone() })));
    assert_eq!(messages(true), [second]);
}

pub fn clearing_leaves_what_cannot_be_computed(home: &dyn Home) {
    crate::house::furnish(home, SHARD);
    let before = everything(home, SHARD);
    assert!(before.iter().all(|(table, rows)| !rows.is_empty() || panic!("{table} is empty")));
    write(home, |w| w.clear_outcomes());
    let after = everything(home, SHARD);
    for ((table, before), (_, after)) in before.iter().zip(&after) {
        let kept = [
            "head",
            "ground",
            "unit",
            "fact",
            "pack",
            "note",
            "sealed",
            "sealed_index",
            "baseline",
            "read_mark",
        ]
        .contains(table);
        assert_eq!(after, if kept { before.as_slice() } else { &[] }, "{table}");
    }
    assert_eq!(read(home, |r| r.counter("p/cases", "/", day(1), day(30))), 0);
}
