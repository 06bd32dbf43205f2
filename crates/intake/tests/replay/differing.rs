//! A rebuild names what differs: in every computed table, a row that says something else, one that is missing and one
//! that nothing gave rise to.
//!
//! Not here: that nothing differs when nobody laid hands on the store (`replay`).

use super::super::follow::town::{CHECK, Town, enrolled, ill};
use intake::rebuild::rebuild;
use serde_json::json;
use std::{collections::BTreeMap, sync::Arc};
use store::{
    Home,
    cell::Cell,
    memory::Memory,
    stored::{TABLES, Table},
};

type Rows = Vec<Vec<Cell>>;

fn computed() -> impl Iterator<Item = &'static Table> {
    TABLES.into_iter().filter(|table| table.computed)
}

/// A story that leaves something in every table, some of it still to be followed.
fn story(home: Arc<dyn Home>) -> Town {
    let mut town = Town::keeping(home, &[]);
    for (n, time) in [(0, "2 08:00"), (1, "2 08:10"), (3, "2 08:20")] {
        town.now(time, &format!("person:p{n}"), CHECK, ill());
    }
    town.now("2 09:00", "person:p2", "temperature", json!({ "celsius": 38.5 }));
    let contact = json!({ "kind": "secondary", "index_contact": "person:p6" });
    town.now("2 10:00", "person:p0", "contact", contact);
    town.sweep("3 12:00");
    town.now("3 13:00", "person:p1", "enrolment", enrolled("org:b"));
    let elsewhere = json!({ "kind": "class", "name": "org:a", "parent": "org:county" });
    town.now("3 14:00", "org:a", "organisation", elsewhere);
    town
}

fn read(town: &Town) -> BTreeMap<&'static str, Rows> {
    let rows_of = |table: &'static Table| {
        let mut rows = Vec::new();
        let mut keep = |row| {
            rows.push(row);
            Ok(())
        };
        town.house.read(|r| r.export(table.name, &mut keep)).expect("rows");
        (table.name, rows)
    };
    computed().map(rows_of).collect()
}

/// Somebody's hand: the computed tables with these rows.
fn put(town: &Town, rows: &BTreeMap<&'static str, Rows>) {
    let mut write = |w: &mut dyn store::Write| {
        w.clear_outcomes()?;
        let mut each = rows.iter().flat_map(|(table, rows)| rows.iter().map(move |row| (table, row)));
        each.try_for_each(|(table, row)| w.import(table, row.clone()))
    };
    town.house.home.write("town", &mut write).expect("somebody's hand");
}

/// What a rebuild says when the last row of every table was changed like this: by table, without the row's key.
fn said(town: &Town, change: &dyn Fn(&Table, &mut Rows)) -> BTreeMap<String, Vec<String>> {
    let whole = read(town);
    let mut changed = whole.clone();
    for table in computed() {
        let rows = changed.get_mut(table.name).expect("a table");
        assert!(!rows.is_empty(), "this story leaves nothing in {}", table.name);
        change(table, rows);
    }
    put(town, &changed);
    let rebuilt = rebuild(&town.house, Arc::new(Memory::default()), &mut |_| {}).expect("a rebuild");
    assert_eq!(rebuilt.wrong, rebuilt.differences.len() as u64);
    put(town, &whole);
    town.done();
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in rebuilt.differences {
        let (table, rest) = line.split_once(' ').expect("table and row");
        let (key, what) = rest.split_once("]: ").expect("a key");
        assert!(key.starts_with('['), "{line}");
        said.entry(table.to_owned()).or_default().push(what.to_owned());
    }
    said
}

fn other(cell: &Cell) -> Cell {
    match cell {
        Cell::Null => Cell::Int(7),
        Cell::Int(n) => Cell::Int(n + 1),
        Cell::Text(text) => Cell::Text(format!("{text}~")),
        Cell::Bytes(bytes) => Cell::Bytes(bytes.iter().map(|byte| byte ^ 1).collect()),
    }
}

/// The column that is changed: a number if there is one.
fn column_of(table: &Table, row: &[Cell]) -> Option<usize> {
    let beyond = table.key..row.len();
    let number = beyond.clone().find(|n| matches!(row[*n], Cell::Int(_)));
    number.or_else(|| beyond.clone().find(|n| matches!(row[*n], Cell::Text(_)))).or(beyond.last())
}

#[test]
fn a_rebuild_names_the_table_and_the_row_that_differ() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("house.db").display());
    let town = story(Arc::from(store::open(&url).expect("opens")));
    town.done();

    let changed = said(&town, &|table, rows| {
        let row = rows.last_mut().expect("a row");
        if let Some(n) = column_of(table, row) {
            row[n] = other(&row[n]);
        }
    });
    let missing = said(&town, &|_, rows| drop(rows.pop()));
    let invented = said(&town, &|table, rows| {
        let row = rows.last_mut().expect("a row");
        row[table.key - 1] = other(&row[table.key - 1]);
    });
    for table in computed() {
        let name = table.name;
        // Where somebody lies is all key.
        if table.key < table.columns.len() {
            let [what] = &changed[name][..] else { panic!("{name}: {:?}", changed[name]) };
            assert!(what.contains(" stored ") && what.contains(", rebuilt "), "{name}: {what}");
        }
        let [what] = &missing[name][..] else { panic!("{name}: {:?}", missing[name]) };
        assert!(what.starts_with("rebuilt and not stored"), "{name}: {what}");
        let [one, two] = &invented[name][..] else { panic!("{name}: {:?}", invented[name]) };
        let both = format!("{one} {two}");
        assert!(both.contains("rebuilt and not stored") && both.contains("stored and not rebuilt"), "{both}");
    }
}

#[test]
fn of_many_rows_the_first_are_named_and_the_others_counted() {
    let town = story(Arc::new(Memory::default()));
    let mut rows = read(&town);
    let history = rows.get_mut("history").expect("a table");
    let gone = history.len() as u64;
    history.clear();
    put(&town, &rows);
    let rebuilt = rebuild(&town.house, Arc::new(Memory::default()), &mut |_| {}).expect("a rebuild");
    assert!(gone > 20, "much happened: {gone}");
    assert_eq!((rebuilt.wrong, rebuilt.differences.len()), (gone, 21), "{:?}", rebuilt.differences);
    assert_eq!(rebuilt.differences.last(), Some(&format!("history: {} more rows differ", gone - 20)));
}

#[test]
fn a_stamp_of_the_ground_that_is_not_true_is_found() {
    let town = story(Arc::new(Memory::default()));
    town.done();
    town.house.home.write("town", &mut |w| w.set_ground(1)).expect("somebody's hand");
    let rebuilt = rebuild(&town.house, Arc::new(Memory::default()), &mut |_| {}).expect("a rebuild");
    let [what] = &rebuilt.differences[..] else { panic!("{:?}", rebuilt.differences) };
    assert!(what.starts_with("ground []: unit stored [1], rebuilt ["), "{what}");
}
