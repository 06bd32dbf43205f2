//! Conditions of plans, in the syntax of CEL (Common Expression Language): read, checked against the ledgers before
//! anything runs, and judged in three values, since what is not known is neither yes nor no.
//!
//! Not here: which facts a condition may look at (the caller's `Env`) and where they come from (the caller's `Scope`).
//! No clock, no chance, no input or output; evaluation never fails and never panics.
//!
//! Reading order: `env` (what may be named), `value` (what comes out), `problem`, `tokens`, `tree`, `parse`, `check`,
//! `node`, `run`, `reckon`.
//!
//! # The subset
//!
//! | | |
//! |---|---|
//! | literals | `37`, `37.3`, `'text'`, `"text"`, `r'raw'`, `true`, `false`, `[1, 2]` |
//! | operators | `== != < <= > >=`, `&& \|\| !`, `+ - * / %`, `in`, `c ? a : b`, `( )`, `list[0]` |
//! | names | a field of the triggering fact: `temperature`; `fact.at`, `fact.org`, `fact.received`; `subject.x`, `org.x`, `course.x`, `params.x`; records: `history.<ledger>`, `during.<ledger>`, `linked.<ledger>` |
//! | a record | the fields of its ledger, and `.at` (when it happened), `.org` (who reported it) |
//! | text | `size(t)`, `t.contains(s)`, `t.startsWith(s)`, `t.endsWith(s)`, `a + b` |
//! | lists | `size(l)`, `x in l`, `any_of(a, b)` (they share an element), `a + b`, `exists`, `all`, `exists_one`, `filter`, `map` |
//! | time | `date('2026-01-01')`, `instant('2026-01-01T08:00:00+08:00')`, `time('08:30')`, `duration('PT2H')`, `days(from, to)` in civil days, `date_of(instant)`, `hour(instant)`, `age(birth_date, on_date)` in whole years (born on 29 February: a year older on 1 March) |
//! | presence | `has(x)`: whether `x` was reported; always yes or no |
//!
//! Refused by name, with what to write instead: `null`, `dyn`, maps, messages, bytes, unsigned numbers, exponents,
//! `matches` (its cost has no bound), `timestamp`, conversions such as `int()`.
//!
//! # Where it differs from CEL
//!
//! Each difference below that the public conformance suite touches is named, case by case, in
//! `fixtures/cel_conformance.toml`.
//!
//! - There is one kind of number, with four decimals ([`facts::Decimal`]): `5 / 2` is `2.5`, `1 == 1.0` is true, and
//!   the rest of a division keeps its decimals. Results are rounded towards zero at the fourth decimal.
//! - Dividing by zero, leaving the range of numbers or of a list is not an error: the result is missing, and the
//!   missing path says why ([`DIVISION_BY_ZERO`], [`OUT_OF_RANGE`], [`NOT_IN_LIST`]). Where it can be seen without
//!   any fact (`1 / 0`), the check refuses it.
//! - A field that was not reported is missing, a yes-no field too. What is compared with something missing is
//!   unknown. `&&`, `||` and `!` follow Kleene: `false && unknown` is false, `true && unknown` is unknown.
//! - `exists` over records: one yes is yes; else one unknown is unknown; else no. `filter` with an unknown element is
//!   missing as a whole, since its size is not known; `map` keeps a missing element in its place. `exists_one` is no
//!   as soon as two are yes, whatever the others are. `c ? a : b` with an unknown `c` is missing unless both are equal.
//! - `has` takes a bare field too. Yes and no have no order, nor have codes.
//! - Everything is typed before it runs: a list has elements of one type, both sides of `?:` too, and a wrong type
//!   is refused even where `false && …` would never come to it.
//! - Units: two numbers that are compared or added must not have different units; a number without one takes the
//!   other's.
//! - A code may be compared only with codes of its list, a number only with numbers inside of its field's range.

mod check;
mod env;
mod node;
mod parse;
mod problem;
mod reckon;
mod run;
mod tokens;
mod tree;
mod value;

#[cfg(test)]
mod tests;

pub use env::{Env, Records, Root, Ty};
pub use problem::CelProblem;
pub use value::{Scope, Truth, Val};

use facts::Name;
use node::Node;
use smol_str::SmolStr;

/// The path that is missing after a division by zero.
pub const DIVISION_BY_ZERO: &str = "(division by zero)";
/// The path that is missing after a number or a time has left its range.
pub const OUT_OF_RANGE: &str = "(out of range)";
/// The path that is missing after a list was asked for an element that it does not have.
pub const NOT_IN_LIST: &str = "(not in list)";

/// A checked condition.
#[derive(Clone, PartialEq)]
pub struct Condition {
    source: SmolStr,
    node: Node,
    ty: Ty,
    reads: Vec<Name>,
    cost: u32,
}

impl Condition {
    /// Reads and checks. All problems at once.
    pub fn compile(source: &str, env: &Env<'_>) -> Result<Condition, Vec<CelProblem>> {
        let tree = parse::parse(source).map_err(|problem| vec![problem])?;
        let checked = check::check(&tree, env)?;
        let check::Checked { node, ty, reads, cost } = checked;
        Ok(Condition { source: SmolStr::new(source), node, ty, reads, cost })
    }

    /// As [`Condition::compile`]; anything but yes or no is a problem too.
    pub fn compile_bool(source: &str, env: &Env<'_>) -> Result<Condition, Vec<CelProblem>> {
        let condition = Condition::compile(source, env)?;
        if matches!(condition.ty, Ty::Bool | Ty::Anything) {
            return Ok(condition);
        }
        let ty = condition.ty.words();
        let says = (format!("结果是{}", ty.zh), format!("this gives {}", ty.en));
        Err(vec![problem::refuse(0..source.len(), says, ("是或否", "yes or no"))])
    }

    /// As it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What it gives.
    pub fn ty(&self) -> &Ty {
        &self.ty
    }

    /// The paths that it looks at, in order: `history.test_result`, `subject.birth_date`, `temperature`.
    pub fn reads(&self) -> &[Name] {
        &self.reads
    }

    /// Yes, no, or which paths are missing. For conditions that give yes or no.
    pub fn test(&self, scope: &dyn Scope) -> Truth {
        run::truth(&self.node, scope)
    }

    /// What it gives, of any type.
    pub fn value(&self, scope: &dyn Scope) -> Val {
        run::value(&self.node, scope)
    }

    /// Steps it takes at worst, lists being taken as 200 long.
    pub fn cost(&self) -> u32 {
        self.cost
    }
}

impl std::fmt::Debug for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Condition").field(&self.source).finish()
    }
}
