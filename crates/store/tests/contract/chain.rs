//! Facts, units, the head; what a failed unit of work leaves behind.

use crate::made::*;
use facts::FactId;
use store::{seam::Error, *};

fn ids(facts: &[facts::Recorded]) -> Vec<FactId> {
    facts.iter().map(|r| r.fact.id).collect()
}

pub fn facts_come_back_as_they_went_in(home: &dyn Home) {
    let mut first = fact(1, "check", "person:a", 1);
    first.discharges = Some("p/report|person:a|x".into());
    first
        .body
        .insert("temperature".into(), facts::Value::Number(facts::Decimal::parse("37.3").expect("a number")));
    first.body.insert(
        "signs".into(),
        facts::Value::List(vec![facts::Value::text("皮疹"), facts::Value::text("咳")]),
    );
    write(home, |w| append(w, hour(2), &[first.clone(), fact(2, "check", "person:b", 1)]).map(|_| ()));
    write(home, |w| append(w, hour(3), &[]).map(|_| ()));

    let head = read(home, |r| r.head());
    assert_eq!((head.seq, head.unit, head.received), (2, 2, hour(3)));
    assert_eq!(read(home, |r| r.fact(id(1))).expect("is there").fact, first);
    assert_eq!(read(home, |r| r.fact(id(3))), None);
    let links = read(home, |r| r.links(1, 10));
    assert_eq!(links.iter().map(|l| l.recorded.seq).collect::<Vec<_>>(), [1, 2]);
    assert!(links.iter().all(|l| l.salt.is_some() && l.body_json.is_some()));
    assert_eq!(read(home, |r| r.links(2, 10)).len(), 1);
    assert_eq!(read(home, |r| r.links(1, 1)).len(), 1);
    let units = read(home, |r| r.units(1, 10));
    assert_eq!(
        units.iter().map(|u| (u.unit, u.seq_first, u.seq_last)).collect::<Vec<_>>(),
        [(1, 1, 2), (2, 3, 2)]
    );
    let verified = verify(home, SHARD).expect("walks").expect("is whole");
    assert_eq!((verified.units, verified.facts, verified.head), (2, 2, head));
}

pub fn a_chain_of_corrections_comes_whole(home: &dyn Home) {
    write(home, |w| {
        append(
            w,
            hour(50),
            &[
                fact(1, "check", "person:a", 10),
                // Moves the fact earlier, and to another person.
                correction(2, 1, "person:b", 2, 20),
                fact(3, "visit", "person:a", 11),
                // Its root has not arrived.
                correction(4, 9, "person:a", 12, 30),
            ],
        )
        .map(|_| ())
    });
    let about = |who: &str, ledgers: &[&str], from: i64| {
        let ledgers: Vec<_> = ledgers.iter().map(|l| name(l)).collect();
        ids(&read(home, |r| r.facts_about(&subject(who), &ledgers, hour(from))))
    };
    assert_eq!(about("person:a", &[], 0), [id(1), id(2), id(3), id(4)]);
    assert_eq!(about("person:a", &["check"], 5), [id(1), id(2), id(4)]);
    assert_eq!(about("person:a", &["chec", "visit"], 0), [id(3)]);
    assert_eq!(about("person:a", &[], 11), [id(3), id(4)]);
    assert_eq!(about("person:b", &[], 0), [id(1), id(2)]);
    assert_eq!(about("person:b", &[], 3), []);
    let of_any = |who: &[&str], ledgers: &[&str]| {
        let (who, ledgers): (Vec<_>, Vec<_>) =
            (who.iter().map(|w| subject(w)).collect(), ledgers.iter().map(|l| name(l)).collect());
        ids(&read(home, |r| r.facts_about_any(&who, &ledgers)))
    };
    assert_eq!(of_any(&["person:b"], &[]), [id(1), id(2)], "the root is about somebody else");
    assert_eq!(of_any(&["person:b", "person:a"], &["check"]), [id(1), id(2), id(4)], "each once");
    assert_eq!(of_any(&["person:c", "person:a"], &["visit"]), [id(3)]);
    assert_eq!(of_any(&[], &[]), []);
    assert_eq!(ids(&read(home, |r| r.facts_of_root(id(1)))), [id(1), id(2)]);
    assert_eq!(ids(&read(home, |r| r.facts_of_root(id(9)))), [id(4)]);
    let many: Vec<FactId> = (0..100).rev().map(id).collect();
    assert_eq!(ids(&read(home, |r| r.facts_of_roots(&many))), [id(1), id(2), id(3), id(4)]);
    assert_eq!(read(home, |r| r.facts_of_roots(&[])), []);
}

