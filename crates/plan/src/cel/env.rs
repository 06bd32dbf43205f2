//! What a condition may name, and the type of each name: `Env`, built from the ledgers.
//!
//! Not here: the checking itself (`check`), and the values (`value`).

use facts::{Decimal, Field, FieldType, Label, Ledger, Ledgers, Name, SubjectKind, Value, ledger::Act};
use smol_str::SmolStr;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The types that a condition may use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ty {
    /// Yes or no.
    Bool,
    /// A number with its unit, if it has one.
    Number(Option<SmolStr>),
    /// Text.
    Text,
    /// One code of a list.
    Code(Arc<Vec<Name>>),
    /// A civil date.
    Date,
    /// A point in time.
    Instant,
    /// A time of day.
    TimeOfDay,
    /// A length of time.
    Span,
    /// Another subject, as its id.
    Subject,
    /// Several of one type.
    List(Box<Ty>),
    /// A fact of this ledger.
    Record(Name),
    /// The element of an empty list, or of something already reported as wrong: fits every type.
    Anything,
}

/// Where a field is looked up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Root {
    /// A bare name: a field of the triggering fact.
    Fact,
    /// `fact.at`, `fact.org`, `fact.received`.
    Meta,
    /// `subject.x`: an attribute of the subject.
    Subject,
    /// `org.x`: an attribute of the organisation that reported the fact.
    Org,
    /// `course.x`: of the course that is judged.
    Course,
}

/// Which facts a list of records holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Records {
    /// `history.<ledger>`: facts about the subject up to the trigger.
    History,
    /// `during.<ledger>`: facts about the subject since the course began.
    During,
    /// `linked.<ledger>`: facts about the linked subject.
    Linked,
}

/// What a condition may name.
#[derive(Clone, Debug)]
pub struct Env<'a> {
    /// For the field types of records.
    pub ledgers: &'a Ledgers,
    /// Fields by root.
    pub fields: BTreeMap<(Root, Name), Ty>,
    /// Lists of records.
    pub records: BTreeSet<(Records, Name)>,
    /// `params.x`: constants of the plan.
    pub params: BTreeMap<Name, (Value, Ty)>,
    bounds: BTreeMap<(Root, Name), Bounds>,
    barred: BTreeMap<(Root, Name), Barred>,
}

/// The numbers that a field can hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Bounds {
    pub min: Option<Decimal>,
    pub max: Option<Decimal>,
}

/// Why a name that exists may not be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Barred {
    /// It is in the vault.
    Identity,
    /// These ledgers of the trigger do not have it.
    AbsentIn(Vec<Name>),
    /// These two ledgers have it with different types.
    Differs(Name, Name),
}

