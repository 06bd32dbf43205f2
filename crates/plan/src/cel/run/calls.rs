//! Functions while a condition is judged.
//!
//! Not here: what they take (`check`), and the reckoning of dates and numbers (`reckon`).

use super::{Known, Run, both, lists::Frame};
use crate::cel::{
    OUT_OF_RANGE,
    node::{Function, Node, Walk},
    reckon::{age, gap},
    value::Val,
};
use facts::{Decimal, time::days_between};

impl Run<'_> {
    pub(super) fn call(&self, function: Function, args: &[Node], frame: Option<&Frame<'_>>) -> Known<Val> {
        if function == Function::Size
            && let [of] = args
        {
            if matches!(of, Node::Records(_) | Node::Walk(Walk::Filter, _)) {
                return number(self.items(of, frame)?.len() as i64);
            }
            return match self.value(of, frame)? {
                Val::Text(text) => number(text.chars().count() as i64),
                Val::List(items) => number(items.len() as i64),
                _ => Err(gap(OUT_OF_RANGE)),
            };
        }
        let zone = self.scope.zone();
        match args {
            [one] => match (function, self.value(one, frame)?) {
                (Function::DateOf, Val::Instant(at)) => Ok(Val::Date(zone.date_of(at))),
                (Function::Hour, Val::Instant(at)) => number(i64::from(zone.civil(at).hour())),
                _ => Err(gap(OUT_OF_RANGE)),
            },
            [one, other] => match (function, both(self.value(one, frame), self.value(other, frame))?) {
                (Function::Contains, (Val::Text(t), Val::Text(s))) => Ok(Val::Bool(t.contains(s.as_str()))),
                (Function::StartsWith, (Val::Text(t), Val::Text(s))) => {
                    Ok(Val::Bool(t.starts_with(s.as_str())))
                }
                (Function::EndsWith, (Val::Text(t), Val::Text(s))) => Ok(Val::Bool(t.ends_with(s.as_str()))),
                (Function::Days, (Val::Date(from), Val::Date(to))) => {
                    number(i64::from(days_between(from, to)))
                }
                (Function::Age, (Val::Date(birth), Val::Date(on))) => number(age(birth, on)),
                _ => Err(gap(OUT_OF_RANGE)),
            },
            _ => Err(gap(OUT_OF_RANGE)),
        }
    }
}

fn number(n: i64) -> Known<Val> {
    Decimal::from_int(n).map(Val::Number).ok_or_else(|| gap(OUT_OF_RANGE))
}
