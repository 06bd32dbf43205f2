//! Which types, units, codes and numbers go together in a condition.
//!
//! Not here: names (`names`), functions (`calls`).

use super::{Checker, Typed};
use crate::cel::{
    env::{Bounds, Ty},
    node::Node,
    problem::suggest,
    tree::{Compare, Math},
    value::Val,
};
use facts::{Decimal, SubjectId};
use smol_str::SmolStr;
use std::ops::Range;

/// The type that both have: a number without a unit takes the other's, a code beside text is text.
pub(super) fn together(a: &Ty, b: &Ty) -> Option<Ty> {
    match (a, b) {
        (Ty::Anything, other) | (other, Ty::Anything) => Some(other.clone()),
        (Ty::Number(None), Ty::Number(unit)) | (Ty::Number(unit), Ty::Number(None)) => {
            Some(Ty::Number(unit.clone()))
        }
        (Ty::Code(x), Ty::Code(y)) if x == y => Some(a.clone()),
        (Ty::Code(_) | Ty::Text | Ty::Subject, Ty::Code(_) | Ty::Text | Ty::Subject) if a != b => {
            Some(Ty::Text)
        }
        (Ty::List(x), Ty::List(y)) => together(x, y).map(|t| Ty::List(Box::new(t))),
        _ => (a == b).then(|| a.clone()),
    }
}

/// Why two values are never equal by their types.
enum Misfit {
    Types,
    Units(SmolStr, SmolStr),
    Codes,
}

fn misfit(a: &Ty, b: &Ty) -> Option<Misfit> {
    match (a, b) {
        (Ty::Anything, _) | (_, Ty::Anything) => None,
        (Ty::Number(Some(x)), Ty::Number(Some(y))) if x != y => Some(Misfit::Units(x.clone(), y.clone())),
        (Ty::Number(_), Ty::Number(_)) => None,
        (Ty::Code(x), Ty::Code(y)) => (!x.iter().any(|code| y.contains(code))).then_some(Misfit::Codes),
        (Ty::Code(_) | Ty::Subject, Ty::Text) | (Ty::Text, Ty::Code(_) | Ty::Subject) => None,
        (Ty::List(x), Ty::List(y)) => misfit(x, y),
        (Ty::Record(_), _) | (_, Ty::Record(_)) => Some(Misfit::Types),
        _ => (a != b).then_some(Misfit::Types),
    }
}

impl Checker<'_, '_> {
    pub(super) fn compare(&mut self, op: Compare, left: Typed, right: Typed, at: &Range<usize>) -> Typed {
        let fits = self.same_kind(&left, &right, at);
        if fits && !matches!(op, Compare::Equal | Compare::Unequal) {
            self.ordered(&left, at);
        }
        if fits {
            self.judge_literal(&left.ty, left.bounds, &right);
            self.judge_literal(&right.ty, right.bounds, &left);
        }
        Typed::new(Node::Compare(op, Box::new([left.node, right.node])), Ty::Bool, at)
    }

    pub(super) fn within(&mut self, item: Typed, list: Typed, at: &Range<usize>) -> Typed {
        let element = match &list.ty {
            Ty::List(element) => (**element).clone(),
            Ty::Anything => Ty::Anything,
            ty => {
                let words = ty.words();
                let says = (format!("in 后面是{}", words.zh), format!("behind `in` stands {}", words.en));
                let want = match ty {
                    Ty::Text | Ty::Code(_) => {
                        ("列表；文字里找文字用 .contains()", "a list; text inside of text is .contains()")
                    }
                    _ => ("一个列表", "a list"),
                };
                return self.broken(&list.at.clone(), says, want);
            }
        };
        let one = Typed::new(Node::Const(Val::Bool(true)), element.clone(), &list.at);
        if self.same_kind(&item, &one, at) {
            self.judge_literal(&item.ty, item.bounds, &list);
            self.judge_literal(&element, Bounds::default(), &item);
        }
        Typed::new(Node::In(Box::new([item.node, list.node])), Ty::Bool, at)
    }

