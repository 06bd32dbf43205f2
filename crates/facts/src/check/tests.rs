//! Tables of what the check takes, and of what it says when it does not; and what holds for any input.

use super::*;
use crate::value::Value;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const CLOCK: &str = "2026-09-12T00:00:00Z"; // 08:00 in the zone

fn ledger() -> Ledger {
    let label = |zh: &str, en: &str| json!({"zh": zh, "en": en});
    let codes = json!([
        {"code": "fever", "label": label("发热", "fever")},
        {"code": "rash", "label": label("皮疹", "rash")},
        {"code": "both", "label": label("发热、皮疹", "fever, rash")},
    ]);
    let field = |id: &str, more: Json| {
        let mut all = json!({"id": id, "label": label(&format!("{id}字段"), id)});
        all.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        all
    };
    let ledger = json!({
        "id": "visit", "title": label("访视", "Visit"), "about": "person", "days_ahead_max": 1,
        "fields": [
            field("must", json!({"type": "bool", "required": true})),
            field("temp", json!({"type": "number", "decimals": 1, "min": 34, "max": 43, "unit": "°C"})),
            field("count", json!({"type": "number"})),
            field("note", json!({"type": "text", "max_chars": 10})),
            field("sign", json!({"type": "code", "codes": codes})),
            field("signs", json!({"type": "codes", "codes": codes})),
            field("day", json!({"type": "date"})),
            field("when", json!({"type": "instant"})),
            field("clock", json!({"type": "time_of_day"})),
            field("class", json!({"type": "ref", "to": "org", "membership": true})),
            field("name", json!({"type": "person_name"})),
            field("card", json!({"type": "citizen_id"})),
            field("tel", json!({"type": "phone"})),
            field("home", json!({"type": "address"})),
            field("firm", json!({"type": "credit_code"})),
            field("area", json!({"type": "division"})),
            field("secret", json!({"type": "text", "privacy": "identity"})),
        ],
    });
    serde_json::from_value(ledger).expect("a ledger")
}

fn context() -> CheckContext {
    CheckContext {
        clock: Instant::parse(CLOCK).expect("an instant"),
        zone: Zone::default(),
        by: "zhang".into(),
        org: SubjectId::parse("org:1"),
        id: FactId::from_name("test", "visit", "1"),
    }
}

fn raw(body: Json) -> RawFact {
    let body = body.as_object().cloned().unwrap_or_default();
    RawFact {
        ledger: "visit".into(),
        subject: "person:p1".into(),
        at: "2026-09-12".into(),
        body,
        ..RawFact::default()
    }
}

/// The refusals as `code field`, in their order.
fn refused(raw: &RawFact) -> Vec<String> {
    let refusals = check_fact(&ledger(), raw, &context()).expect_err("refused");
    let code =
        |r: &Refusal| serde_json::to_value(r.code).expect("json").as_str().unwrap_or_default().to_owned();
    refusals
        .iter()
        .map(|r| format!("{} {}", code(r), r.field.clone().unwrap_or_default()).trim().to_owned())
        .collect()
}

