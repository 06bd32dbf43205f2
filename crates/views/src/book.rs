//! `Book`: the words of the plans: titles of rules, duties, roles, statuses and ledgers, with their clauses, by version.
//!
//! Built once for what is in force. A name that no plan knows any more is shown as it is.

use crate::words::{ClauseView, SourceView, Words};
use facts::{Field, Ledgers, Name, SubjectKind};
use plan::{
    Pack,
    program::{Construct, Course, DutySpec, Effect, Owner, Report, Rule, Status},
    verdict::Why,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The words of the plans.
#[derive(Default, Debug)]
pub struct Book {
    /// The ledgers in force.
    pub ledgers: Ledgers,
    packs: Vec<Arc<Pack>>,
    duties: BTreeMap<Name, Found>,
    alerts: BTreeMap<Name, Found>,
    roles: BTreeMap<Name, Words>,
    kinds: BTreeMap<Name, Words>,
    statuses: BTreeMap<Name, (usize, Name)>,
}

/// Where something stands: the pack, and the rule or course in it.
#[derive(Clone, Copy, Debug)]
enum Found {
    Rule(usize, usize, usize),
    Course(usize, usize),
}

/// The rule or course behind an outcome.
pub struct Behind {
    /// Its words.
    pub title: Words,
    /// rule, routine, signal, report, level, course.
    pub construct: Construct,
    /// The clause.
    pub clause: ClauseView,
    /// The text that the plan carries out.
    pub source: SourceView,
    /// The plan.
    pub plan: Words,
}

impl Book {
    /// The words of these packs; later ones come before earlier ones.
    pub fn new(packs: Vec<Arc<Pack>>, ledgers: Ledgers) -> Self {
        let mut book = Book { ledgers, ..Book::default() };
        for (p, pack) in packs.iter().enumerate() {
            for (r, rule) in pack.rules.iter().enumerate() {
                book.note_rule(p, r, rule);
            }
            for (c, course) in pack.courses.iter().enumerate() {
                for duty in duties_of(course) {
                    book.duties.insert(duty.name.clone(), Found::Course(p, c));
                }
            }
            for (id, role) in &pack.roles {
                book.roles.insert(id.clone(), Words::from(&role.title));
            }
            for (id, title) in &pack.org_kinds {
                book.kinds.insert(id.clone(), Words::from(title));
            }
            for id in pack.statuses.keys() {
                for name in [id.clone(), qualified(pack, id)] {
                    book.statuses.insert(name, (p, id.clone()));
                }
            }
        }
        book.packs = packs;
        book
    }

    fn note_rule(&mut self, p: usize, r: usize, rule: &Rule) {
        for (e, effect) in rule.effects.iter().enumerate() {
            match effect {
                Effect::Duty(duty) => self.duties.insert(duty.name.clone(), Found::Rule(p, r, e)),
                Effect::Alert { name, .. } => self.alerts.insert(name.clone(), Found::Rule(p, r, e)),
                Effect::Status { .. } => None,
            };
        }
    }

    /// The packs, earlier first.
    pub fn packs(&self) -> &[Arc<Pack>] {
        &self.packs
    }

    /// A duty by its qualified name.
    pub fn duty(&self, name: &str) -> Option<&DutySpec> {
        match *self.duties.get(name)? {
            Found::Rule(p, r, e) => match self.packs.get(p)?.rules.get(r)?.effects.get(e)? {
                Effect::Duty(duty) => Some(duty),
                _ => None,
            },
            Found::Course(p, c) => {
                duties_of(self.packs.get(p)?.courses.get(c)?).find(|d| d.name.as_str() == name)
            }
        }
    }

    /// The words of a duty.
    pub fn duty_title(&self, name: &str) -> Words {
        self.duty(name).map_or_else(|| Words::same(name), |d| Words::from(&d.title))
    }

    /// The words of an alert.
    pub fn alert_title(&self, name: &str) -> Words {
        let found = self.alerts.get(name).and_then(|found| match *found {
            Found::Rule(p, r, e) => match self.packs.get(p)?.rules.get(r)?.effects.get(e)? {
                Effect::Alert { title, .. } => Some(Words::from(title)),
                _ => None,
            },
            Found::Course(..) => None,
        });
        found.unwrap_or_else(|| Words::same(name))
    }

    /// The words of an outcome, whatever it is.
    pub fn title(&self, name: &str) -> Words {
        if self.duties.contains_key(name) {
            return self.duty_title(name);
        }
        if self.alerts.contains_key(name) {
            return self.alert_title(name);
        }
        match (self.course(name), self.status(name)) {
            (Some(course), _) => Words::from(&course.title),
            (None, Some(status)) => Words::from(&status.title),
            (None, None) => Words::same(name),
        }
    }

    /// A course by its qualified name.
    pub fn course(&self, id: &str) -> Option<&Course> {
        self.packs.iter().rev().find_map(|p| p.courses.iter().find(|c| c.id.as_str() == id))
    }

    /// A report by its qualified name.
    pub fn report(&self, id: &str) -> Option<&Report> {
        self.packs.iter().rev().find_map(|p| p.reports.iter().find(|r| r.id.as_str() == id))
    }

    /// All reports, one of each name.
    pub fn reports(&self) -> BTreeMap<&Name, &Report> {
        self.packs.iter().flat_map(|p| &p.reports).map(|r| (&r.id, r)).collect()
    }

    /// A status by its name.
    pub fn status(&self, id: &str) -> Option<&Status> {
        let (p, name) = self.statuses.get(id)?;
        self.packs.get(*p)?.statuses.get(name)
    }

    /// The words of a status' value.
    pub fn status_value(&self, id: &str, value: &str) -> Words {
        let known = self.status(id).and_then(|s| s.values.iter().find(|(v, _)| v.as_str() == value));
        known.map_or_else(|| Words::same(value), |(_, label)| Words::from(label))
    }

    /// The words of a role.
    pub fn role(&self, id: &str) -> Words {
        self.roles.get(id).cloned().unwrap_or_else(|| Words::same(id))
    }

    /// The words of a kind of organisation.
    pub fn kind(&self, id: &str) -> Words {
        self.kinds.get(id).cloned().unwrap_or_else(|| Words::same(id))
    }

    /// The words of a ledger.
    pub fn ledger_title(&self, id: &str) -> Words {
        self.ledgers.get(id).map_or_else(|| Words::same(id), |l| Words::from(&l.title))
    }

    /// The words of an owner.
    pub fn owner(&self, owner: &Owner) -> Words {
        self.role(&owner.role)
    }

    /// The rule or course that gave an outcome, in the version that it was judged by if that is known.
    pub fn behind(&self, why: &Why) -> Option<Behind> {
        let versions = self.packs.iter().filter(|p| p.version == why.version);
        let found = versions.rev().find_map(|p| behind_in(p, &why.rule));
        found.or_else(|| self.packs.iter().rev().find_map(|p| behind_in(p, &why.rule)))
    }

    /// The clause behind an outcome.
    pub fn clause(&self, why: &Why) -> ClauseView {
        self.behind(why).map(|b| b.clause).unwrap_or_default()
    }

    /// Duties whose words or name contain this text, whatever the case of its ASCII letters.
    pub fn duties_saying(&self, text: &str) -> Vec<Name> {
        saying(self.duties.keys(), |name| self.duty_title(name), text)
    }

    /// Alerts whose words or name contain this text.
    pub fn alerts_saying(&self, text: &str) -> Vec<Name> {
        saying(self.alerts.keys(), |name| self.alert_title(name), text)
    }

    /// Courses whose words or name contain this text.
    pub fn courses_saying(&self, text: &str) -> Vec<Name> {
        let courses: BTreeMap<&Name, &Course> =
            self.packs.iter().flat_map(|p| &p.courses).map(|c| (&c.id, c)).collect();
        saying(courses.keys().copied(), |name| Words::from(&courses[name].title), text)
    }

    /// The attributes of subjects of a kind, each once, in the order of the forms that give them.
    pub fn profile_fields(&self, about: SubjectKind) -> impl Iterator<Item = &Field> {
        let mut seen = BTreeSet::new();
        let ledgers = self.ledgers.0.values().filter(move |l| l.profile && l.about == about);
        ledgers.flat_map(|l| &l.fields).filter(move |f| seen.insert(&f.id))
    }

    /// An attribute of subjects of a kind (of any, if none is named): a field of a ledger that registers them.
    pub fn profile_field(&self, about: Option<SubjectKind>, id: &str) -> Option<&Field> {
        let registering =
            self.ledgers.0.values().filter(|l| l.profile && about.is_none_or(|kind| l.about == kind));
        registering.filter_map(|l| l.field(id)).next()
    }
}

/// The names whose words contain a text, whatever the case of its ASCII letters.
fn saying<'a>(
    names: impl Iterator<Item = &'a Name>,
    words: impl Fn(&Name) -> Words,
    text: &str,
) -> Vec<Name> {
    let text = text.to_ascii_lowercase();
    let says = |name: &&Name| {
        let title = words(name);
        [title.zh.as_str(), title.en.as_str(), name.as_str()]
            .iter()
            .any(|words| words.to_ascii_lowercase().contains(&text))
    };
    names.filter(says).cloned().collect()
}

