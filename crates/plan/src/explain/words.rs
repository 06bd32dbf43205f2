//! Parts of plans in words, Chinese and English: lengths of time, owners, triggers, duties.
//!
//! Not here: the document that they make up (`explain`), and the words of conditions, which are shown as written.

use super::values::{Codes, param_words};
use crate::{
    cel::Condition,
    program::{
        Detector, DoneBy, DutySpec, Effect, Owner, OwnerAt, Pack, Param, Signal, Trigger, Until, WhileStatus,
    },
    written::unqualified,
};
use facts::{Field, FieldTerm, FieldType, Label, Name, Span, SubjectKind, ledger::Code, time::Time};
use std::collections::BTreeMap;

/// The words that packs give to what they name.
pub(crate) struct Words {
    roles: BTreeMap<Name, Label>,
    ledgers: BTreeMap<Name, Label>,
    org_kinds: BTreeMap<Name, Label>,
    statuses: BTreeMap<Name, Label>,
    values: BTreeMap<(Name, Name), Label>,
    courses: BTreeMap<Name, Label>,
    reports: BTreeMap<Name, Label>,
    case_types: BTreeMap<Name, Label>,
    codes: Codes,
}

impl Words {
    /// Of these packs; where two name the same, as the later one calls it.
    pub fn of<'p>(packs: impl IntoIterator<Item = &'p Pack>) -> Self {
        let mut words = Words {
            roles: BTreeMap::new(),
            ledgers: BTreeMap::new(),
            org_kinds: BTreeMap::new(),
            statuses: BTreeMap::new(),
            values: BTreeMap::new(),
            courses: BTreeMap::new(),
            reports: BTreeMap::new(),
            case_types: BTreeMap::new(),
            codes: Codes::default(),
        };
        let mut ledgers = BTreeMap::new();
        for pack in packs {
            ledgers.extend(pack.ledgers.iter().map(|l| (&l.id, l)));
            words.roles.extend(pack.roles.iter().map(|(id, r)| (id.clone(), r.title.clone())));
            words.ledgers.extend(pack.ledgers.iter().map(|l| (l.id.clone(), l.title.clone())));
            words.org_kinds.extend(pack.org_kinds.clone());
            words.courses.extend(pack.courses.iter().map(|c| (c.id.clone(), c.title.clone())));
            words.reports.extend(pack.reports.iter().map(|r| (r.id.clone(), r.title.clone())));
            for (id, status) in &pack.statuses {
                let id = Name::new(format!("{}/{id}", pack.id));
                words.statuses.insert(id.clone(), status.title.clone());
                words.values.extend(status.values.iter().map(|(v, l)| ((id.clone(), v.clone()), l.clone())));
            }
        }
        let types = ledgers.values().filter_map(|ledger| ledger.field_of(FieldTerm::CaseType));
        words.case_types.extend(types.flat_map(codes_of).map(|code| (code.code.clone(), code.label.clone())));
        words.codes = Codes::of(ledgers.into_values());
        words
    }

    /// The value of a parameter.
    pub fn param(&self, param: &Param) -> Label {
        param_words(param, &self.codes)
    }

    /// A role.
    pub fn role(&self, id: &Name) -> Label {
        titled(self.roles.get(id), id)
    }

    /// A ledger.
    pub fn ledger(&self, id: &Name) -> Label {
        titled(self.ledgers.get(id), id)
    }

    /// A kind of organisation.
    pub fn org_kind(&self, id: &Name) -> Label {
        titled(self.org_kinds.get(id), id)
    }

    /// A course.
    pub fn course(&self, id: &Name) -> Label {
        titled(self.courses.get(id), id)
    }

    /// A report.
    pub fn report(&self, id: &Name) -> Label {
        titled(self.reports.get(id), id)
    }

    /// How sure a case is, by the code of that.
    pub fn case_type(&self, code: &Name) -> Label {
        titled(self.case_types.get(code), code)
    }

    /// A status.
    pub fn status(&self, id: &Name) -> Label {
        titled(self.statuses.get(id), id)
    }

    /// A status with its value: `健康状态“疑似”`.
    pub fn status_value(&self, id: &Name, value: &Name) -> Label {
        let (status, value) = (self.status(id), self.value(id, value));
        label(format!("{}“{}”", status.zh, value.zh), format!("{} “{}”", status.en, value.en))
    }

    fn value(&self, status: &Name, value: &Name) -> Label {
        titled(self.values.get(&(status.clone(), value.clone())), value)
    }

    /// Several, one after another.
    pub fn list(items: impl IntoIterator<Item = Label>) -> Label {
        let (zh, en): (Vec<String>, Vec<String>) =
            items.into_iter().map(|l| (l.zh.to_string(), l.en.to_string())).unzip();
        label(zh.join("、"), en.join(", "))
    }

    /// An owner: the role, and where it is looked for unless that is the usual place.
    pub fn owner(&self, owner: &Owner) -> Label {
        let role = self.role(&owner.role);
        match &owner.at {
            OwnerAt::Subject => role,
            OwnerAt::Reporter => {
                label(format!("{}（报告单位）", role.zh), format!("{} (of whoever reported)", role.en))
            }
            OwnerAt::Field(field) => {
                label(format!("{}（`{field}`）", role.zh), format!("{} (of `{field}`)", role.en))
            }
        }
    }

    /// What sets a rule off.
    pub fn trigger(&self, trigger: &Trigger, kinds: &[Name]) -> Label {
        match trigger {
            Trigger::Fact { ledgers, when } => {
                let ledgers = Words::list(ledgers.iter().map(|l| self.ledger(l)));
                let (zh, en) = condition(when);
                label(format!("登记“{}”{zh}时", ledgers.zh), format!("When “{}” is entered{en}", ledgers.en))
            }
            Trigger::Status(held) => {
                let held = self.held(held);
                label(format!("{}时", held.zh), format!("When {}", held.en))
            }
            Trigger::Recurring { every, times, during, calendar, when } => {
                let days = every.words();
                let times = times.iter().map(clock).collect::<Vec<_>>().join(", ");
                let (mut zh, mut en) =
                    (format!("{}{times}", days.zh), format!("{} at {times}", capital(&days.en)));
                if let Some(held) = during.as_ref().map(|d| self.held(d)) {
                    zh = format!("{zh}，{}期间", held.zh);
                    en = format!("{en}, while {}", held.en);
                }
                if let Some(ledger) = calendar.as_ref().map(|c| self.ledger(&c.ledger)) {
                    zh = format!("{zh}，限“{}”所列日期内", ledger.zh);
                    en = format!("{en}, within the days of “{}”", ledger.en);
                }
                let (more_zh, more_en) = condition(when);
                label(zh + &more_zh, en + &more_en)
            }
            Trigger::Signal(signal) => self.signal(signal, kinds),
        }
    }

    fn signal(&self, signal: &Signal, kinds: &[Name]) -> Label {
        let window = length(signal.window);
        let ledgers = Words::list(signal.counts.iter().map(|l| self.ledger(l)));
        let kinds: Vec<Label> = kinds.iter().map(|k| self.org_kind(k)).collect();
        let (kinds_zh, kinds_en): (Vec<&str>, Vec<&str>) =
            kinds.iter().map(|l| (l.zh.as_str(), l.en.as_str())).unzip();
        let (zh, en) = condition(&signal.filter);
        let (unit_zh, unit_en) = if signal.distinct { ("人", "persons") } else { ("次", "facts") };
        let (alike_zh, alike_en) = match &signal.similar {
            Some(field) => (format!("，且 `{field}` 有相同项"), format!(" that share a code of `{field}`")),
            None => (String::new(), String::new()),
        };
        let (of_zh, of_en) = match kinds.is_empty() {
            true => (String::new(), String::new()),
            false => (format!("同一{}中", kinds_zh.join("或")), format!(" in one {}", kinds_en.join(" or "))),
        };
        let n = signal.at_least;
        let (above_zh, above_en) = match signal.detector.as_ref().map(Detector::words) {
            Some(above) => (format!("且{}", above.zh), format!(" and is {}", above.en)),
            None => (String::new(), String::new()),
        };
        label(
            format!("{}内{of_zh}“{}”{zh}{alike_zh}达到{n}{unit_zh}{above_zh}时", window.zh, ledgers.zh),
            format!(
                "When{of_en} “{}”{en} reaches {n} {unit_en}{alike_en} within {}{above_en}",
                ledgers.en, window.en
            ),
        )
    }

    /// A status that must hold.
    pub fn held(&self, held: &WhileStatus) -> Label {
        let value = self.status_value(&held.status, &held.at_least);
        match &held.up_to {
            Some(up_to) if *up_to == held.at_least => {
                label(format!("{}", value.zh), format!("{} holds", value.en))
            }
            Some(up_to) => {
                let up_to = self.value(&held.status, up_to);
                label(
                    format!("{}至“{}”", value.zh, up_to.zh),
                    format!("{} to “{}” holds", value.en, up_to.en),
                )
            }
            None => label(format!("{}及以上", value.zh), format!("{} or more holds", value.en)),
        }
    }

    /// A fact that settles something.
    pub fn done_by(&self, by: &DoneBy) -> Label {
        let ledger = self.ledger(&by.ledger);
        let (zh, en) = condition(&by.when);
        label(format!("“{}”{zh}", ledger.zh), format!("“{}”{en}", ledger.en))
    }

    /// A duty in one sentence.
    pub fn duty(&self, duty: &DutySpec) -> Label {
        let (owner, done) = (self.owner(&duty.owner), self.done_by(&duty.done_by));
        let within = deadline(duty.within);
        let mut zh = format!("{}{}{}", owner.zh, within.zh, duty.title.zh);
        let mut en = format!("{}: {}, {}", owner.en, duty.title.en, within.en);
        if duty.opens > Span::Micros(0) {
            let opens = length(duty.opens);
            zh += &format!("（{}后开始）", opens.zh);
            en += &format!(" (from {} on)", opens.en);
        }
        if !duty.to.is_empty() {
            let to = Words::list(duty.to.iter().map(|o| self.owner(o)));
            zh += &format!("，报{}", to.zh);
            en += &format!(", to {}", to.en);
        }
        zh += &format!("；以{}为完成", done.zh);
        en += &format!("; done by {}", done.en);
        for (after, to) in &duty.escalations {
            let (to, after) = (self.owner(to), length(*after));
            zh += &format!("；逾期{}告知{}", if is_zero(&after) { "即" } else { &after.zh }, to.zh);
            en += &format!("; {} late: {} is told", if is_zero(&after) { "when" } else { &after.en }, to.en);
        }
        if let Some(grace) = duty.grace.map(length) {
            zh += &format!("；逾期{}仍未做记为缺失", grace.zh);
            en += &format!("; missed when {} late", grace.en);
        }
        label(zh, en)
    }

    /// What follows from a trigger, in one sentence.
    pub fn effect(&self, effect: &Effect) -> Label {
        match effect {
            Effect::Duty(duty) => self.duty(duty),
            Effect::Status { status, value, until } => {
                let (held, until) = (self.status_value(status, value), self.until(until));
                label(format!("标记{}{}", held.zh, until.zh), format!("{} holds{}", held.en, until.en))
            }
            Effect::Alert { title, to, severity, until, .. } => {
                let to = Words::list(to.iter().map(|o| self.owner(o)));
                let until = self.until(until);
                let (zh, en) = severity_words(*severity);
                label(
                    format!("{zh}“{}”告知{}{}", title.zh, to.zh, until.zh),
                    format!("{en} “{}” to {}{}", title.en, to.en, until.en),
                )
            }
        }
    }

    fn until(&self, until: &Until) -> Label {
        let mut parts = Vec::new();
        parts.extend(until.after.map(length).map(|l| label(format!("{}", l.zh), format!("for {}", l.en))));
        parts.extend(
            until
                .fact
                .as_ref()
                .map(|f| self.done_by(f))
                .map(|f| label(format!("直到{}", f.zh), format!("until {}", f.en))),
        );
        if parts.is_empty() {
            return Label::default();
        }
        let (zh, en): (Vec<_>, Vec<_>) = parts.iter().map(|l| (l.zh.as_str(), l.en.as_str())).unzip();
        label(format!("，{}", zh.join("或")), format!(", {}", en.join(" or ")))
    }
}

