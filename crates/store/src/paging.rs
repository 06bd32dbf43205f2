//! Keyset paging: what each list is ordered by, and the opaque key to continue after. The same on all homes, so that
//! a client may go on with its list after the house has moved.
//!
//! Not here: finding the rows.

use crate::{
    cell::Cell,
    query::{ListOf, Page, PageOf, Query},
    seam::{Error, Result},
};

/// A row and its place in the list.
pub type Placed = (Vec<Cell>, PageOf);

/// True for lists that give the newest first.
pub fn newest_first(of: &ListOf) -> bool {
    use ListOf::*;
    matches!(of, Facts { .. } | Alerts { .. } | History { .. } | Messages { .. })
}

/// The types of the parts of a list's key: i number, t text, b bytes.
fn shape(of: &ListOf) -> &'static str {
    match of {
        ListOf::Duties { .. } | ListOf::Alerts { .. } | ListOf::Courses { .. } | ListOf::Messages { .. } => {
            "it"
        }
        ListOf::Facts { .. } | ListOf::History { .. } => "ii",
        ListOf::Since { .. } => "i",
        ListOf::Subjects { .. } | ListOf::Statuses { .. } => "t",
        ListOf::Contributions { .. } => "ibtt",
    }
}

/// The place of a row in its list.
pub fn place_of(of: &ListOf, row: &PageOf) -> Vec<Cell> {
    match row {
        PageOf::Duty(duty) => vec![duty.due.due.into(), Cell::from(&duty.key)],
        PageOf::Fact(fact) if matches!(of, ListOf::Since { .. }) => vec![fact.seq.into()],
        PageOf::Fact(fact) => vec![fact.fact.at.into(), fact.seq.into()],
        PageOf::Subject(subject) => vec![Cell::from(&subject.id)],
        PageOf::Alert(alert) => vec![alert.due.raised.into(), Cell::from(&alert.key)],
        PageOf::Course(course) => vec![course.run.last_day.into(), Cell::from(&course.key)],
        PageOf::Status(status) => vec![Cell::from(&status.key)],
        PageOf::History(entry) => vec![entry.unit.into(), entry.n.into()],
        PageOf::Message(message) => vec![message.at.into(), Cell::from(&message.key)],
        PageOf::Contribution(adds, root) => {
            vec![adds.day.into(), (*root).into(), Cell::from(&adds.path), Cell::from(&adds.subject)]
        }
    }
}

/// A place as an opaque key. Only the last part may have a `|` in it.
pub fn write_key(place: &[Cell]) -> String {
    let words: Vec<String> = place
        .iter()
        .map(|cell| match cell {
            Cell::Int(n) => n.to_string(),
            Cell::Text(text) => text.clone(),
            Cell::Bytes(bytes) => bytes.iter().map(|b| format!("{b:02x}")).collect(),
            Cell::Null => String::new(),
        })
        .collect();
    words.join("|")
}

/// The key to continue a list after one of its rows.
pub fn key_after(of: &ListOf, row: &PageOf) -> String {
    write_key(&place_of(of, row))
}

/// The place that a query continues after.
pub fn read_after(query: &Query) -> Result<Option<Vec<Cell>>> {
    let Some(text) = &query.after else { return Ok(None) };
    let shape = shape(&query.of);
    let mut place = Vec::with_capacity(shape.len());
    for (word, kind) in text.splitn(shape.len(), '|').zip(shape.chars()) {
        let cell = match kind {
            'i' => word.parse().ok().map(Cell::Int),
            'b' => bytes_of(word).map(Cell::Bytes),
            // PostgreSQL takes no zero bytes in text.
            _ => (!word.contains('\0')).then(|| Cell::from(word)),
        };
        place.extend(cell);
    }
    if place.len() == shape.len() {
        return Ok(Some(place));
    }
    Err(Error {
        doing: "continue a list",
        said: "the key to continue after is none of this list".into(),
        again: false,
    })
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        hex.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|d| d.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect())
}

/// How many rows a page may have.
pub fn rows_max(query: &Query) -> usize {
    usize::from(query.limit.clamp(1, 500))
}