fn qualified(pack: &Pack, id: &Name) -> Name {
    if id.contains('/') { id.clone() } else { Name::new(format!("{}/{id}", pack.id)) }
}

fn behind_in(pack: &Pack, id: &Name) -> Option<Behind> {
    let rule = pack.rules.iter().find(|r| r.id == *id).map(|r| (&r.title, r.construct, &r.clause));
    let found = rule.or_else(|| {
        pack.courses.iter().find(|c| c.id == *id).map(|c| (&c.title, Construct::Course, &c.clause))
    });
    let (title, construct, clause) = found?;
    Some(Behind {
        title: Words::from(title),
        construct,
        clause: ClauseView { id: clause.id.to_string(), says: Words::from(&clause.says) },
        source: SourceView { file: pack.source.file.to_string(), section: pack.source.section.to_string() },
        plan: Words::from(&pack.title),
    })
}

/// Every duty that a course raises.
pub fn duties_of(course: &Course) -> impl Iterator<Item = &DutySpec> {
    let tests = course.tests.iter().map(|t| &t.duty);
    let daily = course.daily.iter().map(|d| &d.duty);
    course.at_start.iter().chain(tests).chain(daily).chain(&course.release_duty)
}

/// The word of a construct.
pub fn construct_word(construct: Construct) -> (&'static str, Words) {
    let (id, zh, en) = match construct {
        Construct::Rule => ("rule", "规则", "rules"),
        Construct::Routine => ("routine", "日常", "routines"),
        Construct::Signal => ("signal", "预警信号", "signals"),
        Construct::Report => ("report", "报表", "reports"),
        Construct::Level => ("level", "响应等级", "levels"),
        Construct::Course => ("course", "管控期", "courses"),
        Construct::Area => ("area", "地区研判", "areas"),
    };
    (id, Words::new(zh, en))
}
