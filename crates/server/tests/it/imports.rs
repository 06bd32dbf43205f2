//! Spreadsheets in and out.

use crate::world::{As, World};
use serde_json::{Value, json};

const CSV: &str = "人员编号,发生时间,体温（℃）,方式,备注\nperson:one,2026-03-02 06:10,36.5,耳温,好\nperson:one,2026/3/2 06:20,37.1,ear,\nperson:one,46083.27,36.9,腋温,\nperson:one,2026-03-02,99,,\nperson:none,2026-03-02,36.5,,\n";

fn import(world: &World, query: &str, body: &[u8]) -> Value {
    let path = format!("/api/v1/imports?ledger=temperature{query}");
    world.ask(As::Session("one"), "POST", &path, "application/octet-stream", body).is(200).json()
}

#[test]
fn a_file_is_foreseen_then_written_and_twice_changes_nothing() {
    let world = World::new();
    let foreseen = import(&world, "&dry_run=1", CSV.as_bytes());
    assert_eq!(
        (&foreseen["accepted"], &foreseen["refused_count"], &foreseen["encoding"]),
        (&json!(3), &json!(2), &json!("utf-8"))
    );
    assert_eq!(foreseen["refused"][1]["refusals"][0]["code"], "unknown_subject", "as it will be refused");
    let columns: Vec<&Value> =
        foreseen["columns"].as_array().expect("columns").iter().map(|c| &c["field"]).collect();
    assert_eq!(columns, [&json!("subject"), &json!("at"), &json!("celsius"), &json!("how"), &Value::Null]);
    assert_eq!(foreseen["preview"][2]["fact"]["at"], "2026-03-02 06:28:48", "a serial day");
    assert_eq!(
        world.get("one", "/facts?ledger=temperature").json()["rows"],
        json!([]),
        "nothing was written"
    );

    let (gbk, _, _) = encoding_rs::GBK.encode(CSV);
    let written = import(&world, "", &gbk);
    assert_eq!(
        (&written["accepted"], &written["known"], &written["refused_count"]),
        (&json!(3), &json!(0), &json!(2))
    );
    assert_eq!(written["encoding"], "gbk");
    assert_eq!(written["refused"][0]["row"], 5);
    assert_eq!(written["refused"][1]["refusals"][0]["code"], "unknown_subject");
    let again = import(&world, "", CSV.as_bytes());
    assert_eq!(
        (&again["accepted"], &again["known"], &again["refused_count"]),
        (&json!(0), &json!(3), &json!(2))
    );

    let file = format!("/imports/{}/refused.xlsx", written["refused_file"].as_str().expect("a file"));
    let xlsx = world.get("one", &file).is(200);
    let table = spreadsheets::read(&xlsx.bytes).expect("reads");
    assert_eq!(
        (table.rows.len(), table.header.last().map(String::as_str)),
        (2, Some(spreadsheets::write::REASONS))
    );
    assert_eq!(import(&world, "", &xlsx.bytes)["refused_count"], 2, "it can be sent again");
    world.get("two", &file).is(404);
}

#[test]
fn a_preview_says_what_will_be_said_whoever_asks() {
    let world = World::new();
    let csv = "编号,姓名,身份证号,所在地\nperson:new,甲某,110101199003074610,org:village-1\nperson:new,甲某,110101199003074610,org:nowhere\n";
    for who in ["one", "two"] {
        let send = |query: &str| {
            let path = format!("/api/v1/imports?ledger=person{query}");
            world.ask(As::Session(who), "POST", &path, "text/csv", csv.as_bytes()).is(200).json()
        };
        let facts = world.facts();
        let foreseen = send("&dry_run=1");
        assert_eq!(world.facts(), facts, "nothing was written");
        let written = send("");
        for figure in ["accepted", "known", "refused_count", "refused"] {
            assert_eq!(foreseen[figure], written[figure], "{who}: {figure}");
        }
    }
}