/// Brings rows into the order of the list and cuts the page off; there should be one row more than fits, if there is one.
pub fn page_of(query: &Query, mut rows: Vec<Placed>) -> Page<PageOf> {
    rows.sort_by(|(a, _), (b, _)| if newest_first(&query.of) { b.cmp(a) } else { a.cmp(b) });
    rows.dedup_by(|(a, _), (b, _)| a == b);
    let fits = rows_max(query);
    let more = rows.len() > fits;
    rows.truncate(fits);
    let next = rows.last().filter(|_| more).map(|(place, _)| write_key(place));
    Page { rows: rows.into_iter().map(|(_, row)| row).collect(), next }
}

/// The first text after all that begin with this prefix.
pub fn end_of(prefix: &str) -> String {
    let mut chars: Vec<char> = prefix.chars().collect();
    while let Some(last) = chars.pop() {
        // The surrogates between D7FF and E000 are no characters.
        let next = if last == '\u{d7ff}' { Some('\u{e000}') } else { char::from_u32(u32::from(last) + 1) };
        if let Some(next) = next {
            chars.push(next);
            return chars.into_iter().collect();
        }
    }
    char::MAX.to_string()
}

/// True when one of the row's attributes contains this text, whatever the case of its ASCII letters.
pub fn says(profile: &facts::Body, text: &str) -> bool {
    fn contains(value: &facts::Value, text: &str) -> bool {
        match value {
            facts::Value::Text(t) => t.to_ascii_lowercase().contains(text),
            facts::Value::Number(n) => n.to_string().contains(text),
            facts::Value::Bool(_) => false,
            facts::Value::List(items) => items.iter().any(|v| contains(v, text)),
        }
    }
    let text = text.to_ascii_lowercase();
    profile.values().any(|value| contains(value, &text))
}

/// The organisations on a path, nearest first.
pub fn steps_up(path: &str) -> impl Iterator<Item = facts::SubjectId> {
    path.rsplit('/').filter_map(facts::SubjectId::parse)
}

/// Under which name a counter at `path` goes when asked one level below `top`.
pub fn child_of(top: &str, path: &str) -> String {
    let below = path.strip_prefix(top).unwrap_or(path);
    let own = || top.rsplit('/').find(|step| !step.is_empty());
    below.split('/').find(|step| !step.is_empty()).or_else(own).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_prefix_is_after_all_that_begin_with_it() {
        for prefix in ["/org:a/", "/", "a\u{10ffff}", "家", "\u{d7ff}"] {
            let end = end_of(prefix);
            assert!(prefix < end.as_str(), "{prefix:?}");
            assert!(format!("{prefix}\u{10fffe}").as_str() < end.as_str(), "{prefix:?}");
        }
        assert_eq!(end_of("/org:a/"), "/org:a0");
    }

    #[test]
    fn a_child_is_one_level_below() {
        assert_eq!(child_of("/org:a/", "/org:a/org:b/org:c/"), "org:b");
        assert_eq!(child_of("/org:a/", "/org:a/"), "org:a");
        assert_eq!(child_of("/", "/org:a/org:b/"), "org:a");
        assert_eq!(child_of("", ""), "");
    }

    #[test]
    fn keys_go_there_and_back_and_foreign_ones_are_refused() {
        let of = ListOf::Contributions {
            indicator: "p/i".into(),
            from: "2026-01-01".parse().expect("a date"),
            to: "2026-01-02".parse().expect("a date"),
        };
        let mut query = Query { of, paths: vec![], after: None, limit: 10 };
        let place =
            vec![Cell::Int(-3), Cell::Bytes(vec![0, 255]), Cell::from("/org:a/"), Cell::from("person:1")];
        query.after = Some(write_key(&place));
        assert_eq!(read_after(&query).expect("reads"), Some(place));
        for wrong in ["", "x", "1|zz|a|b", "1|0|a|b", "1|00|a"] {
            query.after = Some(wrong.into());
            assert!(read_after(&query).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn the_chain_of_a_path_is_nearest_first() {
        let steps: Vec<String> = steps_up("/org:a/org:b/").map(|s| s.to_string()).collect();
        assert_eq!(steps, ["org:b", "org:a"]);
    }
}