#[test]
fn takes_values_as_people_write_them() {
    for (field, input, value) in [
        ("must", json!("是"), json!(true)),
        ("must", json!("no"), json!(false)),
        ("must", json!("有"), json!(true)),
        ("must", json!(0), json!(false)),
        ("temp", json!(37.3), json!(37.3)),
        ("temp", json!(37.300000000000004), json!(37.3)),
        ("temp", json!("37.3"), json!(37.3)),
        ("temp", json!(" ３７．３℃ "), json!(37.3)),
        ("temp", json!("37.30 °C"), json!(37.3)),
        ("count", json!("+12"), json!(12)),
        ("note", json!("  一\r\n二\u{feff} "), json!("一\n二")),
        ("note", json!(302), json!("302")),
        ("sign", json!("rash"), json!("rash")),
        ("sign", json!("皮疹"), json!("rash")),
        ("sign", json!("Rash"), json!("rash")),
        ("signs", json!(["fever", "皮疹", "fever"]), json!(["fever", "rash"])),
        ("signs", json!("发热；皮疹"), json!(["fever", "rash"])),
        ("signs", json!("发热、皮疹"), json!(["both"])),
        ("signs", json!("rash、发热"), json!(["rash", "fever"])),
        ("signs", json!([]), json!([])),
        ("day", json!("2026/9/2"), json!("2026-09-02")),
        ("day", json!("2026年9月2日"), json!("2026-09-02")),
        ("day", json!("20260902"), json!("2026-09-02")),
        ("day", json!("2026-09-02 00:00:00"), json!("2026-09-02")),
        ("when", json!("2026-09-12T08:05:00+08:00"), json!("2026-09-12T00:05:00.000000Z")),
        ("when", json!("2026-09-12 08:05"), json!("2026-09-12T00:05:00.000000Z")),
        ("when", json!("2026年9月12日 8时05分"), json!("2026-09-12T00:05:00.000000Z")),
        ("when", json!("2026/9/12"), json!("2026-09-11T16:00:00.000000Z")),
        ("clock", json!("8:05"), json!("08:05")),
        ("clock", json!("08：05：59"), json!("08:05")),
        ("class", json!("3-2"), json!("org:3-2")),
        ("class", json!("org:3-2"), json!("org:3-2")),
        ("class", json!(520115), json!("org:520115")),
        ("name", json!(" 阿卜杜拉•买买提 "), json!("阿卜杜拉·买买提")),
        ("card", json!("11010519491231002x"), json!("11010519491231002X")),
        ("tel", json!("+86 138 1234 5678"), json!("13812345678")),
        ("home", json!("某路  1号"), json!("某路 1号")),
        ("firm", json!("91350100m000100y43"), json!("91350100M000100Y43")),
        ("area", json!(520115), json!("520115")),
        (
            "card",
            json!("sealed:0123456789abcdef0123456789abcdef"),
            json!("sealed:0123456789abcdef0123456789abcdef"),
        ),
    ] {
        let mut body = json!({"must": true});
        body[field] = input.clone();
        let fact = check_fact(&ledger(), &raw(body), &context())
            .unwrap_or_else(|r| panic!("{field} {input}: {r:?}"));
        let found = serde_json::to_value(fact.get(field)).expect("json");
        assert_eq!(found, value, "{field} {input}");
    }
}

#[test]
fn null_and_empty_text_are_absence() {
    let body = json!({"must": "是", "temp": null, "note": " \u{200b}", "signs": "", "name": ""});
    let fact = check_fact(&ledger(), &raw(body), &context()).expect("taken");
    assert_eq!(fact.body, Body::from([("must".into(), Value::Bool(true))]));
    assert_eq!(refused(&raw(json!({"must": ""}))), ["missing must"]);
}

#[test]
fn says_which_field_and_which_rule() {
    for (field, input, code) in [
        ("must", json!("也许"), "wrong_type"),
        ("must", json!(2), "wrong_type"),
        ("temp", json!("高"), "wrong_type"),
        ("temp", json!([37]), "wrong_type"),
        ("temp", json!(37.35), "out_of_range"),
        ("temp", json!(373), "out_of_range"),
        ("temp", json!("1e2"), "wrong_type"),
        ("count", json!(1e18), "wrong_type"),
        ("note", json!("一二三四五六七八九十一"), "out_of_range"),
        ("note", json!("a\u{0}b"), "wrong_type"),
        ("note", json!(true), "wrong_type"),
        ("sign", json!("cough"), "unknown_code"),
        ("signs", json!("发热、咳嗽"), "unknown_code"),
        ("signs", json!({"fever": true}), "wrong_type"),
        ("day", json!("2026-02-30"), "wrong_type"),
        ("day", json!("12.9.2026"), "wrong_type"),
        ("day", json!("2026-09-12 08:05"), "wrong_type"),
        ("day", json!("1899-12-31"), "impossible_time"),
        ("when", json!("2200-01-02"), "impossible_time"),
        ("when", json!("today"), "wrong_type"),
        ("clock", json!("24:00"), "wrong_type"),
        ("clock", json!("8"), "wrong_type"),
        ("class", json!("person:1"), "wrong_subject"),
        ("class", json!("三年级"), "wrong_subject"),
        ("card", json!("110105194912310021"), "bad_identifier"),
        ("tel", json!("12345"), "bad_identifier"),
        ("firm", json!("91350100M000100Y44"), "bad_identifier"),
        ("area", json!("99"), "bad_identifier"),
        ("name", json!("王".repeat(51)), "out_of_range"),
        ("other", json!(1), "unknown_field"),
    ] {
        let mut body = json!({"must": true});
        body[field] = input.clone();
        assert_eq!(refused(&raw(body)), [format!("{code} {field}")], "{field} {input}");
    }
}

