//! The tree of a condition as it was written, with the place of each part.
//!
//! Not here: names and types (`check`). A tree has a bounded depth, so that nothing that walks it can run out of stack.

use super::{
    problem::{CelProblem, refuse},
    value::Val,
};
use smol_str::SmolStr;
use std::ops::Range;

/// A tree with more levels over a plain value is refused, as many as CEL asks for at least. `a && b && c …` counts as
/// one level however long.
pub(super) const DEPTH_MAX: u16 = 32;

/// A part of a condition and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Expr {
    pub kind: Kind,
    pub at: Range<usize>,
    pub depth: u16,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Kind {
    Literal(Val),
    /// `null`: kept so that the check can tell what to write instead.
    Null,
    Name(SmolStr),
    Member(Box<Expr>, SmolStr),
    Index(Box<Expr>, Box<Expr>),
    Call {
        target: Option<Box<Expr>>,
        name: SmolStr,
        name_at: Range<usize>,
        args: Vec<Expr>,
    },
    List(Vec<Expr>),
    Not(Box<Expr>),
    Negate(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Compare(Compare, Box<Expr>, Box<Expr>),
    In(Box<Expr>, Box<Expr>),
    Math(Math, Box<Expr>, Box<Expr>),
    Choose(Box<Expr>, Box<Expr>, Box<Expr>),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Compare {
    Equal,
    Unequal,
    Less,
    LessEqual,
    More,
    MoreEqual,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Math {
    Add,
    Subtract,
    Multiply,
    Divide,
    Rest,
}

impl Expr {
    /// A part one deeper than the deepest of its own parts.
    pub(super) fn over(kind: Kind, at: Range<usize>, deepest: u16) -> Result<Expr, CelProblem> {
        if deepest > DEPTH_MAX {
            return Err(too_deep(at));
        }
        Ok(Expr { kind, at, depth: deepest + 1 })
    }

    pub(super) fn of_two(
        left: Expr,
        right: Expr,
        join: impl FnOnce(Box<Expr>, Box<Expr>) -> Kind,
    ) -> Result<Expr, CelProblem> {
        let (at, depth) = (left.at.start..right.at.end, left.depth.max(right.depth));
        Expr::over(join(Box::new(left), Box::new(right)), at, depth)
    }
}

pub(super) fn too_deep(at: Range<usize>) -> CelProblem {
    let says = (format!("嵌套超过 {DEPTH_MAX} 层"), format!("nested deeper than {DEPTH_MAX} levels"));
    refuse(at, says, ("拆成几条规则", "several rules"))
}
