//! `Scene`: a case file told in lines of text, and a verdict shown as lines of text.
//!
//! A fact: `a 09-01 08:00 person:p check sick=true symptoms=[fever,rash] rcv=09-02_09:00 by=org:class fixes=b void`.
//! Its letter stands for its id, there and in what is shown.

use super::ground::{base, pack_as};
use crate::{
    CaseFile, OrgLink, Plan, Verdict,
    evaluate::{evaluate, evaluate_parts, passes},
    needs::{Reads, needs},
    program::{Adoption, Pack, Trigger},
    verdict::{CourseEnd, DutyEnd},
};
use facts::{
    Body, Decimal, Fact, FactId, Instant, Ledgers, Name, Recorded, SubjectId, SubjectKind, Value, Zone,
    fold::what_holds,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A subject with its surroundings, facts and plans.
pub struct Scene {
    pub plan: Plan,
    pub case: CaseFile,
    facts: Vec<Recorded>,
}

/// `09-01 08:00` or `09-01` in the year of these tests.
pub fn at(text: &str) -> Instant {
    Zone::default().read(&format!("2026-{text}")).unwrap_or_else(|| panic!("no time: {text}"))
}

pub fn id(text: &str) -> SubjectId {
    SubjectId::parse(text).unwrap_or_else(|| panic!("no subject: {text}"))
}

fn letter(name: &str) -> FactId {
    let byte = name.bytes().next().expect("a letter");
    assert!(name.len() == 1 && byte.is_ascii_lowercase(), "facts are called a to z, not {name}");
    numbered(byte)
}

fn numbered(letter: u8) -> FactId {
    format!("00000000-0000-0000-0000-0000000000{letter:02x}").parse().expect("an id")
}

fn value(text: &str) -> Value {
    match text {
        "true" | "false" => Value::Bool(text == "true"),
        _ if text.starts_with('[') => {
            let inner = text.trim_matches(['[', ']']);
            Value::List(inner.split(',').filter(|t| !t.is_empty()).map(Value::text).collect())
        }
        _ => Decimal::parse(text).map_or_else(|| Value::text(text), Value::Number),
    }
}

/// Letters between bars stand for facts.
fn keyed(text: &str) -> String {
    let parts: Vec<String> = text
        .split('|')
        .map(|part| {
            let (head, tail) = part.split_at(part.find('+').unwrap_or(part.len()));
            if head.len() == 1 { format!("{}{tail}", letter(head)) } else { part.to_owned() }
        })
        .collect();
    parts.join("|")
}

fn recorded(line: &str) -> Recorded {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [name, date, time, subject, ledger, rest @ ..] = words.as_slice() else { panic!("no fact: {line}") };
    let when = at(&format!("{date} {time}"));
    let mut fact = Fact {
        id: letter(name),
        ledger: Name::new(ledger),
        subject: id(subject),
        at: when,
        written: when,
        org: id("org:class"),
        by: "zhang".into(),
        body: Body::new(),
        corrects: None,
        void: false,
        history: false,
        discharges: None,
    };
    let mut received = when.plus_micros(60_000_000);
    for word in rest {
        match word.split_once('=') {
            Some(("rcv", t)) => received = at(&t.replace('_', " ")),
            Some(("by", org)) => fact.org = id(org),
            Some(("fixes", root)) => fact.corrects = Some(letter(root)),
            Some(("for", key)) => fact.discharges = Some(keyed(key).into()),
            Some((field @ ("duty" | "alert"), key)) => {
                fact.body.insert(Name::new(field), Value::text(keyed(key)));
            }
            Some((field, text)) => {
                fact.body.insert(Name::new(field), value(text));
            }
            None => fact.void = *word == "void",
        }
    }
    Recorded { seq: 0, unit: 0, received, purged: false, fact }
}

impl Scene {
    /// A pupil of a class of a school of a county, where a pack of these rules holds since the beginning of the year.
    pub fn of(rules: &str) -> Scene {
        Scene::about("person:p").adopt(&pack_as("trial", "1.0.0", rules), "org:county", "01-01", "")
    }

    /// As `of`, about the class.
    pub fn of_class(rules: &str) -> Scene {
        Scene::about("org:class").adopt(&pack_as("trial", "1.0.0", rules), "org:county", "01-01", "")
    }

    /// Nothing is in force yet.
    pub fn about(subject: &str) -> Scene {
        let mut case = CaseFile::empty(id(subject));
        let tree = [("org:class", "class"), ("org:school", "school"), ("org:county", "county")];
        for (steps, (org, kind)) in (0u16..).zip(tree) {
            case.orgs.push(OrgLink {
                org: id(org),
                kind: kind.into(),
                steps,
                chain: 0,
                from: Instant(i64::MIN),
                until: None,
            });
            let parent = tree.get(usize::from(steps) + 1).map(|(org, _)| Value::text(org));
            let kind = (Name::new("kind"), Value::text(kind));
            let body = parent.map(|p| (Name::new("parent"), p)).into_iter().chain([kind]).collect();
            case.org_profiles.insert(id(org), body);
        }
        if case.subject.kind() == SubjectKind::Org {
            case.profile = case.org_profiles.get(&case.subject).cloned().unwrap_or_default();
        }
        let ledgers = base().ledgers.iter().map(|l| (l.id.clone(), l.clone())).collect();
        let plan = Plan { adoptions: Vec::new(), ledgers: Ledgers(ledgers), zone: Zone::default() };
        Scene { plan, case, facts: Vec::new() }.adopt(&base(), "org:county", "01-01", "")
    }

    /// Puts a pack in force; `until` may be empty.
    pub fn adopt(mut self, pack: &Arc<Pack>, scope: &str, from: &str, until: &str) -> Scene {
        let until = (!until.is_empty()).then(|| at(until));
        self.plan.adoptions.push(Adoption { pack: pack.clone(), scope: id(scope), from: at(from), until });
        self.plan.adoptions.sort_by_key(|a| a.from);
        self
    }

    /// Adds facts, one a line.
    pub fn facts(mut self, lines: &str) -> Scene {
        let lines = lines.lines().map(str::trim).filter(|l| !l.is_empty());
        self.facts.extend(lines.map(recorded));
        self.lay();
        self
    }

    /// Changes the case file by hand, after the facts were laid.
    pub fn with(mut self, change: impl FnOnce(&mut CaseFile)) -> Scene {
        change(&mut self.case);
        self
    }

    /// Puts the facts where intake would.
    fn lay(&mut self) {
        let holding: Vec<Arc<Recorded>> = what_holds(self.facts.clone()).into_iter().map(Arc::new).collect();
        let (own, others): (Vec<_>, Vec<_>) =
            holding.into_iter().partition(|f| f.fact.subject == self.case.subject);
        self.case.facts = own;
        let (above, others): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|f| f.fact.subject.kind() == SubjectKind::Org);
        self.case.calendars = above;
        let mut member_facts: BTreeMap<Name, Vec<Arc<Recorded>>> = BTreeMap::new();
        for rule in self.plan.adoptions.iter().flat_map(|a| &a.pack.rules) {
            let Trigger::Signal(signal) = &rule.trigger else { continue };
            let counts = |f: &&Arc<Recorded>| {
                signal.counts.contains(&f.fact.ledger) && passes(&self.plan, &self.case, signal, f)
            };
            member_facts.insert(rule.id.clone(), others.iter().filter(counts).cloned().collect());
        }
        self.case.member_facts = member_facts;
        self.case.linked = others;
    }

    /// What the plan says at a time.
    /// What the plan says; and each time that the parts, each on no more than it reads, say the same together.
    #[track_caller]
    pub fn verdict(&self, as_of: &str) -> Verdict {
        let whole = evaluate(&self.plan, &self.case, at(as_of));
        let needs = needs(&self.plan);
        let kind = self.case.profile.get("kind").and_then(Value::as_text).unwrap_or_default();
        let mut together = Verdict::default();
        for n in needs.parts.about(self.case.subject.kind(), kind) {
            let part = evaluate_parts(
                &self.plan,
                &[&needs.parts.all[n]],
                &self.case_for(&needs.reads[n]),
                at(as_of),
            );
            together.duties.extend(part.duties);
            together.statuses.extend(part.statuses);
            together.courses.extend(part.courses);
            together.alerts.extend(part.alerts);
            together.judged_since.extend(part.judged_since);
            together.moments.extend(part.moments);
            together.unknown.extend(part.unknown);
        }
        assert_eq!(whole, together, "as of {as_of} the parts say something else than the whole");
        whole
    }

    /// No more of the case file than a part reads.
    fn case_for(&self, reads: &Reads) -> CaseFile {
        let mut case = self.case.clone();
        case.facts.retain(|f| reads.ledgers.contains(&f.fact.ledger));
        case.member_facts.retain(|rule, _| reads.signals.contains(rule));
        case.linked.retain(|f| reads.linked.contains(&f.fact.ledger));
        case.ambient.retain(|a| reads.ambient.contains(&a.status));
        case.calendars.retain(|f| reads.calendars.contains(&f.fact.ledger));
        case
    }

    /// When it looks again.
    #[track_caller]
    pub fn moments(&self, as_of: &str) -> Vec<Instant> {
        let times: BTreeSet<Instant> = self.verdict(as_of).moments.into_iter().map(|(at, _)| at).collect();
        times.into_iter().collect()
    }

    /// Compares what the plan says at a time with lines; blanks do not matter.
    #[track_caller]
    pub fn says(&self, as_of: &str, expected: &str) {
        let seen = shown(&self.verdict(as_of));
        let lines = |text: &str| -> Vec<String> {
            let lines = text.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "));
            lines.filter(|l| !l.is_empty()).collect()
        };
        assert_eq!(lines(&seen), lines(expected), "as of {as_of} it says\n{seen}");
    }
}

