//! The lists of what stands besides duties, as scans: alerts and courses by open or over, statuses by name.
//!
//! Not here: the merging of scans (`pages`).

use super::{
    pages::{List, lying, saying, split},
    scan::{Order, Scan},
};
use crate::{
    paging::end_of,
    query::{ListOf, PageOf, Query},
    seam::{Error, Result},
    stored::{STANDING, StandingRow, Stored},
};

/// Open alerts have not ended at the last reading of the clock.
const STANDS: &str =
    "(t.until_at IS NULL OR t.until_at > (SELECT h.received FROM head h WHERE h.shard = $1))";

pub(super) fn standings(query: &Query, few: bool) -> List {
    let mut scan = Scan::of("standing t");
    let mut order =
        Order { columns: if few { &["+t.moment", "t.key"] } else { &["t.moment", "t.key"] }, down: false };
    // Statuses are neither.
    let mut open: &[&str] = &["t.open = 1", "t.open = 0"];
    let mut said = None;
    match &query.of {
        ListOf::Alerts { open: only_open, subject, severity, said: wanted } => {
            said = wanted.as_ref();
            scan.and("t.kind = 'alert'");
            scan.compare_if("t.subject =", subject.as_ref());
            if let Some(severity) = severity {
                // As it is written inside of the JSON.
                let place = scan.arg(format!("\"severity\":{severity}"));
                scan.and(&format!("replace(t.json, {place}, '') <> t.json"));
            }
            if *only_open {
                scan.and(STANDS);
                open = &open[..1];
            }
            order.down = true;
        }
        ListOf::Courses { running, name, said: wanted } => {
            said = wanted.as_ref();
            scan.and("t.kind = 'course'");
            scan.compare_if("t.name =", name.as_ref());
            open = if *running { &open[..1] } else { open };
        }
        ListOf::Statuses { name, value, at } => {
            scan.and("t.kind = 'status'");
            if few {
                scan.compare("t.name =", name);
            } else {
                // Keys begin with the name: so those of a name are one stretch of the primary key, in the list's order.
                let prefix = format!("{name}|");
                scan.compare("t.key <", end_of(&prefix));
                scan.compare("t.key >=", prefix);
            }
            scan.compare("t.moment <=", *at);
            let place = scan.arg(*at);
            scan.and(&format!("(t.until_at IS NULL OR t.until_at > {place})"));
            if let Some(value) = value {
                // As it is written inside of the JSON.
                let place = scan.arg(serde_json::Value::from(value.as_str()).to_string());
                scan.and(&format!("replace(t.json, {place}, '') <> t.json"));
            }
            // A text has no `+` that keeps the engine from an index in this order.
            order.columns = if few { &["t.key || ''"] } else { &["t.key"] };
            open = &[];
        }
        _ => {}
    }
    let mut scans = match said {
        Some(said) => saying(&scan, said, &["t.subject"], &query.paths, few),
        None => lying(scan, &["t.subject"], &query.paths, few),
    };
    if !open.is_empty() {
        scans = split(scans, open, |scan, open| scan.and(open));
    }
    List {
        scans,
        order,
        columns: STANDING.select("t"),
        table: STANDING.name,
        read: |row| StandingRow::read(row).and_then(listed),
    }
}

fn listed(row: StandingRow) -> Result<PageOf> {
    match row {
        StandingRow::Alert(row) => Ok(PageOf::Alert(Box::new(row))),
        StandingRow::Course(row) => Ok(PageOf::Course(Box::new(row))),
        StandingRow::Status(row) => Ok(PageOf::Status(Box::new(row))),
        StandingRow::Purged(..) => Err(Error {
            doing: "read a row",
            said: "standing: an alert, a course or a status expected".into(),
            again: false,
        }),
    }
}
