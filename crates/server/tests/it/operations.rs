//! Every operation of the document, asked what nobody should ask: malformed, deep, oversized and wrongly encoded bodies,
//! fields of other types, other content types, odd parameters in path and query. The answer is never a failure of the
//! server, and a refusal always has the house's form and a code of the closed list.
//!
//! Not here: random requests to some of them (`fuzz`), who may ask what (`matrix`), what is wrong with facts (`refusals`).

use crate::{
    matrix,
    world::{As, World, encode, id},
};
use intake::rebuild::rebuild;
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};
use store::memory::Memory;

/// The codes of `server::error`, which are stable.
const CODES: [&str; 15] = [
    "unreadable",
    "bad_parameter",
    "too_large",
    "wrong_content_type",
    "sign_in",
    "wrong_password",
    "locked_out",
    "no_header",
    "not_allowed",
    "unknown",
    "conflict",
    "refused",
    "unfit",
    "busy",
    "wrong_method",
];
const JSON: &str = "application/json";
/// How many ask at the same time.
const ASKERS: usize = 8;

/// An operation, and a call of it that means something.
struct Operation {
    id: String,
    method: String,
    /// With parameters in braces.
    template: String,
    path: String,
    body: Value,
    /// Names of the parameters of its query, and of the fields of its body.
    asks: Vec<String>,
    fields: BTreeSet<String>,
    reads_a_body: bool,
}

/// All operations of the document as it is served, each with a call that the matrix of rights makes.
fn operations(world: &World, calls: &[matrix::Line]) -> Vec<Operation> {
    let document = world.ask(As::Nobody, "GET", "/api/openapi.json", "", b"").is(200).json();
    let mut all = Vec::new();
    for (template, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let id = operation["operationId"].as_str().expect("an id").to_owned();
            let call = calls.iter().find(|call| call.operation == id);
            let (path, body) = match (call, id.as_str()) {
                (Some(call), _) => (format!("/api/v1{}", call.path), call.body.clone()),
                (None, "open_session") => (template.clone(), r#"{"account":"x","password":"y"}"#.to_owned()),
                (None, _) => (template.clone(), String::new()),
            };
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let query = parameters.filter(|parameter| parameter["in"] == "query");
            let schema = &operation["requestBody"]["content"][JSON]["schema"];
            all.push(Operation {
                id,
                method: method.to_uppercase(),
                template: template.clone(),
                path,
                body: serde_json::from_str(&body).unwrap_or(Value::Null),
                asks: query.filter_map(|p| p["name"].as_str().map(str::to_owned)).collect(),
                fields: fields(&document, schema),
                reads_a_body: !operation["requestBody"].is_null(),
            });
        }
    }
    all
}

/// The fields of a body, whichever of several forms it has.
fn fields(document: &Value, schema: &Value) -> BTreeSet<String> {
    let named = schema["$ref"].as_str().and_then(|name| document.pointer(name.trim_start_matches('#')));
    let schema = named.unwrap_or(schema);
    let forms = ["oneOf", "anyOf", "allOf"].iter().filter_map(|form| schema[form].as_array()).flatten();
    let own = schema["properties"].as_object().into_iter().flat_map(|fields| fields.keys().cloned());
    own.chain(forms.flat_map(|form| fields(document, form))).collect()
}

/// Bodies that are no object, or none that can be read.
fn bodies() -> Vec<Vec<u8>> {
    let (gbk, _, _) = encoding_rs::GBK.encode("{\"name\":\"发热\",\"reason\":\"误报\",\"account\":\"张三\"}");
    let wide: Vec<u8> = "{\"reason\":\"误报\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let deep = |open: &str, n: usize| open.repeat(n).into_bytes();
    let mut large = vec![b' '; server::extract::BODY_BYTES_MAX];
    large.extend(b"{}");
    let long = format!("{{\"reason\":\"{}\"}}", "误".repeat(server::extract::BODY_BYTES_MAX / 4));
    let texts = [
        "{",
        "}",
        "nul",
        "null",
        "[]",
        "[{}]",
        "0",
        "1e999",
        "\"x\"",
        "{\"a\":}",
        "{\"a\":1,}",
        "{'a':1}",
        "{\"reason\":\"\\ud800\"}",
        "{\"reason\":\"\\u0000\"}",
        "{\"reason\":\"a\",\"reason\":1}",
        "\u{feff}{}",
        "{}{}",
        "a=1&b=2",
        "<a/>",
        "--x\r\n\r\n--x--",
        "\n",
        "\0",
    ];
    let made = [
        gbk.into_owned(),
        wide,
        deep("[", 100_000),
        deep("{\"a\":", 20_000),
        [deep("[", 120), deep("]", 120)].concat(),
        large,
        long.into_bytes(),
        b"{\"reason\":\"\xff\xfe\"}".to_vec(),
        b"PK\x03\x04\x14\x00\x00\x00".to_vec(),
    ];
    texts.iter().map(|text| text.as_bytes().to_vec()).chain(made).collect()
}