/// What a look-up finds.
pub(super) enum Found<'e> {
    Field(&'e Ty, Bounds),
    Barred(&'e Barred),
    Nothing,
}

impl<'a> Env<'a> {
    /// Nothing may be named yet.
    pub fn new(ledgers: &'a Ledgers) -> Self {
        Env {
            ledgers,
            fields: BTreeMap::new(),
            records: BTreeSet::new(),
            params: BTreeMap::new(),
            bounds: BTreeMap::new(),
            barred: BTreeMap::new(),
        }
    }

    /// Bare names: the fields of the triggering fact, which may be of any of these ledgers; and `fact.at`, `fact.org`,
    /// `fact.received`. A field that one of them lacks, or has with another type, may not be used.
    pub fn fact<S: AsRef<str>>(mut self, ledgers: &[S]) -> Self {
        let known: Vec<&Ledger> = ledgers.iter().filter_map(|id| self.ledgers.get(id.as_ref())).collect();
        for ledger in &known {
            for field in &ledger.fields {
                self.admit(Root::Fact, ledger, field);
            }
        }
        let names: BTreeSet<&Name> = known.iter().flat_map(|l| l.fields.iter().map(|f| &f.id)).collect();
        for name in names {
            let without: Vec<Name> =
                known.iter().filter(|l| l.field(name).is_none()).map(|l| l.id.clone()).collect();
            if !without.is_empty() {
                self.bar(Root::Fact, name, Barred::AbsentIn(without));
            }
        }
        self.field(Root::Meta, "at", Ty::Instant).field(Root::Meta, "org", Ty::Subject).field(
            Root::Meta,
            "received",
            Ty::Instant,
        )
    }

    /// `subject.x`: the attributes of subjects of this kind, from the ledgers that register them.
    pub fn subject(self, kind: SubjectKind) -> Self {
        self.attributes(Root::Subject, kind)
    }

    /// `org.x`: the attributes of the organisation that reported the fact.
    pub fn org(self) -> Self {
        self.attributes(Root::Org, SubjectKind::Org)
    }

    /// One more name, as `course.day`.
    pub fn field(mut self, root: Root, name: impl AsRef<str>, ty: Ty) -> Self {
        self.fields.insert((root, Name::new(name)), ty);
        self
    }

    /// Lists of records of these ledgers.
    pub fn records<S: AsRef<str>>(mut self, which: Records, ledgers: &[S]) -> Self {
        for id in ledgers.iter().map(AsRef::as_ref).filter(|id| self.ledgers.get(id).is_some()) {
            self.records.insert((which, Name::new(id)));
        }
        self
    }

    /// Lists of records of every ledger about subjects of this kind.
    pub fn records_about(mut self, which: Records, kind: SubjectKind) -> Self {
        let all = self.ledgers;
        self.records.extend(all.0.values().filter(|l| l.about == kind).map(|l| (which, l.id.clone())));
        self
    }

    /// `params.x`: a constant of the plan, with its unit if it is a number.
    pub fn param(mut self, name: impl AsRef<str>, value: Value, unit: Option<SmolStr>) -> Self {
        let ty = Ty::of_value(&value, unit);
        self.params.insert(Name::new(name), (value, ty));
        self
    }

    fn attributes(mut self, root: Root, kind: SubjectKind) -> Self {
        let all = self.ledgers;
        let describes = |l: &&Ledger| l.about == kind && (l.profile || l.act == Some(Act::Organise));
        for ledger in all.0.values().filter(describes) {
            for field in &ledger.fields {
                self.admit(root, ledger, field);
            }
        }
        self
    }

    /// Adds a field, or joins it with the one of the same name from another ledger.
    fn admit(&mut self, root: Root, ledger: &Ledger, field: &Field) {
        let key = (root, field.id.clone());
        let Some(ty) = (if field.is_identity() { None } else { Ty::of_field(&field.kind) }) else {
            self.barred.insert(key, Barred::Identity);
            return;
        };
        let bounds = Bounds::of(&field.kind);
        let Some(earlier) = self.fields.get(&key) else {
            self.fields.insert(key.clone(), ty);
            self.bounds.insert(key, bounds);
            return;
        };
        match joined(earlier, &ty) {
            Some(both) => {
                self.fields.insert(key.clone(), both);
                let wider = self.bounds.get(&key).copied().unwrap_or_default().or_wider(bounds);
                self.bounds.insert(key, wider);
            }
            None => {
                let first = self.first_with(&field.id, &ledger.id);
                self.bar(root, &field.id, Barred::Differs(first, ledger.id.clone()));
            }
        }
    }

    /// Some ledger before `than` in order of names that has the field, for a message.
    fn first_with(&self, field: &Name, than: &Name) -> Name {
        let has = |l: &&Ledger| l.field(field).is_some() && l.id != *than;
        self.ledgers.0.values().find(has).map_or_else(|| than.clone(), |l| l.id.clone())
    }

    /// The weightiest reason stays: identity first.
    fn bar(&mut self, root: Root, name: &Name, why: Barred) {
        self.barred.entry((root, name.clone())).or_insert(why);
    }

    pub(super) fn find(&self, root: Root, name: &str) -> Found<'_> {
        let key = (root, Name::new(name));
        match (self.barred.get(&key), self.fields.get(&key)) {
            (Some(why), _) => Found::Barred(why),
            (None, Some(ty)) => Found::Field(ty, self.bounds.get(&key).copied().unwrap_or_default()),
            (None, None) => Found::Nothing,
        }
    }
}

impl Bounds {
    pub(super) fn of(kind: &FieldType) -> Self {
        match kind {
            FieldType::Number { min, max, .. } => Bounds { min: *min, max: *max },
            _ => Bounds::default(),
        }
    }

    fn or_wider(self, other: Bounds) -> Bounds {
        let both =
            |a: Option<Decimal>, b: Option<Decimal>, pick: fn(Decimal, Decimal) -> Decimal| match (a, b) {
                (Some(a), Some(b)) => Some(pick(a, b)),
                _ => None,
            };
        Bounds { min: both(self.min, other.min, Ord::min), max: both(self.max, other.max, Ord::max) }
    }
}

