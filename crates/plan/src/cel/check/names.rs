//! Names in conditions: fields, records, parameters, parts of a record, and what may not be looked at.
//!
//! Not here: what may be named at all (`env`), names of functions (`calls`).

use super::{Checker, Typed};
use crate::cel::{
    env::{Barred, Bounds, Found, Records, Root, Ty},
    node::{FieldAt, Node, Part, PartOf, RecordsAt},
    problem::suggest,
    reckon,
    tree::{Expr, Kind},
};
use facts::Name;
use smol_str::SmolStr;
use std::ops::Range;

impl Checker<'_, '_> {
    /// A name on its own: a macro's variable, or a field of the trigger.
    pub(super) fn bare(&mut self, name: &SmolStr, at: &Range<usize>) -> Typed {
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

    pub(super) fn member(&mut self, target: &Expr, name: &SmolStr, at: &Range<usize>) -> Typed {
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
}

/// The words that stand before a dot.
pub(super) fn roots() -> impl Iterator<Item = &'static str> {
    let records = Records::ALL.into_iter().map(Records::word);
    Root::NAMED.into_iter().map(Root::word).chain(records).chain(["params"])
}
