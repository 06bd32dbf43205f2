//! Lowering of `ledger`.
//!
//! Not here: the checking of facts against it (`facts::check`).

use super::{
    names::{Names, did_you_mean, subject_kind},
    node::{Table, Word},
    orders::orders,
    sheets::sheet,
};
use crate::problem::{Problem, Problems};
use facts::{
    Field, FieldTerm, FieldType, Ledger, LedgerTerm, Name, Privacy, SubjectKind,
    ledger::{Act, Code, KeptFrom, Meaning},
};

/// The words of what a ledger does to the house.
pub(super) const ACTS: [&str; 14] = [
    "organise",
    "assign",
    "claim",
    "delegate",
    "waive",
    "acknowledge",
    "sign",
    "identify",
    "review",
    "adopt",
    "clock",
    "send",
    "purge",
    "baseline",
];

/// A ledger as written; what it names is checked against the pack.
pub(crate) fn ledger(table: &Table, names: &Names, problems: &mut Problems) -> Option<Ledger> {
    let about = table.text("about").and_then(subject_kind)?;
    let kinds = names.kinds(&table.words("kinds"), problems);
    if about != SubjectKind::Org && !kinds.is_empty() {
        problems.add(table.place_of("kinds").problem(
            "kinds_of_no_org",
            "只有关于组织（org）的台账才能限定组织类别",
            "only a ledger about organisations can be limited to kinds of them",
        ));
    }
    let mut fields: Vec<Field> = Vec::new();
    for table in table.tables("field") {
        let Some(field) = field(table, names, problems) else { continue };
        if fields.iter().any(|f| f.id == field.id) {
            let place = table.place_of("id");
            let problem = place.problem(
                "double",
                format!("字段 `{}` 重名", field.id),
                format!("two fields are called `{}`", field.id),
            );
            problems.add(problem);
        }
        if let Some(twice) = field.term.filter(|term| fields.iter().any(|f| f.term == Some(*term))) {
            let word = twice.as_str();
            problems.add(table.place_of("term").problem(
                "double",
                format!("两个字段都标为 `{word}`"),
                format!("two fields are said to be `{word}`"),
            ));
        }
        fields.push(field);
    }
    let natural_key = natural_key(table, &fields, problems);
    let orders = orders(table, about, &fields, problems);
    let sheet = sheet(table, about, &fields, names, problems);
    let (retention_days, retention_from) = retention(table, about, problems);
    Some(Ledger {
        id: Name::new(table.text("id")?),
        title: table.label("title")?,
        about,
        kinds,
        privacy: privacy(table).unwrap_or_default(),
        fields,
        profile: table.bool("profile").unwrap_or(false),
        natural_key,
        orders,
        sheet,
        act: table.text("act").and_then(act),
        term: ledger_term(table, about, problems),
        same_case_days: same_case_days(table, problems),
        days_ahead_max: table.whole("days_ahead_max").unwrap_or(0),
        retention_days,
        retention_from,
    })
}

/// How long its facts are kept. What acts on the house or describes the tree of organisations is kept for good: later
/// units of work could not be judged without it.
fn retention(table: &Table, about: SubjectKind, problems: &mut Problems) -> (Option<u16>, KeptFrom) {
    let days = table.whole("retention_days");
    let from = match table.text("retention_from") {
        Some("course_end") => KeptFrom::CourseEnd,
        Some("last_fact") => KeptFrom::LastFact,
        _ => KeptFrom::Event,
    };
    if table.has("retention_from") && days.is_none() {
        problems.add(table.place_of("retention_from").problem(
            "retention_without_days",
            "写了 `retention_from`，没有写 `retention_days`",
            "`retention_from` stands without `retention_days`",
        ));
    }
    let tree = about == SubjectKind::Org && table.bool("profile").unwrap_or(false);
    if days.is_some() && (table.has("act") || tree) {
        problems.add(table.place_of("retention_days").problem(
            "kept_for_good",
            "产生系统效力的台账和组织登记须永久保存，不能设保存期限",
            "ledgers that act on the house and registrations of organisations are kept for good",
        ));
    }
    (days, from)
}