/// The type of a name that two ledgers share: lists of codes are put together, anything else must be equal.
fn joined(a: &Ty, b: &Ty) -> Option<Ty> {
    match (a, b) {
        (Ty::Code(x), Ty::Code(y)) => {
            let more = y.iter().filter(|code| !x.contains(code));
            Some(Ty::Code(Arc::new(x.iter().chain(more).cloned().collect())))
        }
        (Ty::List(x), Ty::List(y)) => joined(x, y).map(|t| Ty::List(Box::new(t))),
        _ => (a == b).then(|| a.clone()),
    }
}

impl Ty {
    /// The type of a ledger's field; `None` for what is in the vault.
    pub fn of_field(kind: &FieldType) -> Option<Ty> {
        let list_of =
            |codes: &[facts::ledger::Code]| Arc::new(codes.iter().map(|c| c.code.clone()).collect());
        Some(match kind {
            FieldType::Bool => Ty::Bool,
            FieldType::Number { unit, .. } => Ty::Number(unit.clone()),
            FieldType::Text { .. } | FieldType::CreditCode | FieldType::Division => Ty::Text,
            FieldType::Code { codes } => Ty::Code(list_of(codes)),
            FieldType::Codes { codes } => Ty::List(Box::new(Ty::Code(list_of(codes)))),
            FieldType::Date => Ty::Date,
            FieldType::Instant => Ty::Instant,
            FieldType::TimeOfDay => Ty::TimeOfDay,
            FieldType::Ref { .. } => Ty::Subject,
            FieldType::PersonName | FieldType::CitizenId | FieldType::Phone | FieldType::Address => {
                return None;
            }
        })
    }

    /// The type of a parameter's value.
    pub fn of_value(value: &Value, unit: Option<SmolStr>) -> Ty {
        match value {
            Value::Bool(_) => Ty::Bool,
            Value::Number(_) => Ty::Number(unit),
            Value::Text(_) => Ty::Text,
            Value::List(items) => {
                Ty::List(Box::new(items.first().map_or(Ty::Anything, |v| Ty::of_value(v, unit))))
            }
        }
    }

    /// The type in words.
    pub fn words(&self) -> Label {
        match self {
            Ty::Bool => Label::new("是否", "yes or no"),
            Ty::Number(None) => Label::new("数", "a number"),
            Ty::Number(Some(unit)) => Label::new(format!("数（{unit}）"), format!("a number ({unit})")),
            Ty::Text => Label::new("文字", "text"),
            Ty::Code(_) => Label::new("代码", "a code"),
            Ty::Date => Label::new("日期", "a date"),
            Ty::Instant => Label::new("时刻", "an instant"),
            Ty::TimeOfDay => Label::new("钟点", "a time of day"),
            Ty::Span => Label::new("时长", "a length of time"),
            Ty::Subject => Label::new("主体", "a subject"),
            Ty::List(of) => {
                let of = of.words();
                Label::new(format!("列表（{}）", of.zh), format!("a list ({})", of.en))
            }
            Ty::Record(ledger) => {
                Label::new(format!("台账 {ledger} 的记录"), format!("a record of {ledger}"))
            }
            Ty::Anything => Label::new("任意", "anything"),
        }
    }
}

impl Root {
    /// The word before the dot; empty for bare names.
    pub fn word(self) -> &'static str {
        match self {
            Root::Fact => "",
            Root::Meta => "fact",
            Root::Subject => "subject",
            Root::Org => "org",
            Root::Course => "course",
        }
    }

    /// The path of a name under it.
    pub fn path(self, name: &str) -> Name {
        match self {
            Root::Fact => Name::new(name),
            root => Name::new(format!("{}.{name}", root.word())),
        }
    }

    /// Those with a word.
    pub(super) const NAMED: [Root; 4] = [Root::Meta, Root::Subject, Root::Org, Root::Course];
}

impl Records {
    /// The word before the dot.
    pub fn word(self) -> &'static str {
        match self {
            Records::History => "history",
            Records::During => "during",
            Records::Linked => "linked",
        }
    }

    /// The path of a ledger's records: `history.test_result`.
    pub fn path(self, ledger: &str) -> Name {
        Name::new(format!("{}.{ledger}", self.word()))
    }

    pub(super) const ALL: [Records; 3] = [Records::History, Records::During, Records::Linked];
}