pub fn a_fact_is_added_once(home: &dyn Home) {
    write(home, |w| append(w, hour(1), &[fact(1, "check", "person:a", 1)]).map(|_| ()));
    let again =
        home.write(SHARD, &mut |w| append(w, hour(2), &[fact(1, "check", "person:a", 1)]).map(|_| ()));
    assert!(again.is_err_and(|e| !e.again));
    assert_eq!(read(home, |r| r.head()).seq, 1);
}

pub fn a_failed_write_leaves_no_trace(home: &dyn Home) {
    let fill = |w: &mut dyn Write| {
        let n = w.head()?.seq as u8 + 1;
        append(w, hour(1), &[fact(n, "check", "person:a", 1)])?;
        w.put_duty(&duty("person:a", 1, n.into(), ::outcomes::DutyState::Open, None))?;
        w.put_moment(&subject("person:a"), &name("p/x"), Some(hour(n.into())))?;
        w.put_contributions(id(1), &[adds("i", "/", n as i8, "person:a", 1)])?;
        w.touch(&subject("person:a"), hour(0), false)
    };
    let no = || Error { doing: "test", said: "no".into(), again: false };
    let failed = home.write("new", &mut |w| fill(w).and(Err(no())));
    assert_eq!(failed.map_err(|e| e.said), Err("no".into()));
    assert_eq!(home.shards().expect("shards"), Vec::<String>::new());

    write(home, fill);
    let before = everything(home, SHARD);
    let failed = home.write(SHARD, &mut |w| {
        fill(w)?;
        assert_eq!(w.head()?.seq, 2, "a unit of work reads what it wrote");
        w.clear_outcomes()?;
        Err(no())
    });
    assert!(failed.is_err());
    assert_eq!(everything(home, SHARD), before);
    assert_eq!(home.shards().expect("shards"), [SHARD]);
}

pub fn an_error_passed_over_is_not_committed(home: &dyn Home) {
    write(home, |w| append(w, hour(1), &[fact(1, "check", "person:a", 1)]).map(|_| ()));
    let before = everything(home, SHARD);
    let result = home.write(SHARD, &mut |w| {
        w.touch(&subject("person:a"), hour(0), false)?;
        let _ = append(w, hour(2), &[fact(1, "check", "person:a", 1)]);
        Ok(())
    });
    assert!(result.is_err());
    assert_eq!(everything(home, SHARD), before);
}