/// What a ledger is in the language of line lists: they have a row for each person.
fn ledger_term(table: &Table, about: SubjectKind, problems: &mut Problems) -> Option<LedgerTerm> {
    let term = LedgerTerm::parse(table.text("term")?)?;
    if about != SubjectKind::Person {
        problems.add(table.place_of("term").problem(
            "term_of_no_person",
            format!("只有关于人员（person）的台账才能标为 `{}`", term.as_str()),
            format!("only a ledger about persons can be `{}`", term.as_str()),
        ));
    }
    Some(term)
}

/// How far apart reports of one case may lie.
fn same_case_days(table: &Table, problems: &mut Problems) -> Option<u16> {
    let days = table.whole("same_case_days")?;
    if table.text("term") != Some(LedgerTerm::Case.as_str()) {
        problems.add(table.place_of("same_case_days").problem(
            "same_case_of_no_case",
            "只有标为 `case` 的台账才有 `same_case_days`",
            "`same_case_days` belongs to a ledger with the term `case`",
        ));
    }
    Some(days)
}

/// What a field is: of a type that can be that.
fn field_term(table: &Table, kind: &FieldType, problems: &mut Problems) -> Option<FieldTerm> {
    let term = FieldTerm::parse(table.text("term")?)?;
    if !term.fits(kind) {
        let (word, types) = (term.as_str(), term.types().join(", "));
        let to = term.target().map(|to| format!(" (to = \"{}\")", to.as_str())).unwrap_or_default();
        problems.add(table.place_of("term").problem(
            "term_of_other_type",
            format!("`{word}` 只用于类型 {types}{to} 的字段"),
            format!("`{word}` belongs to fields of type {types}{to}"),
        ));
    }
    Some(term)
}

fn natural_key(table: &Table, fields: &[Field], problems: &mut Problems) -> Vec<Name> {
    let words = table.words("natural_key");
    for word in words.iter().filter(|w| fields.iter().all(|f| f.id != w.text)) {
        let problem = word.place.problem(
            "unknown_field",
            format!("本台账没有字段 `{}`", word.text),
            format!("this ledger has no field `{}`", word.text),
        );
        problems.add(did_you_mean(problem, &word.text, fields.iter().map(|f| f.id.as_str())));
    }
    words.into_iter().map(|w| w.text).collect()
}

/// A class of privacy under `privacy`.
pub(crate) fn privacy(table: &Table) -> Option<Privacy> {
    privacy_of(table.text("privacy")?)
}

/// Reads a class of privacy.
pub(crate) fn privacy_of(text: &str) -> Option<Privacy> {
    match text {
        "public" => Some(Privacy::Public),
        "internal" => Some(Privacy::Internal),
        "health" => Some(Privacy::Health),
        "identity" => Some(Privacy::Identity),
        _ => None,
    }
}

fn act(text: &str) -> Option<Act> {
    match text {
        "organise" => Some(Act::Organise),
        "assign" => Some(Act::Assign),
        "claim" => Some(Act::Claim),
        "delegate" => Some(Act::Delegate),
        "waive" => Some(Act::Waive),
        "acknowledge" => Some(Act::Acknowledge),
        "sign" => Some(Act::Sign),
        "identify" => Some(Act::Identify),
        "review" => Some(Act::Review),
        "adopt" => Some(Act::Adopt),
        "clock" => Some(Act::Clock),
        "send" => Some(Act::Send),
        "purge" => Some(Act::Purge),
        "baseline" => Some(Act::Baseline),
        _ => None,
    }
}