    /// Two lists that may share elements.
    pub(super) fn shared(&mut self, a: &Typed, b: &Typed, at: &Range<usize>) {
        if self.same_kind(a, b, at) {
            self.judge_literal(&a.ty, Bounds::default(), b);
            self.judge_literal(&b.ty, Bounds::default(), a);
        }
    }

    /// Reports what cannot be equal by its types.
    fn same_kind(&mut self, left: &Typed, right: &Typed, at: &Range<usize>) -> bool {
        let Some(why) = misfit(&left.ty, &right.ty) else { return true };
        let (one, other) = (left.ty.words(), right.ty.words());
        match why {
            Misfit::Units(x, y) => {
                let says = (format!("单位不同：{x} 与 {y}"), format!("different units: {x} and {y}"));
                self.problem(at, says, (format!("两边都是 {x}"), format!("{x} on both sides")));
            }
            Misfit::Codes => {
                let says = ("两个代码表没有共同的代码", "the two lists of codes share no code");
                self.problem(at, says, ("代码表相同的字段", "fields with codes in common"));
            }
            Misfit::Types => {
                let says = (
                    format!("{}不能与{}比较", one.zh, other.zh),
                    format!("{} cannot be compared with {}", one.en, other.en),
                );
                let hint = written_as(&left.ty, &right.ty);
                let want =
                    hint.map_or_else(|| (one.zh.to_string(), one.en.to_string()), |h| (h.into(), h.into()));
                self.problem(at, says, want);
            }
        }
        false
    }

    fn ordered(&mut self, typed: &Typed, at: &Range<usize>) {
        let ordered = matches!(
            typed.ty,
            Ty::Number(_) | Ty::Text | Ty::Date | Ty::Instant | Ty::TimeOfDay | Ty::Span | Ty::Anything
        );
        if !ordered {
            let ty = typed.ty.words();
            let says = (format!("{}没有先后大小", ty.zh), format!("{} has no order", ty.en));
            self.problem(at, says, ("== 、!= 或 in", "==, != or in"));
        }
    }

    /// A written value beside a field: a code must be on the list, a number inside of the range, a subject's id well
    /// formed. Lists are judged element by element.
    pub(super) fn judge_literal(&mut self, ty: &Ty, bounds: Bounds, literal: &Typed) {
        let ty = match ty {
            Ty::List(element) => element.as_ref(),
            other => other,
        };
        let each: Vec<(&Val, Range<usize>)> = match &literal.node {
            Node::Const(Val::List(items)) => {
                items.iter().enumerate().map(|(i, v)| (v, place(literal, i))).collect()
            }
            Node::Const(val) => vec![(val, literal.at.clone())],
            Node::List(nodes) => {
                let constants = nodes.iter().enumerate().filter_map(|(i, n)| match n {
                    Node::Const(val) => Some((val, place(literal, i))),
                    _ => None,
                });
                constants.collect()
            }
            _ => Vec::new(),
        };
        for (val, at) in each {
            match (ty, val) {
                (Ty::Code(codes), Val::Text(text)) if !codes.iter().any(|c| c.as_str() == text) => {
                    let says =
                        (format!("代码表里没有 '{text}'"), format!("'{text}' is not on the list of codes"));
                    let want = suggest(text, codes.iter().map(|c| c.as_str()));
                    self.problem(&at, says, want);
                }
                (Ty::Subject, Val::Text(text)) if SubjectId::parse(text).is_none() => {
                    let says =
                        (format!("'{text}' 不是主体编号"), format!("'{text}' is not the id of a subject"));
                    self.problem(
                        &at,
                        says,
                        ("'种类:编号'，例如 'org:520115'", "'kind:code', as 'org:520115'"),
                    );
                }
                (Ty::Number(unit), Val::Number(n)) => self.inside(*n, bounds, unit.as_ref(), &at),
                _ => {}
            }
        }
    }