fn codes_of(field: &Field) -> &[Code] {
    match &field.kind {
        FieldType::Code { codes } => codes,
        _ => &[],
    }
}

/// From its two languages.
pub(crate) fn label(zh: impl AsRef<str>, en: impl AsRef<str>) -> Label {
    Label::new(zh, en)
}

fn titled(title: Option<&Label>, id: &str) -> Label {
    title.cloned().unwrap_or_else(|| label(unqualified(id), unqualified(id)))
}

fn is_zero(length: &Label) -> bool {
    length.zh == "0分钟"
}

/// With its first letter large.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// `07:30`
pub(crate) fn clock(time: &Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A condition as written, and that it is one.
fn condition(when: &Option<Condition>) -> (String, String) {
    match when {
        Some(when) => {
            let source = when.source().split_whitespace().collect::<Vec<_>>().join(" ");
            (format!("（条件：`{source}`）"), format!(" (condition: `{source}`)"))
        }
        None => (String::new(), String::new()),
    }
}

/// A length of time, without its sign.
pub fn length(span: Span) -> Label {
    match span {
        Span::Days(n) => label(format!("{n}个自然日"), format!("{n} civil day{}", plural(n.into()))),
        Span::Micros(micros) => {
            let minutes = micros.unsigned_abs() / 60_000_000;
            let (hours, rest) = (minutes / 60, minutes % 60);
            match (hours, rest) {
                (0, m) => label(format!("{m}分钟"), format!("{m} minute{}", plural(m as i64))),
                (h, 0) if h % 24 == 0 && h > 48 => {
                    label(format!("{}天", h / 24), format!("{} × 24 hours", h / 24))
                }
                (h, 0) => label(format!("{h}小时"), format!("{h} hour{}", plural(h as i64))),
                (h, m) => label(format!("{h}小时{m}分钟"), format!("{h} h {m} min")),
            }
        }
    }
}

pub(super) fn plural(n: i64) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// A deadline.
pub(crate) fn deadline(within: Span) -> Label {
    match within {
        Span::Days(1) => label("当日内", "by the end of the same day"),
        Span::Micros(0) => label("立即", "at once"),
        span => {
            let length = length(span);
            label(format!("{}内", length.zh), format!("within {}", length.en))
        }
    }
}

/// A severity.
pub(crate) fn severity_words(severity: u8) -> (&'static str, &'static str) {
    match severity {
        3 => ("紧急预警", "emergency"),
        2 => ("预警", "warning"),
        _ => ("提示", "notice"),
    }
}

/// A kind of subject.
pub(crate) fn subject(kind: SubjectKind) -> Label {
    match kind {
        SubjectKind::Person => label("人员", "persons"),
        SubjectKind::Household => label("户", "households"),
        SubjectKind::Org => label("组织", "organisations"),
        SubjectKind::Place => label("场所", "places"),
        SubjectKind::Lot => label("批次", "lots"),
        SubjectKind::Vehicle => label("车辆", "vehicles"),
    }
}
