//! Line lists of three outbreaks, as they were published, imported on the base pack: what is taken, mended, refused and
//! doubted, to the number; and that the same file again changes nothing. The files are described in `outbreaks/README.md`.
//!
//! Not here: single defects (`linelists`, and `spreadsheets::mend`).

use crate::world::{As, World, encode};
use serde_json::{Value, json};

/// Imports a file as the county's duty officer.
fn import(world: &World, file: &str, query: &str) -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/outbreaks").join(file);
    let bytes = std::fs::read(path).expect("a file");
    let path = format!("/api/v1/imports/linelist?history=1&home=org:village&org=org:county&{query}");
    world.ask(As::Session("boss"), "POST", &path, "text/csv", &bytes).is(200).json()
}

/// Rows taken, known and refused.
fn rows(answer: &Value) -> [u64; 3] {
    ["accepted", "known", "refused_count"].map(|figure| answer[figure].as_u64().expect("a number"))
}

/// Groups of mended cells: column, reason, number.
fn mended(answer: &Value) -> Vec<String> {
    let group = |g: &Value| {
        format!(
            "{} {} {}",
            g["column"].as_str().expect("a column"),
            g["why"].as_str().expect("why"),
            g["count"]
        )
    };
    answer["mended"]["groups"].as_array().expect("groups").iter().map(group).collect()
}

/// Groups of doubts: what they say, number.
fn doubts(answer: &Value) -> Vec<String> {
    let group = |g: &Value| format!("{} {}", g["says"]["en"].as_str().expect("words"), g["count"]);
    let mut groups: Vec<String> =
        answer["doubts"]["groups"].as_array().expect("groups").iter().map(group).collect();
    groups.sort();
    groups
}

/// Facts taken and known: ledger, numbers.
fn ledgers(answer: &Value) -> Vec<String> {
    let line =
        |l: &Value| format!("{} {} {}", l["ledger"].as_str().expect("a ledger"), l["accepted"], l["known"]);
    answer["ledgers"].as_array().expect("ledgers").iter().map(line).collect()
}

/// The headings that were left out.
fn left_out(answer: &Value) -> Vec<&str> {
    let columns = answer["columns"].as_array().expect("columns").iter();
    columns.filter(|c| c["field"].is_null()).map(|c| c["name"].as_str().expect("a name")).collect()
}

/// The same file again: everything is known, and the chain has not grown.
fn again_changes_nothing(world: &World, file: &str, query: &str, first: &Value) {
    let facts = world.facts();
    let again = import(world, file, query);
    assert_eq!(world.facts(), facts);
    let [accepted, _, refused] = rows(first);
    assert_eq!(rows(&again), [0, accepted, refused]);
    assert_eq!((mended(&again), doubts(&again)), (mended(first), doubts(first)), "and is told alike");
}

#[test]
fn influenza_a_h7n9_of_2013() {
    let world = World::on_base(&[]);
    let (file, query) = ("fluH7N9_china_2013.csv", "list=h7n9-2013&set=disease:h7n9,case_type:confirmed");
    let foreseen = import(&world, file, &format!("{query}&dry_run=1"));
    let first = import(&world, file, query);
    assert_eq!(rows(&first), [136, 0, 0], "{:#}", first["refused"]);
    assert_eq!(rows(&foreseen), rows(&first), "as it was foreseen");
    assert_eq!(left_out(&first), ["province"]);
    assert_eq!(mended(&first), ["outcome synonym 79", "gender synonym 134", "age missing 2"]);
    assert_eq!(doubts(&first), [""; 0]);
    assert_eq!(
        ledgers(&first),
        ["person_registration 136 0", "case_report 136 0", "admission 62 0", "case_outcome 79 0"]
    );
    again_changes_nothing(&world, file, query, &first);
}

