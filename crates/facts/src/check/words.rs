//! The words of the refusals of the check, in Chinese and English: what was found, what was expected, what to do.
//!
//! What was found is told only where it can name nobody: never for identity fields, and without long runs of digits.

use crate::{
    china::Wrong,
    label::Label,
    ledger::{Code, Field, FieldType, Ledger},
    names::Name,
    number::Decimal,
    refusal::{Refusal, RefusalCode},
    subject::SubjectKind,
    time::{Instant, Zone},
};
use serde_json::Value as Json;

/// As many codes as a refusal lists.
const CODES_LISTED_MAX: usize = 12;
/// Digits in a row that may be an identity or telephone number.
const DIGITS_SHOWN_MAX: usize = 10;

fn refuse(code: RefusalCode, says: (String, String), hint: (&str, &str)) -> Refusal {
    Refusal::new(code, Label::new(says.0, says.1), Label::new(hint.0, hint.1))
}

/// What may be shown of a text in a refusal: long runs of digits as stars, control characters as `?`.
fn shown(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for c in text.chars().take(200).chain(std::iter::once('\0')) {
        if c.is_ascii_digit() {
            run.push(c);
            continue;
        }
        let hide = run.len() > DIGITS_SHOWN_MAX;
        out.push_str(&if hide { "*".repeat(run.len()) } else { std::mem::take(&mut run) });
        run.clear();
        out.push(if c.is_control() { '?' } else { c });
    }
    out.pop();
    out
}

/// What was found in a field, as far as it may be told.
fn found_in(field: &Field, json: &Json) -> String {
    match json {
        Json::String(text) if field.is_identity() => format!("***({})", text.chars().count()),
        _ if field.is_identity() => "***".to_owned(),
        Json::String(text) => shown(text),
        Json::Array(items) => format!("[{}]", items.len()),
        Json::Object(members) => format!("{{{}}}", members.len()),
        other => shown(&other.to_string()),
    }
}

fn about(refusal: Refusal, field: &Field, json: &Json) -> Refusal {
    refusal.about(&field.id).found(&found_in(field, json))
}

fn named(field: &Field) -> (&str, &str) {
    (&field.label.zh, &field.label.en)
}

/// What a field expects, in words.
fn expected(field: &Field) -> (String, String) {
    let (zh, en) = match &field.kind {
        FieldType::Bool => ("是或否", "yes or no"),
        FieldType::Number { .. } => ("数字", "a number"),
        FieldType::Code { .. } => ("一个代码", "one code"),
        FieldType::Codes { .. } => ("代码列表", "a list of codes"),
        FieldType::Date => ("日期，如 2026-09-12", "a date as 2026-09-12"),
        FieldType::Instant => ("时间，如 2026-09-12 08:05", "a time as 2026-09-12 08:05"),
        FieldType::TimeOfDay => ("时刻，如 08:05", "a time of day as 08:05"),
        FieldType::Ref { to, .. } => return (kind_words(*to).0.to_owned(), format!("a {}", to.as_str())),
        _ => ("文字", "text"),
    };
    (zh.to_owned(), en.to_owned())
}

fn kind_words(kind: SubjectKind) -> (&'static str, &'static str) {
    match kind {
        SubjectKind::Person => ("人员", "person"),
        SubjectKind::Household => ("户", "household"),
        SubjectKind::Org => ("组织", "organisation"),
        SubjectKind::Place => ("场所", "place"),
        SubjectKind::Lot => ("批次", "lot"),
        SubjectKind::Vehicle => ("车辆", "vehicle"),
    }
}

pub(super) fn not_json(e: &serde_json::Error) -> Refusal {
    let (line, column) = (e.line(), e.column());
    refuse(
        RefusalCode::Unreadable,
        (
            format!("不是有效的JSON（第{line}行第{column}列）"),
            format!("not valid JSON (line {line}, column {column})"),
        ),
        ("请检查格式后重新发送", "mend the form and send it again"),
    )
}

pub(super) fn not_a_fact(e: &serde_json::Error) -> Refusal {
    let said = shown(&e.to_string());
    // Other messages repeat the value that was found, which may be a name.
    let named = said.starts_with("unknown field") || said.starts_with("missing field");
    let said = if named { format!(": {said}") } else { String::new() };
    refuse(
        RefusalCode::Unreadable,
        (format!("不是一条事实记录{said}"), format!("not the form of a fact{said}")),
        (
            "必填：ledger、subject、at；字段放在 body 中",
            "ledger, subject and at are needed; fields go into body",
        ),
    )
}

pub(super) fn wrong_id(field: &Name) -> Refusal {
    refuse(
        RefusalCode::Unreadable,
        (format!("{field} 不是有效的UUID"), format!("{field} is no UUID")),
        ("id 由填报端生成（UUIDv7），也可不填", "the writer makes it (UUIDv7), or leaves it out"),
    )
    .about(field)
}