/// Which keys belong to which types of field.
const TYPED_KEYS: [(&str, &[&str]); 8] = [
    ("unit", &["number"]),
    ("min", &["number"]),
    ("max", &["number"]),
    ("decimals", &["number"]),
    ("max_chars", &["text"]),
    ("codes", &["code", "codes"]),
    ("to", &["ref"]),
    ("membership", &["ref"]),
];

fn field(table: &Table, names: &Names, problems: &mut Problems) -> Option<Field> {
    let kind_word = table.word("type")?;
    for (key, types) in
        TYPED_KEYS.iter().filter(|(key, types)| table.has(key) && !types.contains(&&*kind_word.text))
    {
        let list = types.join(", ");
        problems.add(table.place_of(key).problem(
            "key_of_other_type",
            format!("`{key}` 只用于类型 {list} 的字段"),
            format!("`{key}` belongs to fields of type {list}"),
        ));
    }
    let kind = field_type(table, &kind_word, names, problems);
    let term = kind.as_ref().and_then(|kind| field_term(table, kind, problems));
    Some(Field {
        id: Name::new(table.text("id")?),
        label: table.label("label")?,
        kind: kind?,
        required: table.bool("required").unwrap_or(false),
        privacy: privacy(table).unwrap_or_default(),
        membership: table.bool("membership").unwrap_or(false),
        help: table.label("help"),
        term,
    })
}

fn field_type(table: &Table, word: &Word, names: &Names, problems: &mut Problems) -> Option<FieldType> {
    Some(match word.text.as_str() {
        "bool" => FieldType::Bool,
        "number" => number(table, problems),
        "text" => FieldType::Text { max_chars: table.whole("max_chars") },
        "code" => FieldType::Code { codes: codes(table, problems)? },
        "codes" => FieldType::Codes { codes: codes(table, problems)? },
        "date" => FieldType::Date,
        "instant" => FieldType::Instant,
        "time_of_day" => FieldType::TimeOfDay,
        "ref" => {
            if !table.has("to") {
                problems.add(missing(table, "to"));
            }
            FieldType::Ref {
                to: table.text("to").and_then(subject_kind)?,
                kinds: names.kinds(&table.words("kinds"), problems),
            }
        }
        "person_name" => FieldType::PersonName,
        "citizen_id" => FieldType::CitizenId,
        "phone" => FieldType::Phone,
        "address" => FieldType::Address,
        "credit_code" => FieldType::CreditCode,
        "division" => FieldType::Division,
        _ => return None,
    })
}

fn missing(table: &Table, key: &str) -> Problem {
    table.place.problem("missing_key", format!("缺少 `{key}`"), format!("`{key}` is missing"))
}

fn number(table: &Table, problems: &mut Problems) -> FieldType {
    let (min, max) = (table.number("min"), table.number("max"));
    let decimals = table.whole("decimals").unwrap_or(0);
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        problems.add(table.place_of("max").problem(
            "deadlines_disagree",
            "最大值小于最小值",
            "the highest is below the lowest",
        ));
    }
    FieldType::Number { decimals, min, max, unit: table.text("unit").map(Into::into) }
}

fn codes(table: &Table, problems: &mut Problems) -> Option<Vec<Code>> {
    if !table.has("codes") {
        problems.add(missing(table, "codes"));
        return None;
    }
    let mut found: Vec<Code> = Vec::new();
    for code in table.tables("codes") {
        let (Some(word), Some(label)) = (code.word("code"), code.label("label")) else { continue };
        if found.iter().any(|c| c.code == word.text) {
            problems.add(word.place.problem(
                "double",
                format!("代码 `{}` 写了两次", word.text),
                format!("the code `{}` stands twice", word.text),
            ));
        }
        let meaning = |of: &Table| {
            let (system, code) = (of.text("system")?.into(), of.text("code")?.into());
            Some(Meaning { system, code, display: of.text("display").map(Into::into) })
        };
        let means = code.tables("means").filter_map(meaning).collect();
        found.push(Code { code: word.text, label, means });
    }
    Some(found)
}