/// `09-01 08:00`, with seconds and less only where there are any.
pub fn time(at: Instant) -> String {
    let zone = Zone::default();
    let whole = zone.words(at).split_off(5);
    match at.0.rem_euclid(60_000_000) {
        0 => whole,
        micros => format!("{whole}+{micros}us"),
    }
}

fn until(at: Option<Instant>) -> String {
    at.map_or_else(|| "…".to_owned(), time)
}

/// Ids back to letters, the pack's name left out.
fn short(text: &str) -> String {
    let mut text = text.replace("trial/", "").replace("base/", "");
    for byte in b'a'..=b'z' {
        text = text.replace(&numbered(byte).to_string(), &char::from(byte).to_string());
    }
    text
}

fn names(names: &[Name]) -> String {
    names.iter().map(Name::as_str).collect::<Vec<_>>().join(",")
}

/// A key without its subject.
fn key(key: &crate::Key) -> String {
    let mut parts = key.as_str().splitn(3, '|');
    let (name, _, anchor) = (parts.next(), parts.next(), parts.next());
    format!("{} {}", name.unwrap_or_default(), anchor.unwrap_or_default())
}

/// A verdict, one line each: duties, statuses, courses, alerts, what is not known.
pub fn shown(verdict: &Verdict) -> String {
    let mut out = String::new();
    for (k, d) in &verdict.duties {
        let end = match &d.end {
            DutyEnd::Open => "open".to_owned(),
            DutyEnd::Done { fact, .. } => format!("done by {fact}"),
            DutyEnd::Missed => "missed".to_owned(),
            DutyEnd::Waived { fact, .. } => format!("waived by {fact}"),
        };
        let born = if d.late_on_arrival { ", late on arrival" } else { "" };
        out += &format!("duty {} {} - {} {end}{born}\n", key(k), time(d.opens), time(d.due));
    }
    for (k, s) in &verdict.statuses {
        out += &format!("status {} {} {} - {}\n", key(k), s.value, time(s.from), until(s.until));
    }
    for (k, c) in &verdict.courses {
        let end = match &c.ended {
            None if c.held_by.is_empty() => "runs".to_owned(),
            None => format!("held by {}", names(&c.held_by)),
            Some((at, CourseEnd::Completed)) => format!("completed {}", time(*at)),
            Some((at, CourseEnd::Lifted)) => format!("lifted {}", time(*at)),
            Some((at, CourseEnd::Released { fact })) => format!("released {} by {fact}", time(*at)),
            Some((at, CourseEnd::Converted { into })) => format!("converted {} into {into}", time(*at)),
        };
        let (first, last) = (c.day_one.to_string().split_off(5), c.last_day.to_string().split_off(5));
        out += &format!("course {} {first} - {last} {end}\n", key(k));
    }
    for (k, a) in &verdict.alerts {
        let seen = a.acknowledged.map(|(fact, _)| format!(" seen by {fact}")).unwrap_or_default();
        out += &format!("alert {} {} - {}{seen}\n", key(k), time(a.raised), until(a.until));
    }
    for (rule, missing, fact) in &verdict.unknown {
        let fact = fact.map(|f| format!(" of {f}")).unwrap_or_default();
        out += &format!("unknown {rule}: {}{fact}\n", names(missing));
    }
    short(&out)
}