fn values() -> Vec<Value> {
    let deep = (0..60).fold(json!("x"), |inner, _| json!([inner]));
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
        json!([]),
        json!([null, {}, "x"]),
        json!({}),
        json!({ "": { "x": [] } }),
        deep,
        json!(""),
        json!(" "),
        json!("\u{0}"),
        json!("发热\u{202e}\u{301}😀"),
        json!("'; DROP TABLE fact; --"),
        json!("../../etc/passwd"),
        json!("person:"),
        json!("org:nowhere"),
        json!("2026-02-30"),
        json!("x".repeat(70_000)),
    ]
}

/// A body of which one field is something else, or gone, or one more.
fn bodies_of(operation: &Operation) -> Vec<Vec<u8>> {
    let whole = operation.body.as_object().cloned().unwrap_or_default();
    let with = |field: &str, value: Option<Value>| {
        let mut body: Map<String, Value> = whole.clone();
        match value {
            Some(value) => drop(body.insert(field.to_owned(), value)),
            None => drop(body.remove(field)),
        }
        Value::Object(body).to_string().into_bytes()
    };
    let names = operation.fields.iter().chain(whole.keys()).collect::<BTreeSet<_>>();
    let odd = names.iter().flat_map(|name| values().into_iter().map(|value| with(name, Some(value))));
    let gone = names.iter().map(|name| with(name, None));
    odd.chain(gone).chain([with("no_such_field", Some(json!(1)))]).collect()
}

/// As they stand in a path or a query: percent-encoded, some of them wrongly.
fn words() -> Vec<String> {
    let texts = [
        " ",
        "-1",
        "0",
        "1e9",
        "99999999999999999999",
        "null",
        "true",
        "|",
        "a|b|c",
        "person:",
        "org:nowhere",
        "person:one|x",
        "2026-13-45",
        "2026-02-30",
        "9999-12-31",
        "0000-00-00",
        "2026-03-02T25:00:00Z",
        "发热",
        "😀\u{202e}",
        "\0",
        "'",
        "%",
        "..",
        "../..",
        "{}",
        "[1",
        "fever/",
        "/daily",
        "fever/daily.",
    ];
    let long = [encode(&"长".repeat(1000)), "x".repeat(9000)];
    let raw = ["%FF%FE", "%C4%E3%BA%C3", "%ED%A0%80", "%E5%8F", "%", "%zz", "%00", "+", "%2F", "%2e%2e%2f"];
    texts.iter().map(|text| encode(text)).chain(long).chain(raw.map(str::to_owned)).collect()
}

/// The paths of an operation with one of its parameters replaced.
fn paths(operation: &Operation) -> Vec<String> {
    let (path, query) = operation.path.split_once('?').unwrap_or((&operation.path, ""));
    let parts: Vec<&str> = path.split('/').collect();
    let places = operation.template.split('/').enumerate().filter(|(_, part)| part.starts_with('{'));
    let mut all = Vec::new();
    for (n, _) in places {
        for word in words() {
            let mut parts = parts.clone();
            parts[n] = &word;
            all.push(format!("{}?{query}", parts.join("/")));
        }
    }
    for name in operation.asks.iter().map(String::as_str).chain(["no_such_parameter"]) {
        // The plausible query without this name, and then with it.
        let others = query.split('&').filter(|part| !part.is_empty() && part.split('=').next() != Some(name));
        let others: String = others.map(|part| format!("{part}&")).collect();
        all.extend(words().iter().map(|word| format!("{path}?{others}{name}={word}")));
        all.push(format!("{path}?{others}{name}"));
        all.push(format!("{path}?{others}{name}=a&{name}=b"));
        all.push(format!("{path}?{others}{name}[]=a&&&=&{name}"));
    }
    all
}

/// The signed-in account that asks: one that may do most things, but for what would sign it out.
fn who(operation: &Operation) -> As<'static> {
    if operation.id == "close_session" { As::Session("two") } else { As::Session("boss") }
}