pub(super) fn too_many_fields(n: usize, max: usize) -> Refusal {
    refuse(
        RefusalCode::TooLarge,
        (format!("有{n}个字段，最多{max}个"), format!("{n} fields, at most {max}")),
        ("请分成几条记录", "divide it into several facts"),
    )
}

pub(super) fn too_many_bytes(max: usize) -> Refusal {
    let kib = max / 1024;
    refuse(
        RefusalCode::TooLarge,
        (format!("内容超过 {kib} KiB"), format!("the body is larger than {kib} KiB")),
        ("请缩短文字，或分成几条记录", "shorten the texts, or divide it into several facts"),
    )
}

pub(super) fn too_deep(max: usize) -> Refusal {
    refuse(
        RefusalCode::TooLarge,
        (format!("嵌套超过{max}层"), format!("nested deeper than {max} levels")),
        ("字段的值应为文字、数字、是否或列表", "a field holds text, a number, yes or no, or a list"),
    )
}

pub(super) fn unknown_ledger(ledger: &Name) -> Refusal {
    let name = shown(ledger);
    refuse(
        RefusalCode::UnknownLedger,
        (format!("没有名为 {name} 的台账"), format!("there is no ledger named {name}")),
        ("请从现行台账中选择", "choose one of the ledgers in force"),
    )
    .about(&Name::new("ledger"))
    .found(&name)
}

/// A subject is told only where it cannot be a name or a number of a person.
pub(super) fn wrong_subject(kind: SubjectKind, text: &str, field: &Name) -> Refusal {
    let (zh, en) = kind_words(kind);
    let word = kind.as_str();
    let code = if text.is_ascii() { shown(text) } else { format!("***({})", text.chars().count()) };
    refuse(
        RefusalCode::WrongSubject,
        (format!("应为{zh}编号（{word}:编号）"), format!("the id of a {en} is expected ({word}:code)")),
        (
            "编号为1至64个字母、数字或 . _ -，不写姓名",
            "a code is 1 to 64 letters, digits or . _ - ; not the name of a person",
        ),
    )
    .about(field)
    .found(&code)
}

pub(super) fn missing_org() -> Refusal {
    refuse(
        RefusalCode::Missing,
        ("缺少填报组织".to_owned(), "the organisation on whose behalf it is reported is missing".to_owned()),
        ("请填写 org，如 org:520115", "give org, as org:520115"),
    )
    .about(&Name::new("org"))
}

pub(super) fn void_without_root() -> Refusal {
    refuse(
        RefusalCode::WrongCorrection,
        ("作废记录必须写明被更正的记录".to_owned(), "a void fact must name the fact it corrects".to_owned()),
        ("请填写 corrects", "give corrects"),
    )
    .about(&Name::new("corrects"))
}

pub(super) fn corrects_itself() -> Refusal {
    refuse(
        RefusalCode::WrongCorrection,
        ("记录不能更正自身".to_owned(), "a fact cannot correct itself".to_owned()),
        ("更正记录须有自己的 id", "a correction has an id of its own"),
    )
    .about(&Name::new("corrects"))
}

pub(super) fn bad_discharges(max: usize) -> Refusal {
    refuse(
        RefusalCode::OutOfRange,
        (format!("职责编号最多{max}个字符"), format!("the key of a duty has at most {max} characters")),
        ("请使用任务列表中的编号，或不填", "take the key from the list of duties, or leave it out"),
    )
    .about(&Name::new("discharges"))
}

pub(super) fn unknown_field(ledger: &Ledger, name: &str) -> Refusal {
    let (zh, en) = (&ledger.title.zh, &ledger.title.en);
    let name = shown(name);
    refuse(
        RefusalCode::UnknownField,
        (format!("台账“{zh}”没有字段 {name}"), format!("the ledger “{en}” has no field {name}")),
        ("请检查字段名，或更换台账", "check the name of the field, or choose another ledger"),
    )
    .about(&Name::new(name.chars().take(64).collect::<String>()))
}

pub(super) fn missing(field: &Field) -> Refusal {
    let (zh, en) = named(field);
    let (zh_what, en_what) = expected(field);
    refuse(
        RefusalCode::Missing,
        (format!("缺少必填字段“{zh}”，应为{zh_what}"), format!("“{en}” is required: {en_what}")),
        ("请补填", "fill it in"),
    )
    .about(&field.id)
}

pub(super) fn wrong_type(field: &Field, json: &Json) -> Refusal {
    let (zh, en) = named(field);
    let (zh_what, en_what) = expected(field);
    let says = (format!("“{zh}”应为{zh_what}"), format!("“{en}” is expected to be {en_what}"));
    about(
        refuse(RefusalCode::WrongType, says, ("请按要求的格式重新填写", "write it in the form expected")),
        field,
        json,
    )
}

