//! What is done with values: sums, comparisons, ages, and the reading of stored values.
//!
//! Not here: where the values come from (`run`).

use super::{
    DIVISION_BY_ZERO, OUT_OF_RANGE,
    env::Ty,
    tree::{Compare, Math},
    value::{Truth, Val},
};
use facts::{Date, Decimal, Instant, Name, Span, Value, time::Time};
use smol_str::SmolStrBuilder;
use std::{cmp::Ordering, collections::BTreeSet};

/// The paths that are missing.
pub(super) type Gap = BTreeSet<Name>;

/// One missing path.
pub(super) fn gap(path: &str) -> Gap {
    BTreeSet::from([Name::new(path)])
}

/// Kleene's "or" over several: a yes decides, else an unknown does.
pub(super) fn any(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut missing = Gap::new();
    for truth in truths {
        match truth {
            Truth::Yes => return Truth::Yes,
            Truth::No => {}
            Truth::Unknown(paths) => missing.extend(paths),
        }
    }
    if missing.is_empty() { Truth::No } else { Truth::Unknown(missing) }
}

/// Whole years, by the calendar.
pub(super) fn age(birth: Date, on: Date) -> i64 {
    let before_birthday = (on.month(), on.day()) < (birth.month(), birth.day());
    i64::from(on.year()) - i64::from(birth.year()) - i64::from(before_birthday)
}

/// Sums and the like; the error is the path that is missing.
pub(super) fn math(op: Math, a: &Val, b: &Val) -> Result<Val, &'static str> {
    let result = match (op, a, b) {
        (_, Val::Number(a), Val::Number(b)) => return decimals(op, *a, *b),
        (Math::Add, Val::Text(a), Val::Text(b)) => {
            let mut text = SmolStrBuilder::new();
            text.push_str(a);
            text.push_str(b);
            Some(Val::Text(text.finish()))
        }
        (Math::Add, Val::List(a), Val::List(b)) => Some(Val::List(a.iter().chain(b).cloned().collect())),
        (Math::Subtract, Val::Instant(a), Val::Instant(b)) => {
            a.0.checked_sub(b.0).map(|n| Val::Span(Span::Micros(n)))
        }
        (Math::Add, Val::Instant(at), Val::Span(span)) | (Math::Add, Val::Span(span), Val::Instant(at)) => {
            at.0.checked_add(micros(*span)).map(|n| Val::Instant(Instant(n)))
        }
        (Math::Subtract, Val::Instant(at), Val::Span(span)) => {
            at.0.checked_sub(micros(*span)).map(|n| Val::Instant(Instant(n)))
        }
        (Math::Add, Val::Span(a), Val::Span(b)) => {
            micros(*a).checked_add(micros(*b)).map(|n| Val::Span(Span::Micros(n)))
        }
        (Math::Subtract, Val::Span(a), Val::Span(b)) => {
            micros(*a).checked_sub(micros(*b)).map(|n| Val::Span(Span::Micros(n)))
        }
        _ => None,
    };
    result.ok_or(OUT_OF_RANGE)
}

fn decimals(op: Math, a: Decimal, b: Decimal) -> Result<Val, &'static str> {
    if b == Decimal::ZERO && matches!(op, Math::Divide | Math::Rest) {
        return Err(DIVISION_BY_ZERO);
    }
    let result = match op {
        Math::Add => a.checked_add(b),
        Math::Subtract => a.checked_sub(b),
        Math::Multiply => a.checked_mul(b),
        Math::Divide => a.checked_div(b),
        Math::Rest => a.scaled().checked_rem(b.scaled()).map(Decimal::from_scaled),
    };
    result.map(Val::Number).ok_or(OUT_OF_RANGE)
}

fn micros(span: Span) -> i64 {
    match span {
        Span::Micros(n) => n,
        Span::Days(n) => i64::from(n) * 86_400_000_000,
    }
}