#[test]
fn persons_come_in_by_their_identity_number() {
    let world = World::new();
    let csv = "姓名,身份证号,所在地\n甲某,110101199003074610,org:village-1\n乙某,110101199003071110,org:village-1\n";
    let go = || {
        world
            .ask(As::Session("one"), "POST", "/api/v1/imports?ledger=person", "text/csv", csv.as_bytes())
            .is(200)
            .json()
    };
    let first = go();
    assert_eq!(
        first["accepted"].as_u64().expect("n") + first["refused_count"].as_u64().expect("n"),
        2,
        "{first}"
    );
    assert!(first["accepted"].as_u64() >= Some(1), "{first}");
    assert_eq!(go()["known"], first["accepted"]);
    let found = world.get("one", "/subjects?id_number=110101199003074610").is(200).json();
    assert_eq!(found["rows"].as_array().map(Vec::len), Some(1), "{found}");
    let id = found["rows"][0]["subject"]["id"].as_str().expect("an id").to_owned();
    assert!(!id.contains("1101"), "the id tells nothing: {id}");
    let csv = "身份证号,时间,体温\n110101199003074610,2026-03-02 06:00,36.5\n";
    assert_eq!(import(&world, "", csv.as_bytes())["accepted"], 1);
}

#[test]
fn a_mapping_is_remembered() {
    let world = World::new();
    let csv = "谁,几时,多少度\nperson:one,2026-03-02 06:00,36.5\n";
    let send = |query: &str| {
        world.ask(
            As::Session("one"),
            "POST",
            &format!("/api/v1/imports?ledger=temperature{query}"),
            "text/csv",
            csv.as_bytes(),
        )
    };
    assert_eq!(send("").is(422).code(), "unfit");
    let mapping = crate::world::encode(r#"{"谁": "subject", "几时": "at", "多少度": "celsius"}"#);
    assert_eq!(send(&format!("&mapping={mapping}")).is(200).json()["accepted"], 1);
    assert_eq!(send("").is(200).json()["known"], 1);
    assert_eq!(world.get("one", "/mappings/temperature").is(200).json()["columns"]["谁"], "subject");
    let wrong = json!({ "columns": { "x": "no_such_field" } }).to_string();
    world
        .ask(As::Session("one"), "PUT", "/api/v1/mappings/temperature", "application/json", wrong.as_bytes())
        .is(400);
}

#[test]
fn forms_workbooks_and_wrong_files() {
    let world = World::new();
    let part = format!(
        "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"t.csv\"\r\n\r\n{CSV}\r\n--b--\r\n"
    );
    let path = "/api/v1/imports?ledger=temperature";
    let sent = world
        .ask(As::Session("one"), "POST", path, "multipart/form-data; boundary=b", part.as_bytes())
        .is(200);
    assert_eq!(sent.json()["accepted"], 3);
    for (body, status) in
        [(&b"PK\x03\x04rubbish"[..], 422), (b"", 422), (&[0xd0, 0xcf, 0x11, 0xe0], 422), (b"a,a\n1,2", 422)]
    {
        assert_eq!(
            world.ask(As::Session("one"), "POST", path, "application/octet-stream", body).status,
            status,
            "{body:?}"
        );
    }
    let template = world.get("one", "/ledgers/temperature/template.xlsx").is(200);
    assert_eq!(spreadsheets::read(&template.bytes).expect("reads").header[2], "体温*（°C）");
    for (format, begins) in [("csv", &b"\xef\xbb\xbf"[..]), ("xlsx", b"PK"), ("ndjson", b"{")] {
        let file = world.get("one", &format!("/facts/export?ledger=temperature&format={format}")).is(200);
        assert!(file.bytes.starts_with(begins), "{format}");
        let rows = match format {
            "ndjson" => file.text.lines().count(),
            _ => spreadsheets::read(&file.bytes).expect("reads").rows.len(),
        };
        assert_eq!(rows, 3, "{format}");
    }
    let other = world.get("two", "/facts/export?ledger=temperature&format=csv").is(200);
    assert_eq!(spreadsheets::read(&other.bytes).expect("reads").rows.len(), 0, "another town's rows");
    world.get("clerk", "/facts/export?ledger=temperature").is(403);
}
