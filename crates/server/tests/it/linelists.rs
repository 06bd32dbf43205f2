//! What is mended, doubted and refused in an import, defect by defect, and line lists: whose a row is, what it becomes, and
//! that it goes in as a whole or not at all.
//!
//! Not here: whole outbreaks (`outbreaks`), and how single cells are mended (`spreadsheets::mend`).

use crate::world::{As, World, encode};
use serde_json::{Value, json};

fn send(world: &World, path: &str, csv: &str) -> crate::world::Answer {
    world.ask(As::Session("one"), "POST", &format!("/api/v1/imports{path}"), "text/csv", csv.as_bytes())
}

fn import(world: &World, path: &str, csv: &str) -> Value {
    send(world, path, csv).is(200).json()
}

/// Rows taken, known and refused; cells mended; doubts.
fn figures(answer: &Value) -> [&Value; 5] {
    [
        &answer["accepted"],
        &answer["known"],
        &answer["refused_count"],
        &answer["mended"]["count"],
        &answer["doubts"]["count"],
    ]
}

#[test]
fn mended_cells_go_in_and_are_told() {
    let world = World::new();
    let csv = "编号,时间,体温,方式,填报单位\nperson:one,13.2.2026 06:10,36.5℃,耳温,一镇\n\
               person:one,14.2.2026 06:10,37.1,?,org:town-1\nperson:one,2026-02-15,36.8,耳溫枪,\n\
               person:one,2026-02-16,36.8,,二镇\n";
    let first = import(&world, "?ledger=temperature", csv);
    assert_eq!(figures(&first), [2, 0, 2, 5, 0].map(|n| json!(n)).each_ref(), "{first:#}");
    let group = |g: &Value| format!("{} {} {}", g["column"], g["why"], g["count"]);
    let groups: Vec<String> =
        first["mended"]["groups"].as_array().expect("groups").iter().map(group).collect();
    assert_eq!(
        groups,
        [r#""时间" "day_first" 2"#, r#""体温" "unit" 1"#, r#""方式" "missing" 1"#, r#""填报单位" "named" 1"#]
    );
    let cell = &first["mended"]["cells"][0];
    assert_eq!(
        [&cell["row"], &cell["column"], &cell["written"], &cell["taken"]],
        [&json!(2), &json!("时间"), &json!("13.2.2026 06:10"), &json!("2026-02-13 06:10")]
    );
    assert_eq!(first["preview"][0]["fact"]["body"]["celsius"], 36.5, "the preview shows what was understood");
    assert_eq!(
        (&first["refused"][1]["row"], &first["refused"][1]["refusals"][0]["code"]),
        (&json!(5), &json!("wrong_subject")),
        "the other town's name is no name here"
    );
    let again = import(&world, "?ledger=temperature", csv);
    assert_eq!(figures(&again), [0, 2, 2, 5, 0].map(|n| json!(n)).each_ref(), "ids have not moved");

    let file = format!("/imports/{}/refused.xlsx", first["refused_file"].as_str().expect("a file"));
    let table = spreadsheets::read(&world.get("one", &file).is(200).bytes).expect("reads");
    assert_eq!(table.rows[0].cells[3].text(), "耳溫枪", "refused rows come back as they came");
}

#[test]
fn dates_that_can_be_two_are_refused_until_somebody_says_it() {
    let world = World::new();
    let csv = "编号,时间,体温\nperson:one,3.2.2026,36.5\n";
    let first = import(&world, "?ledger=temperature&dry_run=1", csv);
    assert_eq!((&first["undecided"], &first["refused_count"]), (&json!(["时间"]), &json!(1)));
    let says = first["refused"][0]["refusals"][0]["says"]["en"].as_str().expect("words");
    assert!(says.contains("2026-02-03") && says.contains("2026-03-02"), "both readings: {says}");
    let said = import(&world, "?ledger=temperature&dates=dmy", csv);
    assert_eq!(
        (&said["undecided"], figures(&said)),
        (&json!([]), [1, 0, 0, 1, 0].map(|n| json!(n)).each_ref())
    );
    assert_eq!(said["preview"][0]["fact"]["at"], "2026-02-03");
    assert_eq!(send(&world, "?ledger=temperature&dates=ydm", csv).is(400).json()["error"]["field"], "dates");
    assert_eq!(
        send(&world, "?ledger=temperature&changes=x", csv).is(400).json()["error"]["field"],
        "changes"
    );
    assert_eq!(send(&world, "?ledger=temperature&means=7", csv).is(400).json()["error"]["field"], "means");
}

#[test]
fn a_broken_order_is_a_doubt_and_no_refusal() {
    let world = World::new();
    let csv = "编号,时间,disease,发病日期,报告日期\nperson:one,2026-02-10,flu,2026-02-12,2026-02-10\n";
    let answer = import(&world, "?ledger=illness", csv);
    assert_eq!(figures(&answer), [1, 0, 0, 0, 1].map(|n| json!(n)).each_ref());
    let doubt = &answer["doubts"]["rows"][0];
    assert_eq!((&doubt["row"], &doubt["says"]["zh"]), (&json!(2), &json!("发病晚于报告")));
    assert_eq!(
        [&doubt["values"][0]["value"], &doubt["values"][1]["value"], &doubt["values"][1]["field"]],
        [&json!("2026-02-12"), &json!("2026-02-10"), &json!("told")]
    );
    assert!(answer["refused_file"].is_string(), "the file lists the doubts");
}

const LIST: &str = "case_id,date_onset,date_reporting,outcome,date_outcome,infector,village\n\
                    2,2026-02-10,2026-02-12,,,1,x\n1,2026-02-05,2026-02-06,Death,2026-02-03,,x\n";

#[test]
fn a_row_of_a_line_list_is_one_case_in_several_ledgers() {
    let world = World::new();
    let path = "/linelist?list=flu&set=disease:flu&home=org:village-1";
    let first = import(&world, path, LIST);
    assert_eq!(figures(&first), [2, 0, 0, 1, 1].map(|n| json!(n)).each_ref(), "{first:#}");
    let field = |n: usize| first["columns"][n]["field"].as_str();
    assert_eq!(
        [field(0), field(1), field(3), field(5), field(6)],
        [Some("subject"), Some("illness.onset"), Some("recovery.outcome"), Some("source.from_whom"), None]
    );
    let label = |field: &str| {
        let fields = first["fields"].as_array().expect("fields").iter();
        fields.clone().find(|f| f["field"] == field).map_or("", |f| f["label"]["en"].as_str().expect("words"))
    };
    assert_eq!(
        [label("illness.onset"), label("source.at")],
        ["case report: date of onset", "exposure: event time"],
        "what a column can be taken for"
    );
    let ledgers: Vec<String> = first["ledgers"]
        .as_array()
        .expect("ledgers")
        .iter()
        .map(|l| format!("{} {}", l["ledger"].as_str().expect("a name"), l["accepted"]))
        .collect();
    assert_eq!(ledgers, ["person 2", "illness 2", "recovery 1", "source 1"]);
    assert_eq!(first["doubts"]["rows"][0]["says"]["en"], "outcome before onset", "across the facts of a row");
    let cases = world.get("one", "/facts?ledger=illness").is(200).json();
    let person = |number: &str| {
        let rows = cases["rows"].as_array().expect("rows").iter();
        let mut own = rows.filter(|row| row["fields"].to_string().contains(&format!("\"{number}\"")));
        own.next().expect("the number stays to be seen")["subject"]["id"].as_str().expect("an id").to_owned()
    };
    assert_ne!(person("1"), person("2"));
    let sources = world.get("one", "/facts?ledger=source").is(200).text;
    assert!(sources.contains(&person("1")), "who infected 2 is case 1, further down in the file: {sources}");

    let facts = world.facts();
    assert_eq!(figures(&import(&world, path, LIST)), [0, 2, 0, 1, 1].map(|n| json!(n)).each_ref());
    assert_eq!(world.facts(), facts, "the same list again changes nothing");
    let other = import(&world, &path.replace("list=flu", "list=other"), LIST);
    assert_eq!(other["accepted"], 2, "case 1 of another list is somebody else");
}

#[test]
fn a_list_that_has_grown_brings_what_is_new_and_changes_nothing() {
    let world = World::new();
    let send = |row: &str| {
        let csv = format!("case_id,date_onset,date_reporting,outcome,date_outcome\n{row}\n");
        import(&world, "/linelist?list=flu&set=disease:flu", &csv)
    };
    assert_eq!(send("1,2026-02-05,2026-02-06,,")["accepted"], 1);
    let facts = world.facts();
    let grown = send("1,2026-02-05,2026-02-06,died,2026-02-01");
    assert_eq!(figures(&grown), [1, 0, 0, 0, 1].map(|n| json!(n)).each_ref(), "{grown:#}");
    assert_eq!(world.facts(), facts + 1, "the outcome, though its day is before all others of the row");
    let changed = send("1,2026-02-04,2026-02-06,died,2026-02-01");
    assert_eq!(changed["refused"][0]["refusals"][0]["code"], "id_reused", "a change is a correction");
    assert_eq!(world.facts(), facts + 1);
}

#[test]
fn a_row_goes_in_whole_or_not_at_all() {
    let world = World::new();
    let csv = "case_id,date_onset,outcome,date_outcome,infector\n\
               1,2026-02-05,died,2026-02-30,\n2,2026-02-06,died,2026-02-01,1\n3,2026-02-06,,2026-02-09,\n,2026-02-06,,,\n";
    let path = "/linelist?list=flu&set=disease:flu";
    let facts = world.facts();
    let foreseen = import(&world, &format!("{path}&dry_run=1"), csv);
    assert_eq!(world.facts(), facts, "nothing was written");
    let first = import(&world, path, csv);
    for answer in [&foreseen, &first] {
        assert_eq!(figures(answer), [1, 0, 3, 0, 1].map(|n| json!(n)).each_ref(), "{answer:#}");
        let refused: Vec<(u64, &str)> = answer["refused"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|r| (r["row"].as_u64().expect("a row"), r["refusals"][0]["code"].as_str().expect("a code")))
            .collect();
        assert_eq!(
            refused,
            [(2, "wrong_type"), (3, "unknown_subject"), (5, "wrong_subject")],
            "a day that is none; a source that did not go in; nobody"
        );
        assert_eq!(answer["refused"][0]["refusals"].as_array().map(Vec::len), Some(1));
        assert_eq!(answer["doubts"]["rows"][0]["says"]["en"], "no “outcome” was made: outcome is missing");
    }
    assert_eq!(world.facts(), facts + 2, "a registration and a case report, and nothing of the other rows");
}

#[test]
fn a_line_list_says_what_it_cannot_read() {
    let world = World::new();
    for (query, field) in [
        ("list=", "list"),
        ("list=x&set=disease", "set"),
        ("list=x&set=colour:red", "set"),
        ("list=x&home=here", "home"),
        ("list=x&mapping=%7B", "mapping"),
    ] {
        assert_eq!(
            send(&world, &format!("/linelist?{query}"), LIST).is(400).json()["error"]["field"],
            field,
            "{query}"
        );
    }
    assert_eq!(send(&world, "/linelist?list=x", "a,b\n1,2\n").is(422).code(), "unfit");
    let mapping = encode(&json!({ "nr": "subject", "began": "date_onset", "village": "" }).to_string());
    let answer = import(
        &world,
        &format!("/linelist?list=x&set=disease:flu&mapping={mapping}"),
        "nr,began\n1,2026-02-05\n",
    );
    assert_eq!(answer["accepted"], 1);
    let again = import(&world, "/linelist?list=x&set=disease:flu", "nr,began\n1,2026-02-05\n");
    assert_eq!(again["known"], 1, "the mapping is remembered");
}

#[test]
fn a_changed_row_becomes_a_correction_where_it_is_said() {
    let world = World::new();
    let send = |how: &str, row: &str| {
        let csv = format!("case_id,date_onset,date_reporting\n{row}\n");
        import(&world, &format!("/linelist?list=flu&set=disease:flu{how}"), &csv)
    };
    assert_eq!(send("", "1,2026-02-05,2026-02-06")["accepted"], 1);
    let facts = world.facts();
    assert_eq!(send("", "1,2026-02-04,2026-02-06")["refused_count"], 1, "nothing is changed unasked");
    let foreseen = send("&changes=correct&dry_run=1", "1,2026-02-04,2026-02-06");
    assert_eq!((&foreseen["changed"]["count"], world.facts()), (&json!(1), facts), "foreseen, not written");

    let changed = send("&changes=correct", "1,2026-02-04,2026-02-06");
    let cell = &changed["changed"]["cells"][0];
    assert_eq!(
        [&changed["accepted"], &cell["before"], &cell["now"], &cell["row"]],
        [&json!(1), &json!("2026-02-05"), &json!("2026-02-04"), &json!(2)],
        "{changed:#}"
    );
    assert_eq!(world.facts(), facts + 1, "one correction, of the one fact that changed");
    let again = send("&changes=correct", "1,2026-02-04,2026-02-06");
    assert_eq!((figures(&again), world.facts()), ([0, 1, 0, 0, 0].map(|n| json!(n)).each_ref(), facts + 1));
    let emptied = send("&changes=correct", "1,,2026-02-06");
    assert_eq!(
        (&emptied["changed"]["count"], world.facts()),
        (&json!(0), facts + 1),
        "an empty cell says nothing"
    );
    let back = send("&changes=correct", "1,2026-02-05,2026-02-06");
    assert_eq!((&back["changed"]["count"], world.facts()), (&json!(1), facts + 2), "and back again");
}

#[test]
fn what_the_desk_corrected_stays_and_is_doubted() {
    let world = World::new();
    let send = |row: &str| {
        let csv = format!("case_id,date_onset,date_reporting\n{row}\n");
        import(&world, "/linelist?list=flu&set=disease:flu&changes=correct", &csv)
    };
    let first = send("1,2026-02-05,2026-02-06");
    let report = |preview: &&Value| preview["fact"]["ledger"] == "illness";
    let sent =
        first["preview"].as_array().expect("facts").iter().find(report).expect("a report")["fact"].clone();
    let mut desk = sent.clone();
    desk["corrects"] = sent["id"].clone();
    desk["body"]["onset"] = json!("2026-02-03");
    desk.as_object_mut().expect("a fact").remove("id");
    world.post("one", "/facts", desk).is(200);
    let facts = world.facts();

    let doubted = send("1,2026-02-04,2026-02-06");
    assert_eq!(
        [&doubted["known"], &doubted["changed"]["count"], &doubted["doubts"]["count"]],
        [&json!(1), &json!(0), &json!(1)],
        "{doubted:#}"
    );
    let values = &doubted["doubts"]["rows"][0]["values"];
    assert_eq!(
        [&values[0]["value"], &values[1]["value"]],
        [&json!("2026-02-03"), &json!("2026-02-04")],
        "the desk's, then the list's"
    );
    assert_eq!(world.facts(), facts, "the desk's word stands");
    let agreed = send("1,2026-02-03,2026-02-06");
    assert_eq!(
        (&agreed["doubts"]["count"], world.facts()),
        (&json!(0), facts),
        "the list has come to say the same"
    );
    let other = send("1,2026-02-04,2026-02-07");
    assert_eq!(
        (&other["doubts"]["count"], other["changed"]["count"].as_u64().map(|n| n > 0), world.facts()),
        (&json!(1), Some(true), facts + 1),
        "what the desk did not touch is corrected all the same"
    );

    let mut void = sent.clone();
    void["corrects"] = sent["id"].clone();
    void["void"] = json!(true);
    void.as_object_mut().expect("a fact").remove("id");
    world.post("one", "/facts", void).is(200);
    let facts = world.facts();
    let withdrawn = send("1,2026-02-01,2026-02-07");
    assert_eq!((&withdrawn["changed"]["count"], world.facts()), (&json!(0), facts));
    let says = withdrawn["doubts"]["rows"][0]["says"]["en"].as_str().expect("words");
    assert!(says.contains("withdrawn"), "{says}");
}

#[test]
fn identity_values_are_corrected_without_being_told() {
    let world = World::new();
    let send = |how: &str, name: &str| {
        let csv = format!("case_id,name,date_onset,date_reporting\n1,{name},2026-02-05,2026-02-06\n");
        import(&world, &format!("/linelist?list=flu&set=disease:flu{how}"), &csv)
    };
    let first = send("", "林小安");
    let field = |c: &&Value| c["name"] == "name" && c["field"].is_string();
    assert!(first["columns"].as_array().expect("columns").iter().any(|c| field(&c)), "{first:#}");
    let changed = send("&changes=correct", "林晓安");
    assert_eq!(changed["changed"]["count"], 1, "{changed:#}");
    let told = changed.to_string();
    assert!(!told.contains("林小安") && !changed["changed"].to_string().contains("林晓安"), "{told}");
    let facts = world.facts();
    assert_eq!((&send("&changes=correct", "林晓安")["changed"]["count"], world.facts()), (&json!(0), facts));
}