/// A stored value beside a constant, without making anything; `None` when the stored form must be read first.
pub(super) fn beside(op: Compare, value: &Value, constant: &Val) -> Option<bool> {
    match (value, constant) {
        (Value::Number(a), Val::Number(b)) => Some(holds(op, a.cmp(b))),
        (Value::Text(a), Val::Text(b)) => Some(holds(op, a.as_str().cmp(b.as_str()))),
        (Value::Bool(a), Val::Bool(b)) => Some(holds(op, a.cmp(b))),
        _ => None,
    }
}

fn holds(op: Compare, order: Ordering) -> bool {
    match op {
        Compare::Equal => order.is_eq(),
        Compare::Unequal => order.is_ne(),
        Compare::Less => order.is_lt(),
        Compare::LessEqual => order.is_le(),
        Compare::More => order.is_gt(),
        Compare::MoreEqual => order.is_ge(),
    }
}

pub(super) fn compare(op: Compare, a: &Val, b: &Val) -> Truth {
    let order = match (a, b) {
        (Val::Number(a), Val::Number(b)) => a.cmp(b),
        (Val::Text(a), Val::Text(b)) => a.cmp(b),
        (Val::Bool(a), Val::Bool(b)) => a.cmp(b),
        (Val::Date(a), Val::Date(b)) => a.cmp(b),
        (Val::Instant(a), Val::Instant(b)) => a.cmp(b),
        (Val::TimeOfDay(a), Val::TimeOfDay(b)) => a.cmp(b),
        (Val::Span(a), Val::Span(b)) => micros(*a).cmp(&micros(*b)),
        _ => {
            return match op {
                Compare::Equal => equal(a, b),
                Compare::Unequal => !equal(a, b),
                _ => Truth::Unknown(gap(OUT_OF_RANGE)),
            };
        }
    };
    holds(op, order).into()
}

/// Whether two values are the same; unknown when one of them, or a part that matters, is missing.
pub(super) fn equal(a: &Val, b: &Val) -> Truth {
    match (a, b) {
        (Val::Missing(x), Val::Missing(y)) => Truth::Unknown(BTreeSet::from([x.clone(), y.clone()])),
        (Val::Missing(path), _) | (_, Val::Missing(path)) => Truth::Unknown(BTreeSet::from([path.clone()])),
        (Val::List(a), Val::List(b)) if a.len() != b.len() => Truth::No,
        (Val::List(a), Val::List(b)) => !any(a.iter().zip(b).map(|(a, b)| !equal(a, b))),
        (Val::Record(a), Val::Record(b)) => (a.fact.id == b.fact.id).into(),
        (Val::Span(a), Val::Span(b)) => (micros(*a) == micros(*b)).into(),
        _ => (a == b).into(),
    }
}

/// A stored value as a value of its type; `None` when it is not of that type.
pub(super) fn convert(value: &Value, ty: &Ty) -> Option<Val> {
    Some(match (ty, value) {
        (Ty::Bool, Value::Bool(yes)) => Val::Bool(*yes),
        (Ty::Number(_), Value::Number(n)) => Val::Number(*n),
        (Ty::Text | Ty::Code(_) | Ty::Subject, Value::Text(text)) => Val::Text(text.clone()),
        (Ty::Date, Value::Text(text)) => Val::Date(text.parse::<Date>().ok()?),
        (Ty::Instant, Value::Text(text)) => Val::Instant(Instant::parse(text)?),
        (Ty::TimeOfDay, Value::Text(text)) => Val::TimeOfDay(text.parse::<Time>().ok()?),
        (Ty::Span, Value::Text(text)) => Val::Span(Span::parse_iso(text)?),
        (Ty::List(element), value) => {
            Val::List(value.items().iter().map(|v| convert(v, element)).collect::<Option<Vec<_>>>()?)
        }
        (Ty::Anything, Value::Bool(yes)) => Val::Bool(*yes),
        (Ty::Anything, Value::Number(n)) => Val::Number(*n),
        (Ty::Anything, Value::Text(text)) => Val::Text(text.clone()),
        _ => return None,
    })
}