pub fn a_panic_leaves_no_trace(home: &dyn Home) {
    write(home, |w| w.touch(&subject("person:a"), hour(0), false));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        home.write(SHARD, &mut |w| {
            w.touch(&subject("person:b"), hour(0), false)?;
            panic!("a test's own panic");
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(waiting(home), [subject("person:a")]);
    write(home, |w| w.touch(&subject("person:c"), hour(0), false));
    assert_eq!(waiting(home), [subject("person:a"), subject("person:c")]);
}

pub fn shards_do_not_see_each_other(home: &dyn Home) {
    write(home, |w| append(w, hour(1), &[fact(1, "check", "person:a", 1)]).map(|_| ()));
    let other = everything(home, "other");
    assert!(other.iter().all(|(_, rows)| rows.is_empty()));
    home.write("other", &mut |w| append(w, hour(1), &[fact(1, "check", "person:a", 1)]).map(|_| ()))
        .expect("writes");
    home.write("other", &mut |w| w.clear_outcomes()).expect("writes");
    assert_eq!(read(home, |r| r.head()).seq, 1);
    assert_eq!(home.shards().expect("shards"), [SHARD, "other"]);
    assert_eq!(home.schema_version().expect("version"), migrate::VERSION);
}

pub fn purged_facts_keep_their_commitment(home: &dyn Home) {
    write(home, |w| {
        append(w, hour(9), &[fact(1, "check", "person:a", 1), fact(2, "check", "person:a", 2)]).map(|_| ())
    });
    let mut purged = (0, 0);
    write(home, |w| {
        purged = (w.purge_bodies(&[id(1), id(7)])?, w.purge_bodies(&[id(1)])?);
        Ok(())
    });
    assert_eq!(purged, (1, 0));
    let links = read(home, |r| r.links(1, 9));
    assert!(
        links[0].recorded.fact.body.is_empty() && links[0].salt.is_none() && links[0].body_json.is_none()
    );
    assert!(!links[1].recorded.fact.body.is_empty());
    let verified = verify(home, SHARD).expect("walks").expect("is whole");
    assert_eq!((verified.facts, verified.purged), (2, 1));
}

type Tamper = fn(&str, Vec<cell::Cell>) -> Option<Vec<cell::Cell>>;

/// What somebody does to each row of each table, and what is then reported.
const TAMPERS: &[(Tamper, Result<u64, Fault>)] = &[
    (|_, row| Some(row), Ok(4)),
    (
        |t, row| (t != "fact" || row[0] != cell::Cell::Int(2)).then_some(row),
        Err(Fault::FactRemoved { seq: 2 }),
    ),
    (
        |t, row| (t != "fact" || row[0] != cell::Cell::Int(4)).then_some(row),
        Err(Fault::FactRemoved { seq: 4 }),
    ),
    (
        |t, row| (t != "unit" || row[0] != cell::Cell::Int(3)).then_some(row),
        Err(Fault::UnitRemoved { unit: 3 }),
    ),
    (|t, row| (t != "unit" || row[0] != cell::Cell::Int(4)).then_some(row), Err(Fault::FactAdded { seq: 4 })),
    (
        |t, mut row| {
            if t == "fact" && row[0] == cell::Cell::Int(3) {
                row[14] = cell::Cell::from("{\"note\":\"无\"}");
            }
            Some(row)
        },
        Err(Fault::BodyChanged { seq: 3 }),
    ),
    (
        |t, mut row| {
            if t == "fact" && row[0] == cell::Cell::Int(1) {
                row[4] = cell::Cell::from("other");
            }
            Some(row)
        },
        Err(Fault::UnitChanged { unit: 1, seq_first: 1, seq_last: 1 }),
    ),
    (
        |t, mut row| {
            if t == "fact" && (row[0] == cell::Cell::Int(2) || row[0] == cell::Cell::Int(3)) {
                let cell::Cell::Int(seq) = row[0] else { return None };
                row[0] = cell::Cell::Int(5 - seq);
            }
            Some(row)
        },
        Err(Fault::Reordered { seq: 3 }),
    ),
    (
        |t, mut row| {
            if t == "unit" && row[0] == cell::Cell::Int(3) {
                row[1] = cell::Cell::Int(1);
            }
            Some(row)
        },
        Err(Fault::UnitChanged { unit: 3, seq_first: 4, seq_last: 3 }),
    ),
    (
        |t, mut row| {
            if t == "head" {
                row[2] = cell::Cell::Int(7);
            }
            Some(row)
        },
        Err(Fault::HeadDiffers { seq: 4 }),
    ),
];

/// Changes rows on their way from one home to another, as somebody with access to the file could.
pub fn tampering_is_found(home: &dyn Home) {
    write(home, |w| append(w, hour(1), &[fact(1, "check", "person:a", 1)]).map(|_| ()));
    write(home, |w| {
        append(w, hour(2), &[fact(2, "check", "person:b", 1), fact(3, "check", "person:c", 1)]).map(|_| ())
    });
    write(home, |w| append(w, hour(5), &[]).map(|_| ()));
    write(home, |w| append(w, hour(6), &[fact(4, "check", "person:a", 1)]).map(|_| ()));
    let column =
        |table: &stored::Table, name: &str| table.columns.iter().position(|c| *c == name).expect("a column");
    assert_eq!((column(&stored::FACT, "ledger"), column(&stored::FACT, "body")), (4, 14));
    for (n, (tamper, expect)) in TAMPERS.iter().enumerate() {
        let shard = format!("tampered-{n}");
        let tables = everything(home, SHARD);
        home.write(&shard, &mut |w| {
            for (table, rows) in &tables {
                for row in rows.iter().cloned().filter_map(|row| tamper(table, row)) {
                    w.import(table, row)?;
                }
            }
            Ok(())
        })
        .expect("imports");
        let found = verify(home, &shard).expect("walks");
        assert_eq!(found.map(|v| v.facts), *expect, "case {n}");
        if let Err(fault) = found {
            assert!(!fault.says().zh.is_empty() && !fault.code().is_empty() && !fault.hint().en.is_empty());
        }
    }
}
