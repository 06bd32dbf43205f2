//! Which reports are one case, and what stands in its row.

use crate::{
    book::Book,
    case::{cases, ledgers_of_cases},
    lens::{Known, Lens, Names},
    linelist::{case_view, columns},
};
use access::Scope;
use facts::{Fact, Instant, Ledgers, Recorded, SubjectId, Value, Zone, fold::what_holds};
use serde_json::{Value as Json, json};

fn label(text: &str) -> Json {
    json!({ "zh": text, "en": text })
}

fn field(id: &str, kind: &str, term: &str) -> Json {
    let mut field = json!({ "id": id, "label": label(id), "type": kind, "term": term });
    match kind {
        "code" => {
            let codes = ["flu", "pox", "sure", "maybe", "months", "well", "f"];
            let code = |code| json!({ "code": code, "label": label(&format!("a {code}")) });
            field["codes"] = codes.map(code).into();
        }
        "ref" => field["to"] = "person".into(),
        "number" => field["decimals"] = 0.into(),
        _ => {}
    }
    field
}

fn book() -> Book {
    let ledger = |id: &str, more: Json, fields: Json| {
        let mut all = json!({ "id": id, "title": label(id), "about": "person", "fields": fields });
        all.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        serde_json::from_value::<facts::Ledger>(all).expect("a ledger")
    };
    let card = json!([
        field("what", "code", "disease"),
        field("how_sure", "code", "case_type"),
        field("ill_since", "date", "date_onset"),
        field("old", "number", "age"),
        field("old_in", "code", "age_unit"),
    ]);
    let all = [
        ledger("card", json!({ "term": "case", "privacy": "health", "same_case_days": 30 }), card),
        ledger(
            "born",
            json!({ "profile": true }),
            json!([field("on", "date", "date_birth"), field("sex", "code", "sex")]),
        ),
        ledger("met", json!({ "term": "contact" }), json!([field("whom", "ref", "source_case")])),
        ledger("ward", json!({ "term": "admission" }), json!([])),
        ledger(
            "end",
            json!({ "term": "outcome" }),
            json!([field("what", "code", "disease"), field("how", "code", "outcome")]),
        ),
        ledger("temperature", json!({}), json!([])),
    ];
    Book::new(Vec::new(), Ledgers(all.into_iter().map(|l| (l.id.clone(), l)).collect()))
}

/// The `n`th fact, of a day in 2026, about `person:a`.
fn told(n: u128, ledger: &str, day: &str, body: Json) -> Recorded {
    let value = |v: &Json| match v {
        Json::String(text) => Value::text(text),
        other => {
            Value::Number(facts::Decimal::from_int(other.as_i64().expect("a number")).expect("a number"))
        }
    };
    let body = body.as_object().expect("an object").iter().map(|(k, v)| (k.as_str().into(), value(v)));
    let at = Zone::default().read(&format!("2026-{day} 10:00")).expect("a time");
    let fact = Fact {
        id: format!("00000000-0000-7000-8000-{n:012x}").parse().expect("an id"),
        ledger: ledger.into(),
        subject: SubjectId::parse("person:a").expect("a subject"),
        at,
        written: at,
        org: SubjectId::parse("org:clinic").expect("a subject"),
        by: "zhang".into(),
        body: body.collect(),
        corrects: None,
        void: false,
        history: false,
        discharges: None,
    };
    Recorded { seq: 1, unit: 1, received: at, purged: false, fact }
}

/// The cells of the cases of `person:a`, as whoever sees everything sees them.
fn rows(told: Vec<Recorded>) -> Vec<Json> {
    let (book, holding, scope) = (book(), what_holds(told), Scope::system());
    let known = Known { name: None, paths: vec!["/org:clinic/".into()] };
    let names =
        ["person:a", "org:clinic"].map(|id| (SubjectId::parse(id).expect("a subject"), known.clone()));
    let names = Names(names.into());
    let lens = Lens { book: &book, names: &names, scope: &scope, zone: Zone::default(), now: Instant(0) };
    let found = cases(&book.ledgers, Zone::default(), &holding);
    let row = |case| {
        let view = case_view(&lens, case, None).expect("may be seen");
        let cells = view.cells.iter().map(|(id, cell)| (id.clone(), cell.value.clone().unwrap_or_default()));
        let mut row: Json = cells.collect::<serde_json::Map<_, _>>().into();
        row["reports"] = view.reports.into();
        row
    };
    found.iter().map(row).collect()
}

