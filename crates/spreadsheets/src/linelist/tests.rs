//! Line lists as they come, and the facts that their rows become.

use super::*;
use crate::read;
use facts::Zone;

fn ledger(json: &str) -> Ledger {
    serde_json::from_str(json).expect("a ledger")
}

fn list() -> LineList {
    let label = r#""label": {"zh": "甲", "en": "a"}"#;
    let person = ledger(&format!(
        r#"{{"id": "person", "title": {{"zh": "人", "en": "person"}}, "about": "person", "profile": true, "fields": [
          {{"id": "gender", {label}, "type": "code", "term": "sex", "codes": [
            {{"code": "male", "label": {{"zh": "男", "en": "male"}}}}]}},
          {{"id": "number", "label": {{"zh": "身份证号", "en": "identity number"}}, "type": "citizen_id"}}]}}"#
    ));
    let disease = format!(
        r#"{{"id": "disease", {label}, "type": "code", "term": "disease", "required": true, "codes": [
          {{"code": "flu", "label": {{"zh": "流感", "en": "influenza"}}}}]}}"#
    );
    let case = ledger(&format!(
        r#"{{"id": "card", "title": {{"zh": "卡", "en": "card"}}, "about": "person", "term": "case",
          "natural_key": ["disease"], "fields": [{disease},
          {{"id": "no", {label}, "type": "text", "term": "case_id"}},
          {{"id": "began", {label}, "type": "date", "term": "date_onset"}},
          {{"id": "told", {label}, "type": "date", "term": "date_reporting"}}]}}"#
    ));
    let ward = ledger(
        r#"{"id": "ward", "title": {"zh": "院", "en": "ward"}, "about": "person", "term": "admission", "fields": [
          {"id": "hospital", "label": {"zh": "医院", "en": "hospital"}, "type": "text"}]}"#,
    );
    let end = ledger(&format!(
        r#"{{"id": "end", "title": {{"zh": "终", "en": "end"}}, "about": "person", "term": "outcome", "fields": [{disease},
          {{"id": "how", {label}, "type": "code", "term": "outcome", "required": true, "codes": []}},
          {{"id": "day", {label}, "type": "date", "term": "date_outcome"}}]}}"#
    ));
    let part = |ledger: Ledger| Part { is: ledger.term, ledger };
    LineList::new(vec![part(person), part(case), part(ward), part(end)])
}

/// Each fact of each row: `ledger at {body} key !lacking`.
fn facts(text: &str, constants: &[(&str, &str)]) -> Vec<String> {
    let list = list();
    let table = read(text.as_bytes()).expect("reads");
    let columns = list.columns(&table.header, &BTreeMap::new());
    let constants: BTreeMap<Name, String> = constants
        .iter()
        .flat_map(|(name, value)| list.fields(name).into_iter().map(|field| (field, (*value).to_owned())))
        .collect();
    let cases =
        table.rows.iter().map(|row| list.case(&columns, row, &constants, Zone::default()).expect("a case"));
    cases
        .flat_map(|case| case.facts)
        .map(|found| {
            let body = serde_json::to_string(&found.fact.body).expect("json");
            let lacking: String = found.lacking.iter().map(|name| format!(" !{name}")).collect();
            let derived = if found.derived { "~" } else { "" };
            format!(
                "{} {derived}{} {body} {}{lacking}",
                found.fact.ledger,
                found.fact.at,
                found.key.join("/")
            )
        })
        .collect()
}

#[test]
fn headings_go_to_the_ledgers_that_carry_their_terms() {
    let header = [
        "ID",
        "case_id",
        "Gender",
        "date of onset",
        "病名",
        "date_hospitalisation",
        "Hospital",
        "outcome",
        "date_of_outcome",
        "身份证号",
        "province",
        "date_quarantine",
    ];
    let columns =
        list().columns(&header.map(str::to_owned), &BTreeMap::from([("Hospital".into(), "".into())]));
    let names: Vec<&str> = columns.iter().map(|c| c.target.as_ref().map_or("", Target::as_str)).collect();
    assert_eq!(
        names,
        [
            "",
            "subject",
            "person.gender",
            "card.began",
            "card.disease",
            "ward.at",
            "",
            "end.how",
            "end.day",
            "person.number",
            "",
            ""
        ],
        "case_id before id; what somebody leaves out stays out"
    );
}

#[test]
fn a_row_is_the_facts_that_it_fills() {
    let text = "case_id,sex,date_onset,date_reporting,date_admission,outcome,date_outcome,disease\n\
                7,男,2014-05-07,2014-05-09,2014-05-08,died,2014-05-20,流感\n8,,2014-05-07,,,,,flu\n";
    assert_eq!(
        facts(text, &[]),
        [
            r#"person ~2014-05-07 {"gender":"男"} "#,
            r#"card 2014-05-09 {"began":"2014-05-07","disease":"流感","no":"7","told":"2014-05-09"} flu"#,
            r#"ward 2014-05-08 {} "#,
            r#"end 2014-05-20 {"day":"2014-05-20","disease":"流感","how":"died"} flu"#,
            r#"person ~2014-05-07 {} "#,
            r#"card ~2014-05-07 {"began":"2014-05-07","disease":"flu","no":"8"} flu"#,
        ],
        "a label and its code are one key"
    );
}

#[test]
fn a_part_says_what_it_lacks() {
    let text = "case_id,hospital,date_outcome\n7,A,2014-05-20\n";
    assert_eq!(
        facts(text, &[("disease", "flu")]),
        [
            r#"person ~2014-05-20 {} "#,
            r#"card ~2014-05-20 {"disease":"flu","no":"7"} flu"#,
            r#"ward  {"hospital":"A"}  !at"#,
            r#"end 2014-05-20 {"day":"2014-05-20","disease":"flu"} flu !how"#,
        ],
        "a constant stands in every fact that has its term, and makes none"
    );
}