    fn inside(&mut self, n: Decimal, bounds: Bounds, unit: Option<&SmolStr>, at: &Range<usize>) {
        let low = bounds.min.is_some_and(|min| n < min);
        let high = bounds.max.is_some_and(|max| n > max);
        if low || high {
            let shown = |b: Option<Decimal>| b.map_or_else(|| "…".to_string(), |b| b.to_string());
            let unit = unit.map_or_else(String::new, |u| format!(" {u}"));
            let range = format!("{} … {}{unit}", shown(bounds.min), shown(bounds.max));
            let says = (
                format!("字段不会是 {n}，这个比较没有意义"),
                format!("the field is never {n}: the comparison says nothing"),
            );
            self.problem(at, says, (range.as_str(), range.as_str()));
        }
    }

    /// The type of a sum, difference, product, quotient or rest.
    pub(super) fn result_of(&mut self, op: Math, left: &Typed, right: &Typed, at: &Range<usize>) -> Ty {
        let plus = matches!(op, Math::Add);
        let plus_minus = plus || matches!(op, Math::Subtract);
        match (&left.ty, &right.ty) {
            (Ty::Anything, _) | (_, Ty::Anything) => Ty::Anything,
            (Ty::Number(a), Ty::Number(b)) => self.unit_of(op, a.as_ref(), b.as_ref(), at),
            (Ty::Text | Ty::Code(_), Ty::Text | Ty::Code(_)) if plus => Ty::Text,
            (Ty::List(_), Ty::List(_)) if plus && together(&left.ty, &right.ty).is_some() => {
                together(&left.ty, &right.ty).unwrap_or(Ty::Anything)
            }
            (Ty::Instant, Ty::Instant) if matches!(op, Math::Subtract) => Ty::Span,
            (Ty::Instant, Ty::Span) if plus_minus => Ty::Instant,
            (Ty::Span, Ty::Instant) if plus => Ty::Instant,
            (Ty::Span, Ty::Span) if plus_minus => Ty::Span,
            (one, other) => {
                let want = match (one, other) {
                    (Ty::Date, _) | (_, Ty::Date) => ("days(from, to)", "days(from, to)"),
                    _ => ("两个数", "two numbers"),
                };
                let (one, other) = (one.words(), other.words());
                let says = (
                    format!("{}与{}不能这样运算", one.zh, other.zh),
                    format!("{} and {} do not go together here", one.en, other.en),
                );
                self.problem(at, says, want);
                Ty::Anything
            }
        }
    }

    fn unit_of(&mut self, op: Math, a: Option<&SmolStr>, b: Option<&SmolStr>, at: &Range<usize>) -> Ty {
        match (op, a, b) {
            (Math::Multiply, Some(x), Some(y)) => {
                let says = (format!("{x} 乘 {y} 没有单位"), format!("{x} times {y} has no unit"));
                self.problem(at, says, ("至多一边有单位", "a unit on one side at most"));
                Ty::Anything
            }
            (Math::Multiply, x, y) => Ty::Number(x.or(y).cloned()),
            (_, Some(x), Some(y)) if x != y => {
                let says = (format!("单位不同：{x} 与 {y}"), format!("different units: {x} and {y}"));
                self.problem(at, says, (format!("两边都是 {x}"), format!("{x} on both sides")));
                Ty::Anything
            }
            (Math::Divide, Some(_), Some(_)) => Ty::Number(None),
            (Math::Divide, x, _) => Ty::Number(x.cloned()),
            (_, x, y) => Ty::Number(x.or(y).cloned()),
        }
    }
}

fn place(literal: &Typed, i: usize) -> Range<usize> {
    literal.parts.get(i).unwrap_or(&literal.at).clone()
}

/// How a value of a type is written, when it stands beside text.
fn written_as(a: &Ty, b: &Ty) -> Option<&'static str> {
    let other = match (a, b) {
        (Ty::Text, other) | (other, Ty::Text) => other,
        (Ty::Date, Ty::Instant) | (Ty::Instant, Ty::Date) => return Some("date_of(…)"),
        _ => return None,
    };
    match other {
        Ty::Date => Some("date('2026-01-01')"),
        Ty::Instant => Some("instant('2026-01-01T08:00:00+08:00')"),
        Ty::TimeOfDay => Some("time('08:30')"),
        Ty::Span => Some("duration('PT2H')"),
        Ty::List(_) => Some("'…' in …"),
        _ => None,
    }
}