#[test]
fn a_case_is_suspected_then_confirmed_and_one_row() {
    let found = rows(vec![
        told(1, "card", "03-05", json!({ "what": "flu", "how_sure": "maybe", "ill_since": "2026-03-03" })),
        told(2, "card", "03-07", json!({ "what": "flu", "how_sure": "sure" })),
        told(3, "ward", "03-06", json!({})),
        told(4, "end", "03-20", json!({ "what": "flu", "how": "well" })),
        told(5, "met", "03-02", json!({ "whom": "person:b" })),
        told(6, "met", "03-01", json!({ "whom": "person:a" })),
    ]);
    let wanted = json!([{
        "reports": 2, "disease": "flu", "case_type": "sure", "date_onset": "2026-03-03",
        "date_reporting": "2026-03-05", "date_admission": "2026-03-06", "outcome": "well",
        "source_case": ["person:b"],
    }]);
    assert_eq!(json!(found), wanted, "nobody is infected by themselves");
}

#[test]
fn another_disease_and_another_time_are_other_cases() {
    let found = rows(vec![
        told(1, "card", "03-05", json!({ "what": "flu", "how_sure": "sure", "ill_since": "2026-03-03" })),
        told(2, "end", "03-15", json!({ "what": "flu", "how": "well" })),
        told(3, "card", "03-06", json!({ "what": "pox", "how_sure": "maybe" })),
        told(4, "card", "04-03", json!({ "what": "flu", "how_sure": "maybe", "ill_since": "2026-04-03" })),
    ]);
    let said: Vec<_> = found.iter().map(|r| (&r["disease"], &r["date_reporting"], &r["outcome"])).collect();
    let none = Json::Null;
    assert_eq!(
        said,
        [
            (&json!("flu"), &json!("2026-03-05"), &json!("well")),
            (&json!("pox"), &json!("2026-03-06"), &none),
            (&json!("flu"), &json!("2026-04-03"), &json!("well")),
        ],
        "31 days after the first onset it is another case; the outcome of 12 March lies within 30 days of both"
    );
    let near = rows(vec![
        told(1, "card", "03-05", json!({ "what": "flu", "ill_since": "2026-03-03" })),
        told(4, "card", "04-02", json!({ "what": "flu", "ill_since": "2026-04-02" })),
    ]);
    assert_eq!(near.len(), 1, "30 days apart is one case");
}

#[test]
fn age_is_told_or_counted_from_birth_to_onset() {
    let born = told(1, "born", "01-01", json!({ "on": "2020-03-04", "sex": "f" }));
    let age = |body: Json| {
        let found = rows(vec![born.clone(), told(2, "card", "05-05", body)]);
        (found[0]["age"].clone(), found[0]["sex"].clone())
    };
    assert_eq!(
        age(json!({ "ill_since": "2026-03-03" })),
        (json!(5), json!("f")),
        "the day before the birthday"
    );
    assert_eq!(age(json!({ "ill_since": "2026-03-04" })).0, json!(6));
    assert_eq!(age(json!({})).0, json!(6), "at the report when there is no onset");
    assert_eq!(age(json!({ "old": 30 })).0, json!(30), "what is told comes first");
    assert_eq!(age(json!({ "old": 30, "old_in": "months" })).0, json!(2));
    assert_eq!(age(json!({ "ill_since": "2019-12-31" })).0, Json::Null, "not born yet");
}

#[test]
fn columns_are_what_the_ledgers_can_fill() {
    let book = book();
    let ids: Vec<String> = columns(&book.ledgers).into_iter().map(|c| c.id).collect();
    let wanted = "disease case_type date_onset date_reporting sex age date_admission outcome source_case";
    assert_eq!(ids.join(" "), wanted);
    let read = ledgers_of_cases(&book.ledgers);
    assert_eq!(
        read.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["born", "card", "end", "met", "ward"]
    );
}
