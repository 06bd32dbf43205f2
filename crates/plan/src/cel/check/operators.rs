//! Lists, places in lists, signs, arithmetic and choices of conditions: their types, and the constants among them
//! computed at once.
//!
//! Not here: comparisons, and which types go together (`fits`).

use super::{Checker, Typed, fits::together};
use crate::cel::{
    DIVISION_BY_ZERO,
    env::Ty,
    node::Node,
    reckon,
    tree::{Expr, Math},
    value::Val,
};
use facts::Decimal;
use std::ops::Range;

impl Checker<'_, '_> {
    pub(super) fn index(&mut self, list: &Expr, index: &Expr, at: &Range<usize>) -> Typed {
        let (list, index) = (self.expr(list), self.expr(index));
        if !matches!(index.ty, Ty::Number(_) | Ty::Anything) {
            let ty = index.ty.words();
            let says = (format!("位置是{}", ty.zh), format!("the place is {}", ty.en));
            self.problem(&index.at, says, ("一个数，从 0 数起", "a number, counted from 0"));
        }
        let element = match list.ty {
            Ty::List(element) => *element,
            Ty::Anything => Ty::Anything,
            ty => {
                let ty = ty.words();
                let says = (format!("{}没有位置", ty.zh), format!("{} has no places", ty.en));
                return self.broken(at, says, ("一个列表", "a list"));
            }
        };
        let node = Node::Index(Box::new([list.node, index.node]));
        Typed { origin: list.origin, ..Typed::new(node, element, at) }
    }

    pub(super) fn list(&mut self, items: &[Expr], at: &Range<usize>) -> Typed {
        let typed: Vec<Typed> = items.iter().map(|i| self.expr(i)).collect();
        let mut element = Ty::Anything;
        for item in &typed {
            match together(&element, &item.ty) {
                Some(both) => element = both,
                None => {
                    let (one, other) = (element.words(), item.ty.words());
                    let says = (
                        format!("列表里有{}，又有{}", one.zh, other.zh),
                        format!("the list has {} and {}", one.en, other.en),
                    );
                    self.problem(&item.at, says, (one.zh, one.en));
                }
            }
        }
        let parts = typed.iter().map(|t| t.at.clone()).collect();
        let constants: Option<Vec<Val>> = typed.iter().map(|t| t.constant().cloned()).collect();
        let node = match constants {
            Some(vals) => Node::Const(Val::List(vals)),
            None => Node::List(typed.into_iter().map(|t| t.node).collect()),
        };
        Typed { parts, ..Typed::new(node, Ty::List(Box::new(element)), at) }
    }

    pub(super) fn negate(&mut self, inner: &Expr, at: &Range<usize>) -> Typed {
        let inner = self.expr(inner);
        if !matches!(inner.ty, Ty::Number(_) | Ty::Anything) {
            let ty = inner.ty.words();
            let says = (format!("{}没有负数", ty.zh), format!("{} cannot be negated", ty.en));
            return self.broken(at, says, ("一个数", "a number"));
        }
        let node = match inner.constant() {
            Some(Val::Number(n)) => match Decimal::ZERO.checked_sub(*n) {
                Some(n) => Node::Const(Val::Number(n)),
                None => return self.broken(at, ("数太大", "the number is too large"), ("", "")),
            },
            _ => Node::Negate(Box::new(inner.node)),
        };
        Typed::new(node, inner.ty, at)
    }

    pub(super) fn math(&mut self, op: Math, left: &Expr, right: &Expr, at: &Range<usize>) -> Typed {
        let (left, right) = (self.expr(left), self.expr(right));
        let ty = self.result_of(op, &left, &right, at);
        let origin = left.origin.clone().filter(|o| Some(o) == right.origin.as_ref());
        let node = match (left.constant(), right.constant()) {
            (Some(a), Some(b)) if ty != Ty::Anything => match reckon::math(op, a, b) {
                Ok(val) => Node::Const(val),
                Err(why) => {
                    let says = if why == DIVISION_BY_ZERO {
                        ("除以零", "division by zero")
                    } else {
                        ("结果超出范围", "the result is out of range")
                    };
                    return self.broken(at, says, ("", ""));
                }
            },
            _ => Node::Math(op, Box::new([left.node, right.node])),
        };
        Typed { origin, ..Typed::new(node, ty, at) }
    }

    pub(super) fn choose(&mut self, [condition, yes, no]: [&Expr; 3], at: &Range<usize>) -> Typed {
        let condition = self.bool(condition);
        let (yes, no) = (self.expr(yes), self.expr(no));
        let Some(ty) = together(&yes.ty, &no.ty) else {
            let (one, other) = (yes.ty.words(), no.ty.words());
            let says = (
                format!("两个结果类型不同：{}与{}", one.zh, other.zh),
                format!("the two results differ in type: {} and {}", one.en, other.en),
            );
            return self.broken(at, says, (one.zh, one.en));
        };
        let origin = yes.origin.clone().filter(|o| Some(o) == no.origin.as_ref());
        Typed { origin, ..Typed::new(Node::Choose(Box::new([condition, yes.node, no.node])), ty, at) }
    }
}