/// Asks, and holds the answer to what is promised of all.
fn decent(world: &World, operation: &Operation, path: &str, kind: &str, body: &[u8]) -> u16 {
    let answer = world.ask(who(operation), &operation.method, path, kind, body);
    let asked = || {
        let (path, body) = (path.chars().take(200), String::from_utf8_lossy(body));
        let body: String = body.chars().take(200).collect();
        format!("{} {} ({kind}) {body:?}", operation.method, path.collect::<String>())
    };
    assert!(answer.status < 500, "{}: {} {}", asked(), answer.status, answer.text);
    if answer.status >= 400 {
        let kind = answer.headers.get("content-type").and_then(|v| v.to_str().ok()).unwrap_or_default();
        assert_eq!(kind, JSON, "{}: {} {:.300}", asked(), answer.status, answer.text);
        let error = answer.json()["error"].clone();
        let code = error["code"].as_str().unwrap_or_default();
        assert!(CODES.contains(&code), "{}: {} {:.300}", asked(), answer.status, answer.text);
        for (what, lang) in [("says", "zh"), ("says", "en"), ("hint", "zh"), ("hint", "en")] {
            let said = error[what][lang].as_str().unwrap_or_default();
            assert!(!said.is_empty(), "{}: no {what} in {lang}: {error}", asked());
        }
    }
    answer.status
}

fn with_every_operation(ask: impl Fn(&World, &Operation) + Sync) {
    let world = World::new();
    let fact = world.fever();
    let key =
        |path: &str| encode(world.get("one", path).is(200).json()["rows"][0]["key"].as_str().expect("a key"));
    let (duty, alert, course) = (world.duty(), key("/alerts"), key("/courses"));
    let called = [("duty", &*duty), ("alert", &alert), ("course", &course), ("fact", &fact), ("id", &id(5))];
    let operations = operations(&world, &matrix::lines(&called));
    assert!(operations.len() > 60, "the whole document: {}", operations.len());
    // Several at a time, as in life; what one of them does is nobody else's matter.
    let waiting = Mutex::new(operations.iter());
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    std::thread::scope(|scope| {
        for _ in 0..ASKERS {
            scope.spawn(|| std::iter::from_fn(next).for_each(|operation| ask(&world, operation)));
        }
    });
    // The house has taken no harm: it answers, its chain holds, and everything comes out the same.
    world.settle();
    world.get("one", "/today").is(200);
    let house = &world.doors().house;
    assert!(store::verify(&*house.home, &house.shard).expect("walks").is_ok());
    let rebuilt = rebuild(house, Arc::new(Memory::default()), &mut |_| {}).expect("a rebuild");
    assert_eq!(rebuilt.differences, Vec::<String>::new());
}

#[test]
fn every_operation_reads_any_body_without_failing() {
    let kinds = [JSON, "text/plain", "application/json; charset=gbk", "multipart/form-data", "???"];
    with_every_operation(|world, operation| {
        if matches!(operation.method.as_str(), "GET" | "DELETE") {
            return;
        }
        // Who sends a large body to what reads none may find the door shut before it is through.
        let fits = |body: &Vec<u8>| operation.reads_a_body || body.len() < server::extract::BODY_BYTES_MAX;
        for body in bodies().into_iter().filter(fits) {
            decent(world, operation, &operation.path, JSON, &body);
        }
        for body in bodies_of(operation) {
            decent(world, operation, &operation.path, JSON, &body);
        }
        let whole = operation.body.to_string().into_bytes();
        for kind in kinds.iter().chain(&["application/x-ndjson", "text/csv", "application/xml", ""]) {
            decent(world, operation, &operation.path, kind, &whole);
            decent(world, operation, &operation.path, kind, b"\xc4\xe3\xba\xc3,\xff\n\"");
        }
        if operation.reads_a_body && operation.fields.iter().any(|field| field != "facts") {
            let status = decent(world, operation, &operation.path, JSON, b"{");
            assert!((400..500).contains(&status), "{}: no JSON is refused, not {status}", operation.id);
        }
    });
}

#[test]
fn every_operation_takes_any_parameter_without_failing() {
    with_every_operation(|world, operation| {
        let body =
            if operation.body.is_null() { Vec::new() } else { operation.body.to_string().into_bytes() };
        for path in paths(operation) {
            decent(world, operation, &path, JSON, &body);
        }
    });
}

#[test]
fn what_a_path_does_not_do_is_refused_in_words() {
    with_every_operation(|world, operation| {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let other = Operation {
                id: "other".into(),
                method: method.to_owned(),
                template: operation.template.clone(),
                path: operation.path.clone(),
                body: Value::Null,
                asks: Vec::new(),
                fields: BTreeSet::new(),
                reads_a_body: false,
            };
            if operation.template != "/api/v1/session" || method != "DELETE" {
                decent(world, &other, &operation.path, JSON, b"");
            }
        }
    });
}
