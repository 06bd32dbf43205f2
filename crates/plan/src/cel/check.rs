//! The check of a condition against what it may name: every name resolved, every part typed, all problems at once.
//!
//! Not here: functions and macros (`calls`), and which types, units, codes and numbers go together (`fits`).

use super::{
    env::{Barred, Bounds, Env, Found, Records, Root, Ty},
    node::{FieldAt, Node, Part, PartOf, RecordsAt},
    parse::{Expr, Kind, Math},
    problem::{CelProblem, refuse, suggest},
    reckon,
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

pub(super) struct Checker<'e, 'a> {
    pub env: &'e Env<'a>,
    problems: Vec<CelProblem>,
    pub locals: Vec<Local>,
    reads: BTreeSet<Name>,
}

/// The variable of a macro.
pub(super) struct Local {
    pub name: SmolStr,
    pub ty: Ty,
    pub origin: Option<Name>,
}

/// A checked part.
pub(super) struct Typed {
    pub node: Node,
    pub ty: Ty,
    pub at: Range<usize>,
    /// The numbers it can be, when it is a field.
    pub bounds: Bounds,
    /// Where records come from (`history.test_result`), for the paths of their fields.
    pub origin: Option<Name>,
    /// The places of the elements of a written list.
    pub parts: Vec<Range<usize>>,
}

impl Typed {
    pub(super) fn new(node: Node, ty: Ty, at: &Range<usize>) -> Self {
        Typed { node, ty, at: at.clone(), bounds: Bounds::default(), origin: None, parts: Vec::new() }
    }

    /// Stands for something already reported.
    pub(super) fn broken(at: &Range<usize>) -> Self {
        Typed::new(Node::Const(Val::Missing(Name::default())), Ty::Anything, at)
    }

    pub(super) fn constant(&self) -> Option<&Val> {
        match &self.node {
            Node::Const(Val::Missing(_)) => None,
            Node::Const(val) => Some(val),
            _ => None,
        }
    }
}

impl Checker<'_, '_> {
    pub(super) fn problem<A: AsRef<str>, B: AsRef<str>>(
        &mut self,
        at: &Range<usize>,
        says: (A, A),
        want: (B, B),
    ) {
        self.problems.push(refuse(at.clone(), says, want));
    }

    /// Reports, and gives something that fits everywhere.
    pub(super) fn broken<A: AsRef<str>, B: AsRef<str>>(
        &mut self,
        at: &Range<usize>,
        says: (A, A),
        want: (B, B),
    ) -> Typed {
        self.problem(at, says, want);
        Typed::broken(at)
    }

    pub(super) fn expr(&mut self, expr: &Expr) -> Typed {
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
    pub(super) fn bool(&mut self, expr: &Expr) -> Node {
        let typed = self.expr(expr);
        if !matches!(typed.ty, Ty::Bool | Ty::Anything) {
            let ty = typed.ty.words();
            let says = (format!("这里是{}", ty.zh), format!("this is {}", ty.en));
            self.problem(&typed.at, says, ("是或否，例如一个比较", "yes or no, as a comparison gives"));
        }
        typed.node
    }

    /// A name on its own: a macro's variable, or a field of the trigger.
    fn bare(&mut self, name: &SmolStr, at: &Range<usize>) -> Typed {
        if let Some((outward, local)) = self.locals.iter().rev().enumerate().find(|(_, l)| l.name == *name) {
            let node = Node::Local(u8::try_from(outward).unwrap_or(u8::MAX));
            return Typed { origin: local.origin.clone(), ..Typed::new(node, local.ty.clone(), at) };
        }
        let is_word = roots().any(|w| w == name);
        if is_word && matches!(self.env.find(Root::Fact, name), Found::Nothing) {
            let want = (format!("{name}.名字"), format!("{name}.something"));
            return self.broken(
                at,
                (format!("{name} 后面缺名字"), format!("{name} needs a name behind it")),
                want,
            );
        }
        self.field(Root::Fact, name, at)
    }

    fn member(&mut self, target: &Expr, name: &SmolStr, at: &Range<usize>) -> Typed {
        if let Kind::Name(word) = &target.kind
            && !self.locals.iter().any(|l| l.name == *word)
        {
            if let Some(root) = Root::NAMED.into_iter().find(|r| r.word() == word) {
                return self.field(root, name, at);
            }
            if let Some(which) = Records::ALL.into_iter().find(|w| w.word() == word) {
                return self.records(which, name, at);
            }
            if word == "params" {
                return self.param(name, at);
            }
        }
        let of = self.expr(target);
        match &of.ty {
            Ty::Anything => Typed::broken(at),
            Ty::Record(ledger) => {
                let ledger = ledger.clone();
                self.part(of, &ledger, name, at)
            }
            Ty::List(element) if matches!(**element, Ty::Record(_)) => {
                let says = ("这是多条记录，不是一条", "these are several records, not one");
                let want = (format!(".exists(t, t.{name} …)"), format!(".exists(t, t.{name} …)"));
                self.broken(at, says, want)
            }
            ty => {
                let words = ty.words();
                let says = (format!("{}没有 .{name}", words.zh), format!("{} has no .{name}", words.en));
                self.broken(at, says, ("一条记录", "a record"))
            }
        }
    }

    fn field(&mut self, root: Root, name: &SmolStr, at: &Range<usize>) -> Typed {
        let env = self.env;
        match env.find(root, name) {
            Found::Field(ty, bounds) => {
                let path = root.path(name);
                self.reads.insert(path.clone());
                let field = FieldAt { root, name: Name::new(name), path, ty: ty.clone() };
                Typed { bounds, ..Typed::new(Node::Field(Box::new(field)), ty.clone(), at) }
            }
            Found::Barred(why) => self.barred(why, &root.path(name), at),
            Found::Nothing => self.unknown_field(root, name, at),
        }
    }

    fn barred(&mut self, why: &Barred, path: &Name, at: &Range<usize>) -> Typed {
        match why {
            Barred::Identity => self.identity(path, at),
            Barred::AbsentIn(ledgers) => {
                let list = ledgers.iter().map(|l| l.as_str()).collect::<Vec<_>>().join(", ");
                let says = (format!("台账 {list} 没有字段 {path}"), format!("{list} has no field {path}"));
                let want = ("每个触发台账都有的字段", "a field that every ledger of the trigger has");
                self.broken(at, says, want)
            }
            Barred::Differs(one, other) => {
                let says = (
                    format!("{path} 在台账 {one} 和 {other} 中类型不同"),
                    format!("{path} has different types in {one} and {other}"),
                );
                self.broken(at, says, ("类型相同的字段", "a field of one type"))
            }
        }
    }

    fn identity(&mut self, path: &Name, at: &Range<usize>) -> Typed {
        let says =
            (format!("预案不得读取身份信息 {path}"), format!("a plan may not look at identity: {path}"));
        self.broken(at, says, ("不属于身份信息的字段", "a field that does not identify a person"))
    }

    fn unknown_field(&mut self, root: Root, name: &SmolStr, at: &Range<usize>) -> Typed {
        let env = self.env;
        let known = env.fields.keys().filter(|(r, _)| *r == root).map(|(_, n)| n.as_str());
        if root == Root::Fact {
            let locals: Vec<SmolStr> = self.locals.iter().map(|l| l.name.clone()).collect();
            let roots = roots().filter(|w| self.offers(w)).collect::<Vec<_>>();
            let want = suggest(name, known.chain(locals.iter().map(SmolStr::as_str)).chain(roots));
            return self.broken(at, (format!("没有字段 {name}"), format!("there is no field {name}")), want);
        }
        let word = root.word();
        if !self.offers(word) {
            return self.unavailable(word, at);
        }
        let says = (format!("{word} 没有 {name}"), format!("{word} has no {name}"));
        let want = suggest(name, known);
        self.broken(at, says, want)
    }

    /// Whether anything may be named under a word.
    fn offers(&self, word: &str) -> bool {
        word == "params" && !self.env.params.is_empty()
            || self.env.fields.keys().any(|(r, _)| r.word() == word)
            || self.env.records.iter().any(|(r, _)| r.word() == word)
    }

    fn unavailable(&mut self, word: &str, at: &Range<usize>) -> Typed {
        let offered = roots().filter(|w| self.offers(w)).collect::<Vec<_>>();
        let says = (format!("这里不能用 {word}"), format!("{word} is not available here"));
        let want = suggest("", offered);
        self.broken(at, says, want)
    }

    fn records(&mut self, which: Records, ledger: &SmolStr, at: &Range<usize>) -> Typed {
        let (env, word) = (self.env, which.word());
        if !self.offers(word) {
            return self.unavailable(word, at);
        }
        if env.records.contains(&(which, Name::new(ledger))) {
            let path = which.path(ledger);
            self.reads.insert(path.clone());
            let node = Node::Records(Box::new(RecordsAt { which, ledger: Name::new(ledger) }));
            let ty = Ty::List(Box::new(Ty::Record(Name::new(ledger))));
            return Typed { origin: Some(path), ..Typed::new(node, ty, at) };
        }
        let says = (format!("{word} 中没有台账 {ledger}"), format!("{word} has no ledger {ledger}"));
        let want = suggest(ledger, env.records.iter().filter(|(w, _)| *w == which).map(|(_, l)| l.as_str()));
        self.broken(at, says, want)
    }

    fn param(&mut self, name: &SmolStr, at: &Range<usize>) -> Typed {
        let env = self.env;
        match env.params.get(name.as_str()) {
            Some((value, ty)) => match reckon::convert(value, ty) {
                Some(val) => Typed::new(Node::Const(val), ty.clone(), at),
                None => {
                    let ty = ty.words();
                    let says = (
                        format!("参数 {name} 不是{}", ty.zh),
                        format!("the parameter {name} is not {}", ty.en),
                    );
                    self.broken(at, says, ("与类型相符的值", "a value of its type"))
                }
            },
            None => {
                let says = (format!("没有参数 {name}"), format!("there is no parameter {name}"));
                let want = suggest(name, env.params.keys().map(|n| n.as_str()));
                self.broken(at, says, want)
            }
        }
    }

    /// A part of a record: `t.at`, `t.org`, or a field of its ledger.
    fn part(&mut self, of: Typed, ledger: &Name, name: &SmolStr, at: &Range<usize>) -> Typed {
        let env = self.env;
        let field = env.ledgers.get(ledger).and_then(|l| l.field(name));
        let path = of.origin.clone().unwrap_or_else(|| ledger.clone());
        let path = Name::new(format!("{path}.{name}"));
        let (part, ty, bounds) = match (name.as_str(), field) {
            ("at", _) => (Part::At, Ty::Instant, Bounds::default()),
            ("org", _) => (Part::Org, Ty::Subject, Bounds::default()),
            (_, Some(field)) => match Ty::of_field(&field.kind).filter(|_| !field.is_identity()) {
                Some(ty) => (Part::Field(field.id.clone()), ty, Bounds::of(&field.kind)),
                None => return self.identity(&path, at),
            },
            _ => {
                let says =
                    (format!("台账 {ledger} 没有字段 {name}"), format!("{ledger} has no field {name}"));
                let known =
                    env.ledgers.get(ledger).into_iter().flat_map(|l| l.fields.iter().map(|f| f.id.as_str()));
                let want = suggest(name, known.chain(["at", "org"]));
                return self.broken(at, says, want);
            }
        };
        let node = Node::Part(Box::new(PartOf { of: of.node, part, path, ty: ty.clone() }));
        Typed { bounds, ..Typed::new(node, ty, at) }
    }

    fn index(&mut self, list: &Expr, index: &Expr, at: &Range<usize>) -> Typed {
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

    fn list(&mut self, items: &[Expr], at: &Range<usize>) -> Typed {
        let typed: Vec<Typed> = items.iter().map(|i| self.expr(i)).collect();
        let mut element = Ty::Anything;
        for item in &typed {
            match super::fits::together(&element, &item.ty) {
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

    fn negate(&mut self, inner: &Expr, at: &Range<usize>) -> Typed {
        let inner = self.expr(inner);
        if !matches!(inner.ty, Ty::Number(_) | Ty::Anything) {
            let ty = inner.ty.words();
            let says = (format!("{}没有负数", ty.zh), format!("{} cannot be negated", ty.en));
            return self.broken(at, says, ("一个数", "a number"));
        }
        let node = match inner.constant() {
            Some(Val::Number(n)) => match facts::Decimal::ZERO.checked_sub(*n) {
                Some(n) => Node::Const(Val::Number(n)),
                None => return self.broken(at, ("数太大", "the number is too large"), ("", "")),
            },
            _ => Node::Negate(Box::new(inner.node)),
        };
        Typed::new(node, inner.ty, at)
    }

    fn math(&mut self, op: Math, left: &Expr, right: &Expr, at: &Range<usize>) -> Typed {
        let (left, right) = (self.expr(left), self.expr(right));
        let ty = self.result_of(op, &left, &right, at);
        let origin = left.origin.clone().filter(|o| Some(o) == right.origin.as_ref());
        let node = match (left.constant(), right.constant()) {
            (Some(a), Some(b)) if ty != Ty::Anything => match reckon::math(op, a, b) {
                Ok(val) => Node::Const(val),
                Err(why) => {
                    let says = if why == super::DIVISION_BY_ZERO {
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

    fn choose(&mut self, [condition, yes, no]: [&Expr; 3], at: &Range<usize>) -> Typed {
        let condition = self.bool(condition);
        let (yes, no) = (self.expr(yes), self.expr(no));
        let Some(ty) = super::fits::together(&yes.ty, &no.ty) else {
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

/// The words that stand before a dot.
pub(super) fn roots() -> impl Iterator<Item = &'static str> {
    let records = Records::ALL.into_iter().map(Records::word);
    Root::NAMED.into_iter().map(Root::word).chain(records).chain(["params"])
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
