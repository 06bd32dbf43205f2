//! What is left of a condition after the check: names resolved, constants put in, every part typed.
//!
//! Not here: places in the source; a checked condition has nothing left to complain about.

use super::{
    env::{Records, Root, Ty},
    tree::{Compare, Math},
    value::Val,
};
use facts::Name;

/// A part of a checked condition.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Node {
    Const(Val),
    Field(Box<FieldAt>),
    Records(Box<RecordsAt>),
    /// The element of the list that a macro walks over; 0 is the innermost macro.
    Local(u8),
    Part(Box<PartOf>),
    List(Vec<Node>),
    Not(Box<Node>),
    Negate(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
    Compare(Compare, Box<[Node; 2]>),
    In(Box<[Node; 2]>),
    Math(Math, Box<[Node; 2]>),
    Index(Box<[Node; 2]>),
    Choose(Box<[Node; 3]>),
    Has(Box<Node>),
    Call(Function, Vec<Node>),
    /// The list, and what is asked of each element.
    Walk(Walk, Box<[Node; 2]>),
}

/// A field of the trigger or its surroundings.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct FieldAt {
    pub root: Root,
    pub name: Name,
    pub path: Name,
    pub ty: Ty,
}

/// The records of a ledger.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct RecordsAt {
    pub which: Records,
    pub ledger: Name,
}

/// A part of a record.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct PartOf {
    pub of: Node,
    pub part: Part,
    pub path: Name,
    pub ty: Ty,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Part {
    At,
    Org,
    Field(Name),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Function {
    Size,
    Contains,
    StartsWith,
    EndsWith,
    AnyOf,
    Days,
    DateOf,
    Age,
    Hour,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Walk {
    Exists,
    All,
    ExistsOne,
    Filter,
    Map,
}

/// How long a list is taken to be when nothing is known of it.
const LENGTH_ASSUMED: u64 = 200;

impl Node {
    /// Steps at worst: one per operator and per field looked up; what a macro asks counts once per element.
    pub(super) fn cost(&self) -> u64 {
        let of = |nodes: &[Node]| nodes.iter().fold(0u64, |sum, n| sum.saturating_add(n.cost()));
        match self {
            Node::Const(_) | Node::Local(_) => 0,
            Node::Field(_) | Node::Records(_) => 1,
            Node::Part(part) => part.of.cost(),
            Node::Not(inner) | Node::Negate(inner) | Node::Has(inner) => inner.cost().saturating_add(1),
            Node::List(items) | Node::And(items) | Node::Or(items) => of(items),
            Node::Compare(_, two) => of(&two[..]).saturating_add(two[0].length().min(two[1].length()).max(1)),
            Node::Math(_, two) | Node::Index(two) => of(&two[..]).saturating_add(1),
            Node::In(two) => of(&two[..]).saturating_add(two[1].length()),
            Node::Choose(three) => of(&three[..]).saturating_add(1),
            Node::Call(Function::AnyOf, two) => {
                let pairs = two.iter().fold(1u64, |n, list| n.saturating_mul(list.length()));
                of(two).saturating_add(pairs)
            }
            Node::Call(_, args) => of(args).saturating_add(1),
            Node::Walk(_, two) => {
                let asked = two[0].length().saturating_mul(two[1].cost().max(1));
                two[0].cost().saturating_add(asked)
            }
        }
    }

    /// How many elements it has at worst; 1 for what is no list.
    fn length(&self) -> u64 {
        match self {
            Node::Const(Val::List(items)) => items.len() as u64,
            Node::List(items) => items.len() as u64,
            Node::Records(_) => LENGTH_ASSUMED,
            Node::Field(field) => length_of(&field.ty),
            Node::Part(part) => length_of(&part.ty),
            Node::Math(Math::Add, two) => two[0].length().saturating_add(two[1].length()),
            Node::Walk(Walk::Filter | Walk::Map, two) => two[0].length(),
            Node::Choose(three) => three[1].length().max(three[2].length()),
            Node::Local(_) | Node::Index(_) => LENGTH_ASSUMED,
            _ => 1,
        }
    }
}

fn length_of(ty: &Ty) -> u64 {
    match ty {
        Ty::List(of) => match of.as_ref() {
            Ty::Code(codes) => (codes.len() as u64).clamp(1, LENGTH_ASSUMED),
            _ => LENGTH_ASSUMED,
        },
        _ => 1,
    }
}
