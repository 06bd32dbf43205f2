//! What the plan says as lines of text, and the life of one subject under it.

use facts::{FactId, Instant, Name, SubjectId, Zone};
use outcomes::{
    DutyState, Standing,
    change::{Change, Row},
    reconcile,
    reconcile::Setting,
};
use plan::{
    AlertDue, CourseRun, DutyDue, Key, StatusHeld, Verdict,
    verdict::{Asked, CourseEnd, DutyEnd, Why},
};

pub const DAY: &str = "2026-09-01";

pub fn at(time: &str) -> Instant {
    Zone::default().read(&format!("{DAY} {time}")).unwrap_or_else(|| panic!("no time: {time}"))
}

pub fn subject() -> SubjectId {
    SubjectId::parse("person:p").expect("a subject")
}

pub fn fact(letter: &str) -> FactId {
    format!("00000000-0000-0000-0000-0000000000{:02x}", letter.as_bytes()[0]).parse().expect("an id")
}

pub fn asked(role: &str) -> Asked {
    Asked { role: Name::new(role), ask: Vec::new() }
}

pub fn why(rule: &str) -> Why {
    Why {
        rule: Name::new(rule),
        version: "1".into(),
        facts: vec![fact("t")],
        fields: Vec::new(),
        missing: Vec::new(),
    }
}

/// `key=value` words of a line.
pub fn word<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    line.split_whitespace().find_map(|w| w.strip_prefix(key)?.strip_prefix('='))
}

pub fn time_word(line: &str, key: &str) -> Option<Instant> {
    word(line, key).map(at)
}

/// `duty wash from=08:00 due=10:00 expires=12:00 done=09:00 missed waived=c arrived_late quiet slot remind=09:30
/// escalate=10:00 rule=r owner=teacher`
pub fn duty(line: &str) -> DutyDue {
    let has = |w: &str| line.split_whitespace().any(|x| x == w);
    let from = time_word(line, "from").unwrap_or(at("08:00"));
    let end = match (time_word(line, "done"), word(line, "waived")) {
        (Some(at), _) => DutyEnd::Done { fact: fact("d"), at, received: at },
        (_, Some(letter)) => DutyEnd::Waived { fact: fact(letter), at: from },
        _ if has("missed") => DutyEnd::Missed,
        _ => DutyEnd::Open,
    };
    DutyDue {
        owner: asked(word(line, "owner").unwrap_or("teacher")),
        to: vec![asked("officer")],
        triggered: from,
        opens: from,
        due: time_word(line, "due").unwrap_or(at("10:00")),
        expires: time_word(line, "expires"),
        late_on_arrival: has("arrived_late"),
        quiet: has("quiet"),
        end,
        taken: None,
        reminders: time_word(line, "remind").into_iter().collect(),
        escalations: time_word(line, "escalate").map(|at| (at, asked("head"))).into_iter().collect(),
        minutes: 5,
        // Time alone needs no fact.
        why: if has("slot") {
            Why { facts: Vec::new(), ..why("daily") }
        } else {
            why(word(line, "rule").unwrap_or("r"))
        },
    }
}

pub fn course(line: &str) -> CourseRun {
    let date: facts::Date = DAY.parse().expect("a date");
    let end = |t: Instant| (t, CourseEnd::Completed);
    CourseRun {
        started: time_word(line, "from").unwrap_or(at("08:00")),
        day_one: date,
        last_day: word(line, "last").map_or(date, |d| d.parse().expect("a date")),
        phases: Vec::new(),
        tests: Vec::new(),
        ended: time_word(line, "ended").map(end),
        held_by: Vec::new(),
        why: why("c"),
    }
}

pub fn alert(line: &str) -> AlertDue {
    AlertDue {
        to: vec![asked("head")],
        severity: 1,
        raised: time_word(line, "from").unwrap_or(at("08:00")),
        until: time_word(line, "until"),
        acknowledged: time_word(line, "seen").map(|at| (fact("s"), at)),
        quiet: line.ends_with(" quiet"),
        why: why("a"),
    }
}

pub fn verdict(text: &str) -> Verdict {
    let mut verdict = Verdict::default();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let mut words = line.split_whitespace();
        let (of, name) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let key = Key::from_text(format!("{name}|person:p|1"));
        match of {
            "duty" => drop(verdict.duties.insert(key, duty(line))),
            "course" => drop(verdict.courses.insert(key, course(line))),
            "alert" => drop(verdict.alerts.insert(key, alert(line))),
            "status" => {
                let from = time_word(line, "from").unwrap_or(at("08:00"));
                let value = Name::new(word(line, "value").unwrap_or("ill"));
                let until = time_word(line, "until");
                let held = StatusHeld { value, from, until, known: from, quiet: false, why: why("s") };
                verdict.statuses.insert(key, held);
            }
            "judged_since" => {
                verdict.judged_since.insert(Name::new(name), time_word(line, "at").expect("a time"));
            }
            _ => panic!("no such outcome: {line}"),
        }
    }
    verdict
}

/// The life of one subject's outcomes.
#[derive(Default)]
pub struct Life {
    pub standing: Standing,
    pub quiet: bool,
    pub horizon: Option<Instant>,
}

impl Life {
    pub fn reconcile(&mut self, as_of: Instant, said: Verdict) -> Vec<Change> {
        let held = |asked: &Asked| (&*asked.role != "nobody").then(|| SubjectId::parse("org:o")).flatten();
        let setting = Setting {
            subject: &subject(),
            as_of,
            horizon: self.horizon.unwrap_or(Instant(i64::MIN)),
            quiet: self.quiet,
            holder: &held,
        };
        let changes = reconcile(said, &self.standing, &setting);
        self.standing.apply(&changes);
        changes
    }

    /// What enters the history when the plan says this at a time: `kind name → who is told`.
    #[track_caller]
    pub fn says(&mut self, time: &str, said: &str, expected: &str) -> &mut Self {
        let changes = self.reconcile(at(time), verdict(said));
        let seen: Vec<String> = changes.iter().map(line).collect();
        let expected: Vec<&str> = expected.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        assert_eq!(seen, expected, "at {time}");
        self
    }

    pub fn state(&self, name: &str) -> DutyState {
        self.standing.duties[&Key::from_text(format!("{name}|person:p|1"))].state
    }
}

pub fn line(change: &Change) -> String {
    let kind = format!("{:?}", change.kind);
    let of = match &change.row {
        Some(Row::Duty(_)) => "duty ",
        Some(Row::Status(_)) => "status ",
        Some(Row::Course(_)) => "course ",
        Some(Row::Alert(_)) => "alert ",
        None => "",
    };
    let told: Vec<String> = change
        .tell
        .iter()
        .map(|(role, org)| format!("{role}@{}", org.as_ref().map_or("nobody", |_| "o")))
        .collect();
    let arrow = if told.is_empty() { "" } else { " → " };
    format!("{kind} {of}{}{arrow}{}", change.key.name(), told.join(" "))
}
