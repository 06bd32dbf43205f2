//! The check of a condition against what it may name: every name resolved, every part typed, all problems at once.
//!
//! Not here: reading the source (`parse`), and judging (`run`).
//!
//! Reading order: this file, `names`, `operators`, `fits` (which types, units, codes and numbers go together), `calls`
//! (functions and macros).

mod calls;
mod fits;
mod names;
mod operators;

use super::{
    env::{Bounds, Env, Ty},
    node::Node,
    problem::{CelProblem, refuse},
    tree::{Expr, Kind},
    value::Val,
};
use facts::Name;
use smol_str::SmolStr;
use std::{collections::BTreeSet, ops::Range};

/// A condition that would take more steps is refused.
const COST_MAX: u64 = 100_000;

/// What the check makes of a tree.
pub(super) struct Checked {
    pub node: Node,
    pub ty: Ty,
    pub reads: Vec<Name>,
    pub cost: u32,
}

/// Checks a tree, or tells all that is wrong with it.
pub(super) fn check(tree: &Expr, env: &Env<'_>) -> Result<Checked, Vec<CelProblem>> {
    let mut checker = Checker { env, problems: Vec::new(), locals: Vec::new(), reads: BTreeSet::new() };
    let typed = checker.expr(tree);
    let cost = typed.node.cost().max(1);
    if cost > COST_MAX && checker.problems.is_empty() {
        let says = (format!("这个条件最多要算 {cost} 步"), format!("this condition may take {cost} steps"));
        let want = (
            format!("不超过 {COST_MAX} 步：少嵌套一层列表"),
            format!("at most {COST_MAX}: one list less inside of another"),
        );
        checker.problem(&tree.at, says, want);
    }
    if !checker.problems.is_empty() {
        checker.problems.sort_by_key(|p| (p.at.start, p.at.end));
        return Err(checker.problems);
    }
    let reads = checker.reads.into_iter().collect();
    Ok(Checked { node: typed.node, ty: typed.ty, reads, cost: u32::try_from(cost).unwrap_or(u32::MAX) })
}

struct Checker<'e, 'a> {
    env: &'e Env<'a>,
    problems: Vec<CelProblem>,
    locals: Vec<Local>,
    reads: BTreeSet<Name>,
}

/// The variable of a macro.
struct Local {
    name: SmolStr,
    ty: Ty,
    origin: Option<Name>,
}

/// A checked part.
struct Typed {
    node: Node,
    ty: Ty,
    at: Range<usize>,
    /// The numbers it can be, when it is a field.
    bounds: Bounds,
    /// Where records come from (`history.test_result`), for the paths of their fields.
    origin: Option<Name>,
    /// The places of the elements of a written list.
    parts: Vec<Range<usize>>,
}

impl Typed {
    fn new(node: Node, ty: Ty, at: &Range<usize>) -> Self {
        Typed { node, ty, at: at.clone(), bounds: Bounds::default(), origin: None, parts: Vec::new() }
    }

    /// Stands for something already reported.
    fn broken(at: &Range<usize>) -> Self {
        Typed::new(Node::Const(Val::Missing(Name::default())), Ty::Anything, at)
    }

    fn constant(&self) -> Option<&Val> {
        match &self.node {
            Node::Const(Val::Missing(_)) => None,
            Node::Const(val) => Some(val),
            _ => None,
        }
    }
}

impl Checker<'_, '_> {
    fn problem<A: AsRef<str>, B: AsRef<str>>(&mut self, at: &Range<usize>, says: (A, A), want: (B, B)) {
        self.problems.push(refuse(at.clone(), says, want));
    }

    /// Reports, and gives something that fits everywhere.
    fn broken<A: AsRef<str>, B: AsRef<str>>(
        &mut self,
        at: &Range<usize>,
        says: (A, A),
        want: (B, B),
    ) -> Typed {
        self.problem(at, says, want);
        Typed::broken(at)
    }

    fn expr(&mut self, expr: &Expr) -> Typed {
        let at = &expr.at;
        match &expr.kind {
            Kind::Literal(val) => Typed::new(Node::Const(val.clone()), type_of(val), at),
            Kind::Null => self.broken(
                at,
                ("子集中没有 null", "null is not part of the subset"),
                ("是否填报写作 has(x)", "whether something was reported is has(x)"),
            ),
            Kind::Name(name) => self.bare(name, at),
            Kind::Member(target, name) => self.member(target, name, at),
            Kind::Index(list, index) => self.index(list, index, at),
            Kind::Call { target, name, name_at, args } => {
                self.call(target.as_deref(), name, name_at, args, at)
            }
            Kind::List(items) => self.list(items, at),
            Kind::Not(inner) => {
                let inner = self.bool(inner);
                Typed::new(Node::Not(Box::new(inner)), Ty::Bool, at)
            }
            Kind::Negate(inner) => self.negate(inner, at),
            Kind::And(parts) => {
                let parts = parts.iter().map(|p| self.bool(p)).collect();
                Typed::new(Node::And(parts), Ty::Bool, at)
            }
            Kind::Or(parts) => {
                let parts = parts.iter().map(|p| self.bool(p)).collect();
                Typed::new(Node::Or(parts), Ty::Bool, at)
            }
            Kind::Compare(op, left, right) => {
                let (left, right) = (self.expr(left), self.expr(right));
                self.compare(*op, left, right, at)
            }
            Kind::In(item, list) => {
                let (item, list) = (self.expr(item), self.expr(list));
                self.within(item, list, at)
            }
            Kind::Math(op, left, right) => self.math(*op, left, right, at),
            Kind::Choose(condition, yes, no) => self.choose([condition, yes, no], at),
        }
    }

    /// A part that must be yes or no.
    fn bool(&mut self, expr: &Expr) -> Node {
        let typed = self.expr(expr);
        if !matches!(typed.ty, Ty::Bool | Ty::Anything) {
            let ty = typed.ty.words();
            let says = (format!("这里是{}", ty.zh), format!("this is {}", ty.en));
            self.problem(&typed.at, says, ("是或否，例如一个比较", "yes or no, as a comparison gives"));
        }
        typed.node
    }
}

/// The type of a written value.
fn type_of(val: &Val) -> Ty {
    match val {
        Val::Bool(_) => Ty::Bool,
        Val::Number(_) => Ty::Number(None),
        Val::Text(_) => Ty::Text,
        _ => Ty::Anything,
    }
}
