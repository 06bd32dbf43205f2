//! The judging of a checked condition: three values, total, without an allocation for the plain comparison of a field.
//!
//! Not here: any check; types were settled before. What cannot be computed is missing, with a path that says why.

use super::{
    NOT_IN_LIST, OUT_OF_RANGE,
    env::Ty,
    node::{FieldAt, Function, Node, Part, PartOf, Walk},
    parse::Compare,
    reckon::{Gap, age, any, beside, compare, convert, equal, gap, math},
    value::{Scope, Truth, Val},
};
use facts::{Decimal, Recorded, time::days_between};
use smol_str::SmolStr;
use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

type Known<T> = Result<T, Gap>;

/// The surroundings of one evaluation.
pub(super) struct Run<'s> {
    pub scope: &'s dyn Scope,
}

/// The element that a macro is at, and those of the macros around it.
#[derive(Clone, Copy)]
pub(super) struct Frame<'f> {
    element: Element<'f>,
    outer: Option<&'f Frame<'f>>,
}

/// An element of a list, where it lies.
#[derive(Clone, Copy)]
enum Element<'f> {
    Val(&'f Val),
    Record(&'f Arc<Recorded>),
}

/// A list, held in the cheapest way.
enum Items<'n> {
    Vals(Cow<'n, [Val]>),
    Records(Vec<Arc<Recorded>>),
}

impl Items<'_> {
    fn len(&self) -> usize {
        match self {
            Items::Vals(vals) => vals.len(),
            Items::Records(records) => records.len(),
        }
    }

    fn get(&self, i: usize) -> Option<Element<'_>> {
        match self {
            Items::Vals(vals) => vals.get(i).map(Element::Val),
            Items::Records(records) => records.get(i).map(Element::Record),
        }
    }

    fn iter(&self) -> impl Iterator<Item = Element<'_>> {
        (0..self.len()).filter_map(|i| self.get(i))
    }
}

