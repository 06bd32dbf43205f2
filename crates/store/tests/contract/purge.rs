//! What a purge asks of a home, and the baseline that a rebuild starts from.

use crate::{doors::sealed, made::*};
use ::outcomes::DutyState;
use store::*;

pub fn what_is_due_is_found_in_order(home: &dyn Home) {
    write(home, |w| {
        let facts = [
            fact(1, "check", "person:a", 5),
            fact(2, "visit", "person:a", 1),
            fact(3, "check", "person:b", 3),
            correction(4, 1, "person:a", 2, 9),
            fact(5, "check", "person:c", 3),
            fact(6, "check", "person:c", 8),
        ];
        append(w, hour(50), &facts)?;
        w.purge_bodies(&[id(5)]).map(|_| ())
    });
    let before = |until: i64, after: (i64, u64), limit: usize| -> Vec<u64> {
        let ask = (name("check"), hour(until), (hour(after.0), after.1));
        read(home, |r| r.facts_before(&ask.0, ask.1, ask.2, limit)).into_iter().map(|r| r.seq).collect()
    };
    assert_eq!(before(8, (0, 0), 9), [4, 3, 1], "the purged one is left out, and so is what is too young");
    assert_eq!(before(8, (2, 4), 1), [3]);
    assert_eq!(before(8, (5, 1), 9), Vec::<u64>::new());
    assert!(read(home, |r| r.fact(id(5))).is_some_and(|r| r.purged));
    assert!(read(home, |r| r.fact(id(1))).is_some_and(|r| !r.purged));
    let holding = ListOf::Facts {
        ledgers: vec![name("check")],
        subject: Some(subject("person:c")),
        from: None,
        until: None,
        holding: true,
    };
    crate::subjects::plant(home);
    write(home, |w| w.put_subject(&subject_row("person:c", None, "/")));
    assert_eq!(list(home, holding, &["/"], 9).len(), 1, "a purged fact holds nothing");
}

pub fn outcomes_go_with_their_history_and_messages(home: &dyn Home) {
    let (a, b) = ("person:a", "person:b");
    let told = |unit: u64, about: &str| MessageRow {
        unit,
        ..message(&format!("{unit}.0.nurse.{about}"), 1, None, about)
    };
    write(home, |w| {
        for who in [a, b] {
            w.put_duty(&duty(who, 1, 5, DutyState::Done, None))?;
            w.put_status(&status(who, 1, Some(3)))?;
            w.put_course(&course(who, 1, 14, true))?;
            w.put_alert(&alert(who, 1, 1, None, true))?;
        }
        w.add_history(&[entry(1, 0, a), entry(1, 1, b), entry(12, 0, a)])?;
        w.add_messages(&[told(1, a), told(1, b), told(12, a)])?;
        w.read_message(told(1, a).key.as_str(), "anna", hour(2)).map(|_| ())
    });
    let kept = everything(home, SHARD);
    write(home, |w| w.drop_outcomes(&subject(b), &[key("p/other", b, 1)]));
    assert_eq!(everything(home, SHARD), kept, "nothing of that name stands");
    let keys = ["p/report", "p/situation", "p/isolation", "p/cluster"].map(|name| key(name, a, 1));
    write(home, |w| {
        w.drop_outcomes(&subject(a), &keys)?;
        w.put_purged(&subject(a), hour(7))
    });
    let standing = read(home, |r| r.standing(&subject(a)));
    assert_eq!(standing, ::outcomes::Standing { purged_until: Some(hour(7)), ..Default::default() });
    assert_eq!(read(home, |r| r.standing(&subject(b))).duties.len(), 1);
    let left = read(home, |r| r.messages_after((hour(0), ""), 9));
    assert_eq!(left, [told(1, b)]);
    assert_eq!(read(home, |r| r.rows_in("read_mark")), 0);
    assert_eq!(read(home, |r| r.rows_in("history")), 1);
    assert_eq!(read(home, |r| r.messages_after((hour(1), left[0].key.as_str()), 9)), []);
}

pub fn counters_outlive_their_contributions(home: &dyn Home) {
    write(home, |w| {
        w.put_contributions(id(1), &[adds("p/cases", "/org:school/", 3, "person:a", 2)])?;
        w.put_contributions(id(2), &[adds("p/cases", "/org:school/", 3, "person:b", 1)])?;
        w.add_match(&subject("org:school"), &name("p/cluster"), id(1), hour(1))?;
        w.forget_contributions(id(1))
    });
    assert_eq!(read(home, |r| r.matches_of(id(1))), [(subject("org:school"), name("p/cluster"))]);
    assert_eq!(read(home, |r| r.matches_of(id(2))), []);
    assert_eq!(read(home, |r| r.counter("p/cases", "/", day(1), day(9))), 3);
    assert_eq!(read(home, |r| r.distinct("p/cases", "/", day(1), day(9))), 1);
    assert_eq!(read(home, |r| r.rows_in("contribution")), 1);
}

pub fn one_sealed_field_goes(home: &dyn Home) {
    let mut dropped = (0, 0);
    write(home, |w| {
        w.put_sealed(&sealed("person:a", "name", &[b"wang"]))?;
        w.put_sealed(&sealed("person:a", "phone", &[b"138"]))?;
        let phone = name("phone");
        dropped = (
            w.drop_sealed(&subject("person:a"), Some(&phone))?,
            w.drop_sealed(&subject("person:a"), Some(&phone))?,
        );
        Ok(())
    });
    assert_eq!(dropped, (1, 0));
    assert_eq!(read(home, |r| r.find_sealed("phone", b"138")), []);
    assert_eq!(read(home, |r| r.find_sealed("name", b"wang")), [subject("person:a")]);
}

/// What was furnished, then a unit more; a house made of the baseline is the house as it stood when it was laid.
pub fn a_house_stands_on_its_baseline(home: &dyn Home) {
    crate::house::furnish(home, SHARD);
    let mut hash = facts::chain::Hash::EMPTY;
    write(home, |w| {
        hash = baseline::lay(w)?;
        Ok(())
    });
    let computed = |home: &dyn Home| {
        let mut tables = everything(home, SHARD);
        tables.retain(|(table, _)| stored::table(table).expect("a table").computed);
        tables
    };
    let (then, head) = (computed(home), read(home, |r| r.head()));
    write(home, |w| {
        append(w, hour(30), &[fact(9, "check", "person:a", 1)])?;
        w.put_duty(&duty("person:a", 1, 5, DutyState::Done, None))?;
        w.touch(&subject("person:z"), hour(0), false)?;
        w.add_history(&[HistoryRow { unit: 2, ..entry(2, 0, "person:a") }])?;
        let later = MessageRow { unit: 2, ..message("2.0.nurse.", 9, None, "person:a") };
        w.add_messages(&[later])
    });
    assert_ne!(computed(home), then);
    assert_eq!(read(home, |r| baseline::hash_of(r, 1)), hash);
    assert_ne!(read(home, |r| baseline::hash_of(r, 2)), hash, "what came later is not in it");
    let copy = memory::Memory::default();
    home.read(SHARD, &mut |r| copy.write(SHARD, &mut |w| baseline::stand_on(r, w, 1))).expect("stands");
    assert_eq!(computed(&copy), then);
    assert_eq!(read(&copy, |r| r.head()), head);
    assert!(verify(&copy, SHARD).expect("walks").is_ok_and(|v| v.purged == 1));
}
