//! The judging of a checked condition: three values, total, without an allocation for the plain comparison of a field.
//!
//! Not here: any check; types were settled before. What cannot be computed is missing, with a path that says why.
//!
//! Reading order: this file, `lists`, `calls`.

mod calls;
mod lists;

use super::{
    NOT_IN_LIST, OUT_OF_RANGE,
    node::{FieldAt, Function, Node, Part, PartOf, Walk},
    reckon::{Gap, any, beside, compare, convert, equal, gap, math},
    tree::Compare,
    value::{Scope, Truth, Val},
};
use facts::{Decimal, Recorded};
use lists::{Element, Frame};
use smol_str::SmolStr;
use std::collections::BTreeSet;

type Known<T> = Result<T, Gap>;

/// Yes, no, or which paths are missing.
pub(super) fn truth(node: &Node, scope: &dyn Scope) -> Truth {
    Run { scope }.truth(node, None)
}

/// What it gives, of any type.
pub(super) fn value(node: &Node, scope: &dyn Scope) -> Val {
    Run { scope }.element(node, None)
}

/// The surroundings of one evaluation.
struct Run<'s> {
    scope: &'s dyn Scope,
}

impl Run<'_> {
    /// Yes, no or unknown.
    fn truth(&self, node: &Node, frame: Option<&Frame<'_>>) -> Truth {
        match node {
            Node::And(parts) => !any(parts.iter().map(|p| !self.truth(p, frame))),
            Node::Or(parts) => any(parts.iter().map(|p| self.truth(p, frame))),
            Node::Not(inner) => !self.truth(inner, frame),
            Node::Compare(op, two) => self.compare(*op, two, frame),
            Node::In(two) => self.within(two, frame),
            Node::Has(inner) => self.present(inner, frame).into(),
            Node::Walk(walk @ (Walk::Exists | Walk::All | Walk::ExistsOne), two) => {
                self.quantify(*walk, two, frame)
            }
            Node::Call(Function::AnyOf, args) => self.any_of(args, frame),
            other => match self.value(other, frame) {
                Ok(Val::Bool(yes)) => yes.into(),
                Ok(_) => Truth::Unknown(gap(OUT_OF_RANGE)),
                Err(paths) => Truth::Unknown(paths),
            },
        }
    }

    /// The value, or what is missing.
    fn value(&self, node: &Node, frame: Option<&Frame<'_>>) -> Known<Val> {
        match node {
            Node::Const(val) => known(val.clone()),
            Node::Field(field) => self.field(field),
            Node::Local(outward) => known(self.local(*outward, frame)?.to_val()),
            Node::Part(part) => self.part(part, frame, |val| val),
            Node::Records(_) | Node::Walk(Walk::Filter, _) => {
                Ok(Val::List(self.items(node, frame)?.iter().map(Element::to_val).collect()))
            }
            Node::List(nodes) => Ok(Val::List(nodes.iter().map(|n| self.element(n, frame)).collect())),
            Node::Walk(Walk::Map, two) => {
                let items = self.items(&two[0], frame)?;
                let each =
                    items.iter().map(|e| self.element(&two[1], Some(&Frame { element: e, outer: frame })));
                Ok(Val::List(each.collect()))
            }
            Node::Negate(inner) => match self.value(inner, frame)? {
                Val::Number(n) => {
                    Decimal::ZERO.checked_sub(n).map(Val::Number).ok_or_else(|| gap(OUT_OF_RANGE))
                }
                _ => Err(gap(OUT_OF_RANGE)),
            },
            Node::Math(op, two) => {
                let (a, b) = both(self.value(&two[0], frame), self.value(&two[1], frame))?;
                math(*op, &a, &b).map_err(gap)
            }
            Node::Index(two) => self.index(two, frame),
            Node::Choose(three) => self.choose(three, frame),
            Node::Call(function, args) if *function != Function::AnyOf => self.call(*function, args, frame),
            test => match self.truth(test, frame) {
                Truth::Yes => Ok(Val::Bool(true)),
                Truth::No => Ok(Val::Bool(false)),
                Truth::Unknown(paths) => Err(paths),
            },
        }
    }

    /// An element of a list being made; a missing one stays in its place.
    fn element(&self, node: &Node, frame: Option<&Frame<'_>>) -> Val {
        self.value(node, frame).unwrap_or_else(missing)
    }

    fn field(&self, field: &FieldAt) -> Known<Val> {
        let value = self.scope.field(field.root, &field.name);
        let val = value.and_then(|v| convert(&v, &field.ty));
        val.ok_or_else(|| BTreeSet::from([field.path.clone()]))
    }

    fn local<'f>(&self, outward: u8, frame: Option<&'f Frame<'f>>) -> Known<Element<'f>> {
        let mut at = frame;
        for _ in 0..outward {
            at = at.and_then(|f| f.outer);
        }
        at.map(|f| f.element).ok_or_else(|| gap(NOT_IN_LIST))
    }

    /// Looks at a part of a record where it lies.
    fn part<T>(&self, part: &PartOf, frame: Option<&Frame<'_>>, look: impl FnOnce(Val) -> T) -> Known<T> {
        let held;
        let record: &Recorded = match &part.of {
            Node::Local(outward) => match self.local(*outward, frame)? {
                Element::Record(record) | Element::Val(Val::Record(record)) => record,
                Element::Val(Val::Missing(path)) => return Err(BTreeSet::from([path.clone()])),
                Element::Val(_) => return Err(BTreeSet::from([part.path.clone()])),
            },
            other => match self.value(other, frame)? {
                Val::Record(record) => {
                    held = record;
                    &held
                }
                _ => return Err(BTreeSet::from([part.path.clone()])),
            },
        };
        let val = match &part.part {
            Part::At => Some(Val::Instant(record.fact.at)),
            Part::Org => Some(Val::Text(SmolStr::new(record.fact.org.as_str()))),
            Part::Field(name) => record.fact.get(name).and_then(|v| convert(v, &part.ty)),
        };
        val.map(look).ok_or_else(|| BTreeSet::from([part.path.clone()]))
    }

    fn present(&self, node: &Node, frame: Option<&Frame<'_>>) -> bool {
        match node {
            Node::Field(field) => self.scope.field(field.root, &field.name).is_some(),
            other => self.value(other, frame).is_ok(),
        }
    }

    fn compare(&self, op: Compare, [left, right]: &[Node; 2], frame: Option<&Frame<'_>>) -> Truth {
        let found = match (left, right) {
            (Node::Field(field), Node::Const(constant)) => match self.scope.field(field.root, &field.name) {
                None => Err(BTreeSet::from([field.path.clone()])),
                Some(value) => match beside(op, &value, constant) {
                    Some(yes) => return yes.into(),
                    None => self.field(field).map(|val| compare(op, &val, constant)),
                },
            },
            (Node::Part(part), Node::Const(constant)) => {
                self.part(part, frame, |val| compare(op, &val, constant))
            }
            _ => both(self.value(left, frame), self.value(right, frame)).map(|(a, b)| compare(op, &a, &b)),
        };
        found.unwrap_or_else(Truth::Unknown)
    }

    fn choose(&self, [condition, yes, no]: &[Node; 3], frame: Option<&Frame<'_>>) -> Known<Val> {
        match self.truth(condition, frame) {
            Truth::Yes => self.value(yes, frame),
            Truth::No => self.value(no, frame),
            Truth::Unknown(mut paths) => match (self.value(yes, frame), self.value(no, frame)) {
                (Ok(a), Ok(b)) if equal(&a, &b).holds() => Ok(a),
                (a, b) => {
                    for more in [a.err(), b.err()].into_iter().flatten() {
                        paths.extend(more);
                    }
                    Err(paths)
                }
            },
        }
    }
}

fn known(val: Val) -> Known<Val> {
    match val {
        Val::Missing(path) => Err(BTreeSet::from([path])),
        val => Ok(val),
    }
}

/// Both values, or all that is missing of either.
fn both<A, B>(a: Known<A>, b: Known<B>) -> Known<(A, B)> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(mut a), Err(b)) => {
            a.extend(b);
            Err(a)
        }
        (Err(gap), _) | (_, Err(gap)) => Err(gap),
    }
}

/// A missing value from the paths that are missing; the first stands for all.
fn missing(paths: Gap) -> Val {
    Val::Missing(paths.into_iter().next().unwrap_or_default())
}