#[test]
fn tells_the_range_with_its_unit_and_the_codes_of_a_list() {
    let says = |field: &str, input: Json| {
        let mut body = json!({"must": true});
        body[field] = input;
        check_fact(&ledger(), &raw(body), &context()).expect_err("refused").remove(0)
    };
    let range = says("temp", json!(373));
    assert_eq!(range.says.zh, "“temp字段”应在 34 至 43 °C 之间");
    assert_eq!(range.says.en, "“temp” is expected to be from 34 to 43 °C");
    assert_eq!(range.found.as_deref(), Some("373"));
    let code = says("sign", json!("cough"));
    assert_eq!(
        code.says.en,
        "“sign” is expected to be one of: fever (fever), rash (rash), fever, rash (both)"
    );
}

#[test]
fn tells_all_problems_at_once_in_order() {
    let mut fact =
        raw(json!({"temp": 99, "zzz": 1, "aaa": 1, "tel": "1", "sign": "x", "day": 5, "when": "1800-01-01"}));
    fact.subject = "org:1".into();
    fact.at = "2026-09-14".into();
    fact.corrects = Some(context().id);
    assert_eq!(
        refused(&fact),
        [
            "wrong_subject subject",
            "unknown_field aaa",
            "unknown_field zzz",
            "missing must",
            "wrong_type day",
            "out_of_range temp",
            "unknown_code sign",
            "bad_identifier tel",
            "impossible_time at",
            "impossible_time when",
            "wrong_correction corrects",
        ]
    );
}