pub(super) fn wrong_instant(text: &str, field: &Name) -> Refusal {
    refuse(
        RefusalCode::WrongType,
        (
            format!("{field} 应为日期或时间，如 2026-09-12 08:05"),
            format!("{field} is expected to be a date or time, as 2026-09-12 08:05"),
        ),
        ("请按要求的格式重新填写", "write it in the form expected"),
    )
    .about(field)
    .found(&shown(text))
}

pub(super) fn control_characters(field: &Field) -> Refusal {
    let (zh, en) = named(field);
    refuse(
        RefusalCode::WrongType,
        (format!("“{zh}”含有控制字符"), format!("“{en}” contains control characters")),
        ("请删除不可见字符后重新填写", "remove the invisible characters"),
    )
    .about(&field.id)
}

pub(super) fn too_many_decimals(field: &Field, n: Decimal, max: u8) -> Refusal {
    let (zh, en) = named(field);
    let says = (format!("“{zh}”最多{max}位小数"), format!("“{en}” has at most {max} decimals"));
    let number = serde_json::json!(n.to_string());
    about(refuse(RefusalCode::OutOfRange, says, ("请四舍五入后填写", "round it")), field, &number)
}

pub(super) fn out_of_range(
    field: &Field,
    n: Decimal,
    min: Option<Decimal>,
    max: Option<Decimal>,
    unit: Option<&str>,
) -> Refusal {
    let (zh, en) = named(field);
    let unit = unit.map(|u| format!(" {u}")).unwrap_or_default();
    let (zh_range, en_range) = match (min, max) {
        (Some(min), Some(max)) => {
            (format!("应在 {min} 至 {max}{unit} 之间"), format!("from {min} to {max}{unit}"))
        }
        (Some(min), None) => (format!("应不小于 {min}{unit}"), format!("not less than {min}{unit}")),
        (None, Some(max)) => (format!("应不大于 {max}{unit}"), format!("not more than {max}{unit}")),
        (None, None) => ("数字过大".to_owned(), "smaller than this".to_owned()),
    };
    let says = (format!("“{zh}”{zh_range}"), format!("“{en}” is expected to be {en_range}"));
    let number = serde_json::json!(n.to_string());
    about(
        refuse(RefusalCode::OutOfRange, says, ("请核对数值和单位", "check the number and its unit")),
        field,
        &number,
    )
}

pub(super) fn too_long(field: &Field, chars: usize, max: usize) -> Refusal {
    let (zh, en) = named(field);
    refuse(
        RefusalCode::OutOfRange,
        (
            format!("“{zh}”有{chars}个字符，最多{max}个"),
            format!("“{en}” has {chars} characters, at most {max} are allowed"),
        ),
        ("请缩短", "shorten it"),
    )
    .about(&field.id)
}

pub(super) fn out_of_calendar(field: &Field, text: &str) -> Refusal {
    let (zh, en) = named(field);
    let says = (
        format!("“{zh}”应在1900年至2199年之间"),
        format!("“{en}” is expected to be in the years 1900 to 2199"),
    );
    about(
        refuse(RefusalCode::ImpossibleTime, says, ("请核对年份", "check the year")),
        field,
        &Json::from(text),
    )
}

pub(super) fn impossible_time(at: Instant, latest: Instant, zone: Zone, field: &Name) -> Refusal {
    let latest = zone.words(latest);
    refuse(
        RefusalCode::ImpossibleTime,
        (
            format!("时间应在1900年之后，且不晚于 {latest}"),
            format!("a time from 1900 on and not later than {latest} is expected"),
        ),
        ("请核对日期，以及设备时钟", "check the date, and the clock of the device"),
    )
    .about(field)
    .found(&zone.words(at))
}

pub(super) fn unknown_code(field: &Field, codes: &[Code], text: &str) -> Refusal {
    let (zh, en) = named(field);
    let listed = || codes.iter().take(CODES_LISTED_MAX);
    let more = if codes.len() > CODES_LISTED_MAX { format!(" … ({})", codes.len()) } else { String::new() };
    let zh_list: Vec<_> = listed().map(|c| format!("{}（{}）", c.label.zh, c.code)).collect();
    let en_list: Vec<_> = listed().map(|c| format!("{} ({})", c.label.en, c.code)).collect();
    let says = (
        format!("“{zh}”应为以下之一：{}{more}", zh_list.join("、")),
        format!("“{en}” is expected to be one of: {}{more}", en_list.join(", ")),
    );
    let hint = ("请从列表中选择代码或名称", "choose a code or label of the list");
    about(refuse(RefusalCode::UnknownCode, says, hint), field, &Json::from(text))
}

pub(super) fn bad_identifier(field: &Field, text: &str, wrong: Wrong) -> Refusal {
    about(Refusal::new(RefusalCode::BadIdentifier, wrong.says, wrong.hint), field, &Json::from(text))
}
