//! Lowering of `ledger.order`: which of two times comes first.
//!
//! Not here: what is made of facts that break one (`facts::order`).

use super::{names::did_you_mean, node::Table};
use crate::problem::Problems;
use facts::{
    Field, FieldTerm, FieldType, LedgerTerm, SubjectKind,
    order::{Holder, Moment, Order, Side},
};

/// The orders of a ledger; fields that they name are those of the ledger.
pub(super) fn orders(
    table: &Table,
    about: SubjectKind,
    fields: &[Field],
    problems: &mut Problems,
) -> Vec<Order> {
    let mut found: Vec<Order> = Vec::new();
    for table in table.tables("order") {
        let first = side(table, "first", about, fields, problems);
        let then = side(table, "then", about, fields, problems);
        let (Some(first), Some(then), Some(says)) = (first, then, table.label("says")) else { continue };
        if first == then || found.iter().any(|o| o.first == first && o.then == then) {
            problems.add(table.place_of("then").problem(
                "double",
                "这一先后关系重复，或两边是同一个时间",
                "this order stands twice, or both of its times are the same",
            ));
        }
        found.push(Order { first, then, days_min: table.whole("days_min").unwrap_or(0), says });
    }
    found
}

/// One of the two times, which must be one.
fn side(
    table: &Table,
    key: &str,
    about: SubjectKind,
    fields: &[Field],
    problems: &mut Problems,
) -> Option<Side> {
    let word = table.word(key)?;
    let Some(side) = Side::parse(&word.text) else {
        let times: Vec<&str> =
            FieldTerm::ALL.iter().filter(|term| term.is_time()).map(|term| term.as_str()).collect();
        let (holders, times) = (LedgerTerm::WORDS.join(", "), times.join(", "));
        problems.add(word.place.problem(
            "unknown_time",
            format!("没有时间 `{}`：点号前应为 subject, {holders}，点号后应为 at, {times}", word.text),
            format!("there is no time `{}`: before the dot stands one of subject, {holders}, behind it one of at, {times}", word.text),
        ));
        return None;
    };
    match (&side.holder, &side.moment) {
        (Holder::Of(_), _) if about != SubjectKind::Person => {
            problems.add(word.place.problem(
                "term_of_no_person",
                "只有关于人员（person）的台账才有这样的相关台账",
                "only a ledger about persons has such ledgers beside it",
            ));
            None
        }
        (_, Moment::Field(name)) => match fields.iter().find(|f| f.id == *name) {
            None => {
                let problem = word.place.problem(
                    "unknown_field",
                    format!("本台账没有字段 `{name}`"),
                    format!("this ledger has no field `{name}`"),
                );
                problems.add(did_you_mean(problem, name, fields.iter().map(|f| f.id.as_str())));
                None
            }
            Some(field) if !matches!(field.kind, FieldType::Date | FieldType::Instant) => {
                problems.add(word.place.problem(
                    "order_of_no_time",
                    format!("字段 `{name}` 的类型是 {}，只有 date 和 instant 才有先后", field.kind.word()),
                    format!(
                        "`{name}` is of type {}; only date and instant come before or after",
                        field.kind.word()
                    ),
                ));
                None
            }
            Some(_) => Some(side),
        },
        _ => Some(side),
    }
}
