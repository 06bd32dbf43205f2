//! Notes, sealed fields, packs, adoptions.

use crate::made::*;
use facts::chain::Hash;
use store::*;

pub fn note(kind: &str, key: &str) -> NoteRow {
    NoteRow { kind: kind.into(), key: key.into(), json: format!("{{\"of\":\"{key}\"}}"), expires: None }
}

pub fn notes_are_listed_by_prefix(home: &dyn Home) {
    write(home, |w| {
        ["a/1", "a/2", "a/3", "b/1", "", "钥"]
            .into_iter()
            .try_for_each(|key| w.put_note(&note("token", key)))?;
        w.put_note(&note("session", "a/1"))
    });
    let notes = |prefix: &str, after: Option<&str>, limit: usize| {
        let rows = read(home, |r| r.notes("token", prefix, after, limit));
        rows.into_iter().map(|row| row.key.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(notes("", None, 9), ["", "a/1", "a/2", "a/3", "b/1", "钥"]);
    assert_eq!(notes("a/", None, 2), ["a/1", "a/2"]);
    assert_eq!(notes("a/", Some("a/1"), 9), ["a/2", "a/3"]);
    assert_eq!(notes("钥", None, 9), ["钥"]);
    let changed = NoteRow { json: "[]".into(), expires: Some(hour(1)), ..note("token", "a/1") };
    write(home, |w| {
        w.put_note(&changed)?;
        w.drop_note("token", "a/2")
    });
    assert_eq!(read(home, |r| r.note("token", "a/1")), Some(changed));
    assert_eq!(read(home, |r| r.note("token", "a/2")), None);
    assert_eq!(read(home, |r| r.note("session", "a/1")), Some(note("session", "a/1")));
}

pub fn notes_are_forgotten_when_their_time_is_over(home: &dyn Home) {
    let until = |key: &str, at: Option<i64>| NoteRow { expires: at.map(hour), ..note("token", key) };
    write(home, |w| {
        let rows =
            [until("past", Some(1)), until("now", Some(2)), until("later", Some(3)), until("ever", None)];
        rows.iter().try_for_each(|row| w.put_note(row))
    });
    let mut dropped = 0;
    write(home, |w| {
        dropped = w.drop_expired_notes(hour(2))?;
        Ok(())
    });
    let left: Vec<String> =
        read(home, |r| r.notes("token", "", None, 9)).into_iter().map(|row| row.key.to_string()).collect();
    assert_eq!((dropped, left), (2, vec!["ever".to_owned(), "later".to_owned()]));
}

pub fn sealed(about: &str, field: &str, indexes: &[&[u8]]) -> SealedRow {
    SealedRow {
        subject: subject(about),
        field: name(field),
        sealed: vec![0, 255, 7],
        indexes: indexes.iter().map(|i| i.to_vec()).collect(),
        key_version: 1,
    }
}

pub fn sealed_fields_are_found_by_index(home: &dyn Home) {
    let row = sealed("person:a", "name", &[b"wang", b"w", b"wang"]);
    write(home, |w| {
        w.put_sealed(&row)?;
        w.put_sealed(&sealed("person:a", "address", &[]))?;
        w.put_sealed(&sealed("person:b", "name", &[b"wang"]))
    });
    assert_eq!(read(home, |r| r.sealed(&subject("person:a"))), [sealed("person:a", "address", &[]), row]);
    let find = |index: &[u8]| read(home, |r| r.find_sealed("name", index));
    assert_eq!(find(b"wang"), [subject("person:a"), subject("person:b")]);
    write(home, |w| w.put_sealed(&sealed("person:a", "name", &[b"li"])));
    assert_eq!(find(b"wang"), [subject("person:b")]);
    assert_eq!(find(b"w"), []);
    let mut dropped = 0;
    write(home, |w| {
        dropped = w.drop_sealed(&subject("person:a"), None)?;
        Ok(())
    });
    assert_eq!(dropped, 2);
    assert_eq!(find(b"li"), []);
    assert_eq!(read(home, |r| r.sealed(&subject("person:a"))), []);
}

pub fn adoption(n: u8, from: i64) -> AdoptionRow {
    AdoptionRow {
        pack: name("school"),
        version: "1.0".into(),
        hash: Hash::of(b"pack"),
        scope: subject("org:county"),
        from: hour(from),
        until: None,
        bases: (n > 1).then(|| (name("base"), Hash::of(b"base"))).into_iter().collect(),
        root: id(n),
    }
}

pub fn pack() -> PackRow {
    let files = vec![("plan.toml".into(), "标题 = '学校'".into()), ("rules/a.toml".into(), String::new())];
    PackRow { hash: Hash::of(b"pack"), id: name("school"), version: "1.0".into(), files }
}

pub fn packs_and_adoptions(home: &dyn Home) {
    write(home, |w| {
        w.put_pack(&pack())?;
        w.put_pack(&pack())?;
        w.put_adoption(id(1), Some(&adoption(1, 5)))?;
        w.put_adoption(id(2), Some(&adoption(2, 3)))?;
        w.put_adoption(id(3), Some(&adoption(3, 4)))
    });
    assert_eq!(read(home, |r| r.pack(&Hash::of(b"pack"))), Some(pack()));
    assert_eq!(read(home, |r| r.pack(&Hash::EMPTY)), None);
    write(home, |w| w.put_adoption(id(3), None));
    assert_eq!(read(home, |r| r.adoptions()), [adoption(2, 3), adoption(1, 5)]);
}