#[test]
fn covid_19_in_singapore_in_2020() {
    let hospitals = [
        ("org:ah", "Alexandra Hospital"),
        ("org:cgh", "Changi General Hospital"),
        ("org:kkh", "KK Women's and Children's Hospital"),
        ("org:ktph", "Khoo Teck Puat Hospital"),
        ("org:ncid", "National Centre for Infectious Diseases"),
        ("org:nuh", "National University Hospital"),
        ("org:ntfgh", "Ng Teng Fong General Hospital"),
        ("org:skh", "Sengkang General Hospital"),
        ("org:sgh", "Singapore General Hospital"),
    ];
    let world = World::on_base(&hospitals);
    let without = "list=singapore-2020&set=disease:covid,case_type:confirmed&dry_run=1";
    let unsaid = import(&world, "covid19_singapore_2020_linelist.csv", without);
    let unknown = unsaid["unknown"].as_array().expect("texts");
    assert_eq!((rows(&unsaid), unknown.len()), ([31, 0, 62], 1));
    assert_eq!((&unknown[0]["written"], &unknown[0]["count"]), (&json!("Discharged"), &json!(62)));
    assert!(unknown[0]["codes"].to_string().contains("\"recovered\""), "what it can mean is offered");
    let means = encode(&json!({ "outcome": { "Discharged": "recovered" } }).to_string());
    let query = format!("list=singapore-2020&set=disease:covid,case_type:confirmed&means={means}");
    let file = "covid19_singapore_2020_linelist.csv";
    let first = import(&world, file, &query);
    assert_eq!(rows(&first), [92, 0, 1], "{:#}", first["refused"]);
    let refused = &first["refused"][0]["refusals"][0];
    assert_eq!(
        (&first["refused"][0]["row"], &refused["field"], &refused["found"]),
        (&json!(92), &json!("age"), &json!("0.5")),
        "half a year is six months, which nobody said"
    );
    assert_eq!(mended(&first), ["sex synonym 92", "hospital named 92", "outcome said 61"]);
    assert_eq!(doubts(&first), ["onset on the presumed day of infection or before 3"]);
    assert_eq!(left_out(&first).len(), 15, "{:?}", left_out(&first));
    again_changes_nothing(&world, file, &query, &first);
}

#[test]
fn a_simulated_outbreak_of_ebola() {
    let hospitals = [
        ("org:connaught", "Connaught Hospital"),
        ("org:military", "Military Hospital"),
        ("org:mitylira", "Mitylira Hospital"),
        ("org:maternity", "Princess Christian Maternity Hospital (PCMH)"),
        ("org:rokupa", "Rokupa Hospital"),
    ];
    let world = World::on_base(&hospitals);
    let means = encode(&json!({ "hospital": { "other": "" } }).to_string());
    let query = format!("list=ebola-sim&set=disease:other,case_type:confirmed&means={means}");
    let file = "ebola_sim_linelist_raw_part.csv";
    let first = import(&world, file, &query);
    assert_eq!(rows(&first), [1743, 0, 0], "{:#}", first["refused"]);
    assert_eq!(left_out(&first), ["generation", "lon", "lat"]);
    assert_eq!(
        mended(&first),
        [
            "outcome synonym 1353",
            "gender synonym 1743",
            "hospital named 979",
            "hospital likeness 100",
            "hospital said 251"
        ]
    );
    let cells = first["mended"]["cells"].as_array().expect("cells").iter();
    let misspelt: std::collections::BTreeSet<&str> =
        cells.filter(|c| c["why"] == "likeness").filter_map(|c| c["written"].as_str()).collect();
    assert!(misspelt.iter().all(|name| name.contains("Hopital")), "{misspelt:?}");
    assert_eq!(
        doubts(&first),
        [
            "no “outcome of a case” was made: outcome is missing 332",
            "onset on the presumed day of infection or before 59",
            "outcome before onset 200",
            "outcome before the admission 200",
        ]
    );
    again_changes_nothing(&world, file, &query, &first);
}
