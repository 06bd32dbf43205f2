//! Lists while a condition is judged: held in the cheapest way, walked by macros, asked for what they hold.
//!
//! Not here: a list that is the result of a condition (`value`).

use super::{Known, Run, both, known};
use crate::cel::{
    NOT_IN_LIST,
    env::Ty,
    node::{Node, Walk},
    reckon::{Gap, any, beside, convert, equal, gap},
    tree::Compare,
    value::{Truth, Val},
};
use facts::Recorded;
use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

/// The element that a macro is at, and those of the macros around it.
#[derive(Clone, Copy)]
pub(super) struct Frame<'f> {
    pub element: Element<'f>,
    pub outer: Option<&'f Frame<'f>>,
}

/// An element of a list, where it lies.
#[derive(Clone, Copy)]
pub(super) enum Element<'f> {
    Val(&'f Val),
    Record(&'f Arc<Recorded>),
}

/// A list, held in the cheapest way.
pub(super) enum Items<'n> {
    Vals(Cow<'n, [Val]>),
    Records(Vec<Arc<Recorded>>),
}

impl Items<'_> {
    pub(super) fn len(&self) -> usize {
        match self {
            Items::Vals(vals) => vals.len(),
            Items::Records(records) => records.len(),
        }
    }

    pub(super) fn get(&self, i: usize) -> Option<Element<'_>> {
        match self {
            Items::Vals(vals) => vals.get(i).map(Element::Val),
            Items::Records(records) => records.get(i).map(Element::Record),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Element<'_>> {
        (0..self.len()).filter_map(|i| self.get(i))
    }
}

impl Element<'_> {
    pub(super) fn to_val(self) -> Val {
        match self {
            Element::Val(val) => val.clone(),
            Element::Record(record) => Val::Record(Arc::clone(record)),
        }
    }
}

impl Run<'_> {
    /// A list in the cheapest form.
    pub(super) fn items<'n>(&self, node: &'n Node, frame: Option<&Frame<'_>>) -> Known<Items<'n>> {
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

    pub(super) fn quantify(&self, walk: Walk, [list, body]: &[Node; 2], frame: Option<&Frame<'_>>) -> Truth {
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

    pub(super) fn within(&self, [item, list]: &[Node; 2], frame: Option<&Frame<'_>>) -> Truth {
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

    pub(super) fn any_of(&self, args: &[Node], frame: Option<&Frame<'_>>) -> Truth {
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

    pub(super) fn index(&self, [list, index]: &[Node; 2], frame: Option<&Frame<'_>>) -> Known<Val> {
        let (items, index) = both(self.items(list, frame), self.value(index, frame))?;
        let place = match index {
            Val::Number(n) => n.as_int().and_then(|n| usize::try_from(n).ok()),
            _ => None,
        };
        known(place.and_then(|i| items.get(i)).ok_or_else(|| gap(NOT_IN_LIST))?.to_val())
    }
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