#[test]
fn a_refusal_never_repeats_an_identity_value() {
    let body = json!({"card": "110105194912310021", "tel": "1381234567", "name": "欧阳测试".repeat(20),
        "secret": "藏".repeat(300), "home": {"street": "测试路"}, "note": "13800001111", "count": "13800001111x"});
    let mut fact = raw(body);
    fact.subject = "欧阳测试 110105194912310021".into();
    let refusals = check_fact(&ledger(), &fact, &context()).expect_err("refused");
    assert_eq!(refusals.len(), 9, "{refusals:?}");
    let told = serde_json::to_string(&refusals).expect("json");
    for part in ["1101051949", "1381234567", "欧阳", "藏", "测试路", "13800001111"] {
        assert!(!told.contains(part), "{part} in {told}");
    }
    assert!(told.contains("***(18)"));
    let unreadable =
        RawFact::read(r#"{"ledger":"visit","subject":"p1","at":"2026-09-12","body":"欧阳测试"}"#);
    assert!(!format!("{unreadable:?}").contains("欧阳"));
}

#[test]
fn the_future_begins_after_days_ahead_and_ten_minutes() {
    for (at, taken) in [
        ("2026-09-13 08:10", true),
        ("2026-09-13 08:11", false),
        ("1900-01-01T00:00:00Z", true),
        ("1899-12-31", false),
        ("9999-12-31", false),
        ("昨天", false),
        ("", false),
    ] {
        let fact = RawFact { at: at.into(), ..raw(json!({"must": true})) };
        assert_eq!(check_fact(&ledger(), &fact, &context()).is_ok(), taken, "{at}");
    }
    for (written, taken) in
        [("2026-09-12 08:10", true), ("2026-09-12 08:11", false), ("?", false), ("", true)]
    {
        let fact = RawFact { written: Some(written.into()), ..raw(json!({"must": true})) };
        assert_eq!(check_fact(&ledger(), &fact, &context()).is_ok(), taken, "{written}");
    }
}

#[test]
fn written_is_the_same_again_when_the_same_is_sent_again() {
    let v7: FactId = "019939a0-1c00-7000-8000-000000000001".parse().expect("an id");
    let v8 = FactId::from_name("file", "visit", "row 1");
    let taken = |id, clock: &str| {
        let ctx = CheckContext { clock: Instant::parse(clock).expect("an instant"), ..context() };
        check_fact(&ledger(), &RawFact { id, ..raw(json!({"must": true})) }, &ctx).expect("taken")
    };
    for id in [v7, v8] {
        assert_eq!(taken(Some(id), CLOCK), taken(Some(id), "2027-01-01T00:00:00Z"));
    }
    assert_eq!(taken(Some(v7), CLOCK).written.to_string(), "2025-09-11T16:33:38.304000Z");
    assert_eq!(taken(Some(v8), CLOCK).written, taken(Some(v8), CLOCK).at);
    assert_eq!(taken(None, CLOCK).written, context().clock);
}

#[test]
fn a_void_correction_needs_no_body_but_a_root() {
    let void = RawFact { void: true, ..raw(json!({"temp": "nonsense"})) };
    assert_eq!(refused(&void), ["wrong_correction corrects"]);
    let root = FactId::from_name("test", "visit", "root");
    let fact = check_fact(&ledger(), &RawFact { corrects: Some(root), ..void }, &context()).expect("taken");
    assert!(fact.void && fact.body.is_empty() && fact.root() == root);
}

#[test]
fn envelope_is_read_or_refused() {
    let fact = RawFact { subject: "p1".into(), org: Some("22".into()), ..raw(json!({"must": 1})) };
    let fact = check_fact(&ledger(), &fact, &context()).expect("taken");
    assert_eq!((fact.subject.as_str(), fact.org.as_str()), ("person:p1", "org:22"));
    assert_eq!(refused(&RawFact { ledger: "other".into(), ..raw(json!({})) }), ["unknown_ledger ledger"]);
    assert_eq!(
        refused(&RawFact { org: Some("person:1".into()), ..raw(json!({"must": 1})) }),
        ["wrong_subject org"]
    );
    let long = Some("x".repeat(301).into());
    assert_eq!(
        refused(&RawFact { discharges: long, ..raw(json!({"must": 1})) }),
        ["out_of_range discharges"]
    );
    let nobody = CheckContext { org: None, ..context() };
    let refusals = check_fact(&ledger(), &raw(json!({"must": 1})), &nobody).expect_err("refused");
    assert_eq!(refusals[0].code, RefusalCode::Missing);
}

#[test]
fn too_large_too_deep_and_too_many_are_refused_first() {
    let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
    let many: serde_json::Map<String, Json> = (0..201).map(|n| (format!("f{n}"), json!(1))).collect();
    for body in [json!({"note": "x".repeat(65 * 1024)}), json!({"note": deep}), Json::Object(many)] {
        assert_eq!(refused(&raw(body)), ["too_large"]);
    }
    assert_eq!(refused(&raw(json!({"must": [[1]]}))), ["wrong_type must"], "three levels are allowed");
}

#[test]
fn unreadable_lines_say_why() {
    for (text, part) in [
        ("{", "line 1"),
        ("[]", "not the form of a fact"),
        ("{}", "missing field `ledger`"),
        (r#"{"ledger":"visit","subject":"p1","at":"2026-09-12","colour":1}"#, "unknown field `colour`"),
        (r#"{"ledger":"visit","subject":"p1","at":"2026-09-12","id":"17"}"#, "id is no UUID"),
    ] {
        let refusals = RawFact::read(text).expect_err(text);
        assert!(is_unreadable(&refusals) && refusals[0].says.en.contains(part), "{text}: {refusals:?}");
    }
    assert!(RawFact::read(r#"{"ledger":"visit","subject":"p1","at":"2026-09-12","id":null}"#).is_ok());
    let line = "[".repeat(100_000);
    assert!(RawFact::read(&line).is_err(), "deep nesting is an error, not a crash");
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        ".{0,24}".prop_map(Json::from),
        "[0-9年月日时分:：/.T +-]{0,20}".prop_map(Json::from),
        "[1-9][0-9]{16}[0-9X]".prop_map(Json::from),
        Just(json!("2026-09-12T08:05:00.123456789+08:00")),
        Just(json!("2026年9月2日")),
        Just(json!("发热，rash|皮疹")),
        Just(json!("+86 0851 8234 5678")),
        Just(json!("90.5")),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            proptest::collection::btree_map("[a-z]{1,6}", inner, 0..3)
                .prop_map(|m| Json::Object(m.into_iter().collect())),
        ]
    })
}

proptest! {
    /// Any value in any field is taken or refused; what was taken is taken again unchanged.
    #[test]
    fn never_panics_and_canonical_is_canonical(
        values in proptest::collection::vec(any_json(), 17),
        (subject, at) in (".{0,20}", "[0-9年月日时分:：/.T +-]{0,20}"),
    ) {
        let ledger = ledger();
        let ctx = context();
        for (field, value) in ledger.fields.iter().zip(values) {
            let mut body = json!({"must": true});
            body[field.id.as_str()] = value;
            let fact = RawFact { subject: subject.as_str().into(), at: at.as_str().into(), ..raw(body.clone()) };
            let _ = check_fact(&ledger, &fact, &ctx);
            if let Ok(fact) = check_fact(&ledger, &raw(body), &ctx) {
                let again = raw(serde_json::to_value(&fact.body).expect("json"));
                prop_assert_eq!(check_fact(&ledger, &again, &ctx), Ok(fact));
            }
        }
    }

    /// Any JSON as a whole fact, and any text as a line.
    #[test]
    fn any_line_is_read_or_refused(json in any_json(), line in ".{0,60}") {
        let _ = RawFact::from_json(json.clone()).map(|raw| check_fact(&ledger(), &raw, &context()));
        let _ = RawFact::read(&line);
        let _ = RawFact::from_json(json!({"ledger": "visit", "subject": "p1", "at": json, "body": json}));
    }
}