impl Element<'_> {
    fn to_val(self) -> Val {
        match self {
            Element::Val(val) => val.clone(),
            Element::Record(record) => Val::Record(Arc::clone(record)),
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

impl Run<'_> {
    /// Yes, no or unknown.
    pub(super) fn truth(&self, node: &Node, frame: Option<&Frame<'_>>) -> Truth {
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
    pub(super) fn value(&self, node: &Node, frame: Option<&Frame<'_>>) -> Known<Val> {
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

    /// A list in the cheapest form.
    fn items<'n>(&self, node: &'n Node, frame: Option<&Frame<'_>>) -> Known<Items<'n>> {
        match node {
            Node::Const(Val::List(vals)) => Ok(Items::Vals(Cow::Borrowed(vals))),
            Node::Records(at) => Ok(Items::Records(self.scope.records(at.which, &at.ledger))),
            Node::Walk(Walk::Filter, two) => self.filter(two, frame),
            other => match self.value(other, frame)? {
                Val::List(vals) => Ok(Items::Vals(Cow::Owned(vals))),
                _ => Err(gap(NOT_IN_LIST)),
            },
        }
    }

    /// Those elements for which the body holds. If that is not known of one, the list is not known.
    fn filter<'n>(&self, [list, body]: &'n [Node; 2], frame: Option<&Frame<'_>>) -> Known<Items<'n>> {
        let items = self.items(list, frame)?;
        let mut kept = Vec::new();
        let mut missing = Gap::new();
        for element in items.iter() {
            let truth = self.truth(body, Some(&Frame { element, outer: frame }));
            kept.push(truth.holds());
            if let Truth::Unknown(paths) = truth {
                missing.extend(paths);
            }
        }
        if !missing.is_empty() {
            return Err(missing);
        }
        let mut kept = kept.into_iter();
        Ok(match items {
            Items::Records(mut records) => {
                records.retain(|_| kept.next().unwrap_or(false));
                Items::Records(records)
            }
            Items::Vals(vals) => {
                let mut vals = vals.into_owned();
                vals.retain(|_| kept.next().unwrap_or(false));
                Items::Vals(Cow::Owned(vals))
            }
        })
    }

    fn quantify(&self, walk: Walk, [list, body]: &[Node; 2], frame: Option<&Frame<'_>>) -> Truth {
        let items = match self.items(list, frame) {
            Ok(items) => items,
            Err(paths) => return Truth::Unknown(paths),
        };
        let mut each = items.iter().map(|element| self.truth(body, Some(&Frame { element, outer: frame })));
        match walk {
            Walk::All => !any(each.map(|truth| !truth)),
            Walk::ExistsOne => {
                let mut found = 0;
                let mut missing = Gap::new();
                for truth in each.by_ref() {
                    match truth {
                        Truth::Yes => found += 1,
                        Truth::No => {}
                        Truth::Unknown(paths) => missing.extend(paths),
                    }
                }
                match (found, missing.is_empty()) {
                    (2.., _) => Truth::No,
                    (_, false) => Truth::Unknown(missing),
                    (n, true) => (n == 1).into(),
                }
            }
            _ => any(each),
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

    fn within(&self, [item, list]: &[Node; 2], frame: Option<&Frame<'_>>) -> Truth {
        if let (Node::Const(constant), Node::Field(field)) = (item, list) {
            return match self.scope.field(field.root, &field.name) {
                None => Truth::Unknown(BTreeSet::from([field.path.clone()])),
                Some(value) => any(value.items().iter().map(|v| match beside(Compare::Equal, v, constant) {
                    Some(yes) => yes.into(),
                    None => {
                        let element = match &field.ty {
                            Ty::List(element) => convert(v, element),
                            _ => None,
                        };
                        element.map_or_else(
                            || Truth::Unknown(BTreeSet::from([field.path.clone()])),
                            |v| equal(&v, constant),
                        )
                    }
                })),
            };
        }
        let items = match self.items(list, frame) {
            Ok(items) => items,
            Err(paths) => return Truth::Unknown(paths),
        };
        if items.len() == 0 {
            return Truth::No;
        }
        match self.value(item, frame) {
            Ok(item) => any(items.iter().map(|e| equal_element(e, &item))),
            Err(paths) => Truth::Unknown(paths),
        }
    }

    fn any_of(&self, args: &[Node], frame: Option<&Frame<'_>>) -> Truth {
        let [one, other] = args else { return Truth::No };
        let (one, other) = match both(self.items(one, frame), self.items(other, frame)) {
            Ok(two) => two,
            Err(paths) => return Truth::Unknown(paths),
        };
        any(one.iter().flat_map(|a| {
            let a = a.to_val();
            other.iter().map(move |b| equal_element(b, &a)).collect::<Vec<_>>()
        }))
    }

    fn index(&self, [list, index]: &[Node; 2], frame: Option<&Frame<'_>>) -> Known<Val> {
        let (items, index) = both(self.items(list, frame), self.value(index, frame))?;
        let place = match index {
            Val::Number(n) => n.as_int().and_then(|n| usize::try_from(n).ok()),
            _ => None,
        };
        known(place.and_then(|i| items.get(i)).ok_or_else(|| gap(NOT_IN_LIST))?.to_val())
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

    fn call(&self, function: Function, args: &[Node], frame: Option<&Frame<'_>>) -> Known<Val> {
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

/// A missing value from the paths that are missing; the first stands for all.
pub(super) fn missing(paths: Gap) -> Val {
    Val::Missing(paths.into_iter().next().unwrap_or_default())
}

fn number(n: i64) -> Known<Val> {
    Decimal::from_int(n).map(Val::Number).ok_or_else(|| gap(OUT_OF_RANGE))
}

fn equal_element(element: Element<'_>, val: &Val) -> Truth {
    match element {
        Element::Val(other) => equal(other, val),
        Element::Record(record) => match val {
            Val::Record(other) => (record.fact.id == other.fact.id).into(),
            _ => Truth::No,
        },
    }
}
