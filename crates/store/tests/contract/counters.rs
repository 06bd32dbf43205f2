//! Counters and contributions.

use crate::made::*;
use store::*;

const SCHOOL: &str = "/org:county/org:school/";

pub fn counters_follow_contributions(home: &dyn Home) {
    let class = format!("{SCHOOL}org:class/");
    write(home, |w| {
        w.put_contributions(
            id(1),
            &[adds("cases", &class, 2, "person:a", 1), adds("beds", &class, 2, "org:class", 40)],
        )?;
        w.put_contributions(
            id(2),
            &[adds("cases", &class, 3, "person:b", 1), adds("cases", &class, 3, "person:b", 2)],
        )?;
        w.put_contributions(id(3), &[adds("cases", "/org:county/org:other/", 3, "person:c", 5)])?;
        w.put_contributions(id(4), &[adds("cases", "/org:county/", 3, "person:d", 7)])
    });
    let sum = |path: &str, from: i8, to: i8| read(home, |r| r.counter("cases", path, day(from), day(to)));
    assert_eq!(sum("/org:county/", 1, 30), 16);
    assert_eq!(sum(SCHOOL, 1, 30), 4);
    assert_eq!(sum(SCHOOL, 3, 3), 3);
    assert_eq!(sum(SCHOOL, 4, 30), 0);
    assert_eq!(sum("/org:count", 3, 2), 0);
    let by = |path: &str, by: CounterBy| {
        let ask = CounterAsk { indicator: name("cases"), path: path.into(), from: day(1), to: day(30), by };
        read(home, |r| r.counters(&ask))
    };
    let pair = |name: &str, n: i64| (name.to_owned(), n);
    assert_eq!(by("/org:county/", CounterBy::Day), [pair("2019-09-02", 1), pair("2019-09-03", 15)]);
    let children = [pair("org:county", 7), pair("org:other", 5), pair("org:school", 4)];
    assert_eq!(by("/org:county/", CounterBy::Child), children);

    // Corrected: another day, and gone.
    write(home, |w| {
        w.put_contributions(id(1), &[adds("cases", &class, 4, "person:a", 1)])?;
        w.put_contributions(id(3), &[])
    });
    assert_eq!(sum("/", 1, 30), 11);
    assert_eq!(sum("/", 2, 2), 0);
    assert_eq!(read(home, |r| r.counter("beds", "/", day(1), day(30))), 0);
    let rows =
        everything(home, SHARD).into_iter().find(|(table, _)| *table == "counter").expect("the table").1;
    assert_eq!(rows.len(), 3, "sums that became zero are gone");
}

pub fn persons_are_counted_once(home: &dyn Home) {
    write(home, |w| {
        w.put_contributions(id(1), &[adds("ill", SCHOOL, 2, "person:a", 1)])?;
        w.put_contributions(id(2), &[adds("ill", SCHOOL, 3, "person:a", 1)])?;
        w.put_contributions(
            id(3),
            &[adds("ill", "/org:county/", 3, "person:b", 1), adds("ill", SCHOOL, 3, "person:c", 0)],
        )
    });
    let distinct = |path: &str, from: i8, to: i8| read(home, |r| r.distinct("ill", path, day(from), day(to)));
    assert_eq!(distinct("/", 1, 9), 2);
    assert_eq!(distinct(SCHOOL, 1, 9), 1);
    assert_eq!(distinct("/", 4, 9), 0);
}
