//! Tests of conditions, as text: what a source gives, what is wrong with it and where, what it says of given facts.
//!
//! Not here: plans' own conditions; those are tested by the scenarios of their packs.

use super::*;
use facts::{Decimal, Fact, FactId, Instant, Ledger, Ledgers, Recorded, SubjectKind, Value, Zone};
use proptest::prelude::*;
use serde::Deserialize;
use std::{collections::BTreeMap, sync::Arc};

const LEDGERS: &str = r##"
ledgers = [
  { id = "morning_check", title = { zh = "晨检", en = "morning check" }, about = "person", fields = [
    { id = "temperature", label = { zh = "", en = "" }, type = "number", decimals = 1, min = 34, max = 43, unit = "°C" },
    { id = "weight", label = { zh = "", en = "" }, type = "number", decimals = 1, min = 0, unit = "kg" },
    { id = "pulse", label = { zh = "", en = "" }, type = "number" },
    { id = "symptoms", label = { zh = "", en = "" }, type = "codes", codes = [
      { code = "fever", label = { zh = "", en = "" } }, { code = "cough", label = { zh = "", en = "" } },
      { code = "rash", label = { zh = "", en = "" } } ] },
    { id = "absent", label = { zh = "", en = "" }, type = "bool" },
    { id = "note", label = { zh = "", en = "" }, type = "text" },
    { id = "onset", label = { zh = "", en = "" }, type = "date" },
    { id = "seen_at", label = { zh = "", en = "" }, type = "instant" },
    { id = "arrived", label = { zh = "", en = "" }, type = "time_of_day" },
    { id = "class", label = { zh = "", en = "" }, type = "ref", to = "org" },
    { id = "guardian", label = { zh = "", en = "" }, type = "person_name" },
    { id = "diary", label = { zh = "", en = "" }, type = "text", privacy = "identity" },
  ] },
  { id = "noon_check", title = { zh = "午检", en = "noon check" }, about = "person", fields = [
    { id = "temperature", label = { zh = "", en = "" }, type = "number", decimals = 1, min = 30, max = 42, unit = "°C" },
    { id = "symptoms", label = { zh = "", en = "" }, type = "codes", codes = [
      { code = "fever", label = { zh = "", en = "" } }, { code = "diarrhoea", label = { zh = "", en = "" } } ] },
    { id = "note", label = { zh = "", en = "" }, type = "bool" },
  ] },
  { id = "test_result", title = { zh = "检测结果", en = "test result" }, about = "person", fields = [
    { id = "result", label = { zh = "", en = "" }, type = "code", codes = [
      { code = "positive", label = { zh = "", en = "" } }, { code = "negative", label = { zh = "", en = "" } },
      { code = "invalid", label = { zh = "", en = "" } } ] },
    { id = "ct", label = { zh = "", en = "" }, type = "number", decimals = 1, min = 0, max = 45 },
    { id = "sampled", label = { zh = "", en = "" }, type = "date" },
    { id = "tester", label = { zh = "", en = "" }, type = "phone" },
  ] },
  { id = "person", title = { zh = "人员", en = "person" }, about = "person", profile = true, fields = [
    { id = "birth_date", label = { zh = "", en = "" }, type = "date" },
    { id = "name", label = { zh = "", en = "" }, type = "person_name" },
  ] },
  { id = "org", title = { zh = "组织", en = "organisation" }, about = "org", act = "organise", profile = true, fields = [
    { id = "kind", label = { zh = "", en = "" }, type = "code", codes = [
      { code = "school", label = { zh = "", en = "" } }, { code = "village_clinic", label = { zh = "", en = "" } } ] },
    { id = "name", label = { zh = "", en = "" }, type = "text" },
  ] },
]
"##;

fn ledgers() -> Ledgers {
    #[derive(Deserialize)]
    struct File {
        ledgers: Vec<Ledger>,
    }
    let file: File = toml_edit::de::from_str(LEDGERS).expect("ledgers");
    Ledgers(file.ledgers.into_iter().map(|l| (l.id.clone(), l)).collect())
}

fn env<'a>(ledgers: &'a Ledgers, of: &[&str]) -> Env<'a> {
    Env::new(ledgers)
        .fact(of)
        .subject(SubjectKind::Person)
        .org()
        .field(Root::Course, "day", Ty::Number(None))
        .records_about(Records::History, SubjectKind::Person)
        .records(Records::During, &["test_result"])
        .param("fever_from", Value::Number(decimal("37.3")), Some("°C".into()))
        .param("alike", Value::List(vec![Value::text("fever"), Value::text("rash")]), None)
        .param("release", Value::text("negative"), None)
        .param("days", Value::Number(decimal("14")), Some("d".into()))
}

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).expect("a number")
}

fn compile(source: &str) -> Result<Condition, Vec<CelProblem>> {
    Condition::compile(source, &env(&ledgers(), &["morning_check"]))
}

fn compiled(source: &str) -> Condition {
    compile(source).unwrap_or_else(|problems| panic!("{source}: {problems:#?}"))
}

/// A case of given facts: `temperature=37.8 symptoms=fever,rash`; records as `history.test_result:result=positive`.
#[derive(Default)]
struct Given {
    fields: BTreeMap<String, Value>,
    records: BTreeMap<String, Vec<Arc<Recorded>>>,
}

impl Given {
    fn read(text: &str) -> Given {
        let mut given = Given::default();
        for word in text.split_whitespace() {
            match word
                .split_once(':')
                .filter(|(list, _)| list.starts_with("history.") || list.starts_with("during."))
            {
                Some((list, body)) => {
                    let all = given.records.entry(list.to_string()).or_default();
                    let record = recorded(all.len() as u64, body);
                    all.push(Arc::new(record));
                }
                None => {
                    let (name, value) = word.split_once('=').expect("name=value");
                    given.fields.insert(name.to_string(), value_of(name, value));
                }
            }
        }
        given
    }
}

/// The test's own reading of a value, by its look; the fields that are lists are lists.
fn value_of(name: &str, text: &str) -> Value {
    match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ if name.ends_with("symptoms") => {
            Value::List(text.split(',').filter(|t| !t.is_empty()).map(Value::text).collect())
        }
        _ => Decimal::parse(text).map_or_else(|| Value::text(text), Value::Number),
    }
}

fn recorded(n: u64, body: &str) -> Recorded {
    let mut at =
        Instant::parse("2020-02-01T00:00:00Z").expect("an instant").plus_micros(n as i64 * 86_400_000_000);
    let mut fields = facts::Body::new();
    for pair in body.split(';').filter(|p| !p.is_empty()) {
        match pair.split_once('=').expect("name=value") {
            ("at", text) => at = Instant::parse(text).expect("an instant"),
            (name, text) => {
                fields.insert(Name::new(name), value_of(name, text));
            }
        }
    }
    // By its wire form, so that a new member with a default does not concern these tests.
    let fact = serde_json::json!({
        "id": FactId::from_name("test", "", &n.to_string()), "ledger": "test_result", "subject": "person:1",
        "at": at, "written": at, "org": "org:lab", "by": "somebody", "body": fields,
    });
    let fact: Fact = serde_json::from_value(fact).expect("a fact");
    Recorded { seq: n + 1, unit: n + 1, received: at, purged: false, fact }
}

impl Scope for Given {
    fn field(&self, root: Root, name: &str) -> Option<Value> {
        self.fields.get(root.path(name).as_str()).cloned()
    }
    fn records(&self, which: Records, ledger: &str) -> Vec<Arc<Recorded>> {
        self.records.get(which.path(ledger).as_str()).cloned().unwrap_or_default()
    }
    fn zone(&self) -> Zone {
        Zone::default()
    }
}

fn shown(val: &Val) -> String {
    match val {
        Val::Missing(path) => format!("missing {path}"),
        Val::Bool(yes) => yes.to_string(),
        Val::Number(n) => n.to_string(),
        Val::Text(text) => text.to_string(),
        Val::Date(date) => date.to_string(),
        Val::Instant(at) => at.to_string(),
        Val::TimeOfDay(time) => time.to_string(),
        Val::Span(span) => span.words(),
        Val::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Val::Record(record) => format!("record {}", record.seq),
    }
}

/// condition => given => yes, no, `? missing paths`, or a value
fn check(table: &str) {
    let mut wrong = Vec::new();
    for line in table.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let cells: Vec<&str> = line.split("=>").map(str::trim).collect();
        let [source, given, want] = cells[..] else { panic!("{line}") };
        let condition = match compile(source) {
            Ok(condition) => condition,
            Err(problems) => {
                wrong.push(format!("{source}: {}", problems[0].says.en));
                continue;
            }
        };
        let given = Given::read(given);
        let found = match (condition.ty(), condition.test(&given)) {
            (Ty::Bool, Truth::Yes) => "yes".to_string(),
            (Ty::Bool, Truth::No) => "no".to_string(),
            (Ty::Bool, Truth::Unknown(paths)) => {
                format!("? {}", paths.iter().map(|p| p.as_str()).collect::<Vec<_>>().join(" "))
            }
            _ => shown(&condition.value(&given)),
        };
        if found != want {
            wrong.push(format!("{source}\n    given {}\n    gives {found}, not {want}", cells[1]));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn three_values() {
    check(
        "
        temperature >= 37.3                          => temperature=37.3            => yes
        temperature >= 37.3                          => temperature=37.2            => no
        temperature >= 37.3                          =>                             => ? temperature
        temperature >= params.fever_from             => temperature=37.4            => yes
        37.3 <= temperature                          => temperature=37.4            => yes
        temperature >= 37.3 && absent                => temperature=36              => no
        absent && temperature >= 37.3                => temperature=36              => no
        temperature >= 37.3 && absent                => temperature=38              => ? absent
        temperature >= 37.3 && absent                =>                             => ? absent temperature
        temperature >= 37.3 || absent                => absent=true                 => yes
        temperature >= 37.3 || absent                => absent=false                => ? temperature
        !absent                                      =>                             => ? absent
        !absent                                      => absent=false                => yes
        has(absent)                                  =>                             => no
        has(absent)                                  => absent=false                => yes
        has(absent) && absent                        =>                             => no
        !has(temperature) || temperature < 37.3      =>                             => yes
        absent ? 1 : 2                               => absent=true                 => 1
        absent ? 1 : 2                               =>                             => missing absent
        absent ? 1 : 1                               =>                             => 1
        (absent ? temperature : 37) > 36             => absent=true                 => ? temperature
        temperature == temperature                   =>                             => ? temperature
        pulse / 0 > 1                                => pulse=80                    => ? (division by zero)
        pulse * 900000000 * 900000000 > 1            => pulse=80                    => ? (out of range)
        [1, 2][5] == 1                               =>                             => ? (not in list)
        note == 'x'                                  => note=7                      => ? note
        ",
    );
}

#[test]
fn lists_and_text() {
    check(
        "
        'fever' in symptoms                          => symptoms=cough,fever        => yes
        'fever' in symptoms                          => symptoms=                   => no
        'fever' in symptoms                          =>                             => ? symptoms
        any_of(symptoms, ['fever', 'rash'])          => symptoms=cough,rash         => yes
        any_of(symptoms, params.alike)               => symptoms=cough              => no
        any_of(symptoms, params.alike)               =>                             => ? symptoms
        symptoms.exists(s, s == 'rash')              => symptoms=rash               => yes
        symptoms.all(s, s in ['fever', 'cough'])     => symptoms=rash,fever         => no
        symptoms.size() >= 2                         => symptoms=rash,fever         => yes
        size(symptoms.filter(s, s != 'rash'))        => symptoms=rash,fever         => 1
        symptoms[0] == 'rash'                        => symptoms=rash,fever         => yes
        symptoms == ['rash']                         => symptoms=rash               => yes
        [1, 2, 3].map(x, x * 2)                      =>                             => [2, 4, 6]
        [1, 2, 3].map(x, x > 1, x * 2)               =>                             => [4, 6]
        [temperature, pulse].exists(x, x > 37)       => pulse=80                    => yes
        [pulse, 37].all(x, x > 36)                   =>                             => ? pulse
        1 in []                                      =>                             => no
        temperature in []                            =>                             => no
        temperature in [37, 38]                      =>                             => ? temperature
        note.contains('咳')                          => note=咳嗽                   => yes
        note.startsWith('a') || note.endsWith('z')   => note=abc                    => yes
        size(note)                                   => note=咳嗽                   => 2
        note + '!'                                   => note=a                      => a!
        class == 'org:3-2'                           => class=org:3-2               => yes
        note == r'\\n'                               => note=\\n                    => yes
        ",
    );
}

#[test]
fn records() {
    let two = "history.test_result:result=negative history.test_result:result=positive";
    let gap = "history.test_result:result=negative history.test_result:ct=30";
    let table = "
        history.test_result.exists(t, t.result == 'positive')          => TWO => yes
        history.test_result.exists(t, t.result == 'positive')          => GAP => ? history.test_result.result
        history.test_result.exists(t, t.result == 'negative')          => GAP => yes
        history.test_result.exists(t, t.result == 'positive')          =>     => no
        history.test_result.all(t, t.result == 'negative')             => TWO => no
        history.test_result.all(t, t.result == 'negative')             => GAP => ? history.test_result.result
        history.test_result.all(t, has(t.result))                      => GAP => no
        history.test_result.exists_one(t, t.result == 'positive')      => TWO => yes
        history.test_result.exists_one(t, has(t.at))                   => TWO => no
        history.test_result.filter(t, t.result == 'negative').size()   => TWO => 1
        history.test_result.filter(t, t.result == 'negative').size()   => GAP => missing history.test_result.result
        history.test_result.filter(t, has(t.ct)).all(t, t.ct > 29)     => GAP => yes
        history.test_result.filter(t, has(t.ct))[0].ct                 => GAP => 30
        history.test_result[0].result                                  => GAP => negative
        history.test_result[1].result                                  => GAP => missing history.test_result.result
        has(history.test_result[7].result)                             => GAP => no
        history.test_result.map(t, t.ct)                               => GAP => [missing history.test_result.ct, 30]
        history.test_result.map(t, date_of(t.at))                      => TWO => [2020-02-01, 2020-02-02]
        history.test_result.all(t, t.org == 'org:lab')                 => TWO => yes
        history.test_result.size() == 2                                => TWO => yes
        during.test_result.size() == 0                                 => TWO => yes
        history.test_result.exists(a, history.test_result.exists(b, a.at > b.at)) => TWO => yes
        (history.test_result + during.test_result).size()              => TWO => 2
        history.test_result.exists(t, fact.at - t.at < duration('PT48H')) => TWO fact.at=2020-02-03T00:00:00Z => yes
        course.day >= params.days && history.test_result.filter(t, t.result == params.release).size() >= 1 => TWO course.day=14 => yes
    ";
    check(&table.replace("TWO", two).replace("GAP", gap));
}

#[test]
fn dates_and_times() {
    check(
        "
        onset >= date('2020-02-01')                       => onset=2020-02-01                                => yes
        days(onset, date('2020-03-01'))                   => onset=2020-02-28                                => 2
        days(onset, date_of(fact.at)) <= 14               => onset=2020-02-01 fact.at=2020-02-14T16:30:00Z   => yes
        date_of(fact.at)                                  => fact.at=2020-02-14T16:30:00Z                    => 2020-02-15
        hour(fact.at)                                     => fact.at=2020-02-14T16:30:00Z                    => 0
        age(subject.birth_date, date('2020-02-28'))       => subject.birth_date=2012-02-29                   => 7
        age(subject.birth_date, date('2020-02-29'))       => subject.birth_date=2012-02-29                   => 8
        age(subject.birth_date, date('2019-03-01'))       => subject.birth_date=2012-02-29                   => 7
        arrived > time('08:30')                           => arrived=08:45                                   => yes
        seen_at - fact.at > duration('PT2H')              => seen_at=2020-02-14T03:00:00Z fact.at=2020-02-14T00:00:00Z => yes
        seen_at > fact.at + duration('P1D')               => seen_at=2020-02-14T03:00:00Z fact.at=2020-02-14T00:00:00Z => no
        fact.received == instant('2020-02-14T08:00:00+08:00') => fact.received=2020-02-14T00:00:00Z          => yes
        onset == date('2020-02-01')                       => onset=yesterday                                 => ? onset
        org.kind in ['school', 'village_clinic']          => org.kind=school                                 => yes
        ",
    );
}

/// The mistakes of a condition, each under its place, as `carets says | expected`.
fn mistakes(source: &str, of: &[&str]) -> String {
    let Err(problems) = Condition::compile_bool(source, &env(&ledgers(), of)) else {
        return "nothing wrong".to_string();
    };
    let lines = problems.iter().map(|p| {
        let before = source[..p.at.start].chars().count();
        let under = source[p.at.clone()].chars().count().max(1);
        format!("{}{} {} | {}", " ".repeat(before), "^".repeat(under), p.says.en, p.expected.en)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Blocks of a source and what must stand under it.
fn refuses(of: &[&str], blocks: &str) {
    for block in blocks.split("\n\n") {
        let lines: Vec<&str> = block.lines().map(|l| l.strip_prefix("        ").unwrap_or(l)).collect();
        let lines: Vec<&str> = lines.into_iter().filter(|l| !l.trim().is_empty()).collect();
        let [source, want @ ..] = lines.as_slice() else { continue };
        assert_eq!(mistakes(source, of), want.join("\n"), "\n{source}");
    }
}

#[test]
fn unknown_names_are_guessed() {
    refuses(
        &["morning_check"],
        "
        temprature > 37.3
        ^^^^^^^^^^ there is no field temprature | did you mean temperature?

        subject.birthdate < date('2020-01-01')
        ^^^^^^^^^^^^^^^^^ subject has no birthdate | did you mean birth_date?

        history.testresult.size() > 0
        ^^^^^^^^^^^^^^^^^^ history has no ledger testresult | did you mean test_result?

        during.person.size() > 0
        ^^^^^^^^^^^^^ during has no ledger person | one of test_result

        linked.test_result.size() > 0
        ^^^^^^^^^^^^^^^^^^ linked is not available here | one of course, during, fact, history, org, params, subject

        history.test_result.exists(t, t.reslt == 'positive')
                                      ^^^^^^^ test_result has no field reslt | did you mean result?

        params.feverfrom < temperature
        ^^^^^^^^^^^^^^^^ there is no parameter feverfrom | did you mean fever_from?

        sise(symptoms) > 1
        ^^^^ there is no function sise | did you mean size?

        subject == 'person:1'
        ^^^^^^^ subject needs a name behind it | subject.something

        temprature > 37.3 && wieght > 3
        ^^^^^^^^^^ there is no field temprature | did you mean temperature?
                             ^^^^^^ there is no field wieght | did you mean weight?",
    );
}

#[test]
fn types_units_codes_and_ranges() {
    refuses(
        &["morning_check"],
        "
        temperature > '37.3'
        ^^^^^^^^^^^^^^^^^^^^ a number (°C) cannot be compared with text | a number (°C)

        temperature > weight
        ^^^^^^^^^^^^^^^^^^^^ different units: °C and kg | °C on both sides

        temperature + weight > 3
        ^^^^^^^^^^^^^^^^^^^^ different units: °C and kg | °C on both sides

        weight > params.fever_from
        ^^^^^^^^^^^^^^^^^^^^^^^^^^ different units: kg and °C | kg on both sides

        temperature > 373
                      ^^^ the field is never 373: the comparison says nothing | 34 … 43 °C

        weight >= -1
                  ^^ the field is never -1: the comparison says nothing | 0 … … kg

        'rush' in symptoms
        ^^^^^^ 'rush' is not on the list of codes | did you mean rash?

        any_of(symptoms, ['fever', 'measles'])
                                   ^^^^^^^^^ 'measles' is not on the list of codes | one of cough, fever, rash

        history.test_result.exists(t, t.result == 'negtive')
                                                  ^^^^^^^^^ 'negtive' is not on the list of codes | did you mean negative?

        history.test_result.exists(t, t.ct in [20, 60])
                                                   ^^ the field is never 60: the comparison says nothing | 0 … 45

        org.kind < 'school'
        ^^^^^^^^^^^^^^^^^^^ a code has no order | ==, != or in

        onset > '2020-01-01'
        ^^^^^^^^^^^^^^^^^^^^ a date cannot be compared with text | date('2026-01-01')

        onset > fact.at
        ^^^^^^^^^^^^^^^ a date cannot be compared with an instant | date_of(…)

        days(onset, fact.at) > 3
                    ^^^^^^^ takes a date, this is an instant | date_of(…)

        class == '3-2'
                 ^^^^^ '3-2' is not the id of a subject | 'kind:code', as 'org:520115'

        symptoms.contains('fever')
        ^^^^^^^^ takes text, this is a list (a code) | x in list

        symptoms == 'fever'
        ^^^^^^^^^^^^^^^^^^^ a list (a code) cannot be compared with text | '…' in …

        temperature && absent
        ^^^^^^^^^^^ this is a number (°C) | yes or no, as a comparison gives

        temperature
        ^^^^^^^^^^^ this gives a number (°C) | yes or no

        history.test_result.result == 'positive'
        ^^^^^^^^^^^^^^^^^^^^^^^^^^ these are several records, not one | .exists(t, t.result …)

        has(history.test_result)
            ^^^^^^^^^^^^^^^^^^^ a list of records is always there, though maybe empty | .size() > 0

        absent > false
        ^^^^^^^^^^^^^^ yes or no has no order | ==, != or in

        1 / 0 > 1
        ^^^^^ division by zero | ",
    );
}

#[test]
fn identity_is_not_looked_at() {
    refuses(
        &["morning_check"],
        "
        guardian == 'x'
        ^^^^^^^^ a plan may not look at identity: guardian | a field that does not identify a person

        has(diary)
            ^^^^^ a plan may not look at identity: diary | a field that does not identify a person

        subject.name.startsWith('王')
        ^^^^^^^^^^^^ a plan may not look at identity: subject.name | a field that does not identify a person

        history.test_result.exists(t, t.tester == '1')
                                      ^^^^^^^^ a plan may not look at identity: history.test_result.tester | a field that does not identify a person",
    );
}

#[test]
fn a_trigger_of_several_ledgers() {
    let two = ["morning_check", "noon_check"];
    refuses(
        &two,
        "
        absent
        ^^^^^^ noon_check has no field absent | a field that every ledger of the trigger has

        note == 'x'
        ^^^^ note has different types in morning_check and noon_check | a field of one type

        temperature > 43.5
                      ^^^^ the field is never 43.5: the comparison says nothing | 30 … 43 °C

        'diarrhoea' in symptoms && 'rash' in symptoms
        nothing wrong",
    );
}

#[test]
fn what_is_no_part_of_the_subset_is_named() {
    refuses(
        &["morning_check"],
        r#"
        note == null
                ^^^^ null is not part of the subset | whether something was reported is has(x)

        note.matches('a.*')
             ^^^^^^^ matches is not part of the subset in this form | contains / startsWith / endsWith

        int(temperature) > 37
        ^^^ int is not part of the subset in this form | there is one kind of number; nothing to convert

        timestamp('x') == fact.at
        ^^^^^^^^^ timestamp is not part of the subset in this form | instant('2026-01-01T08:00:00+08:00')

        seen_at - fact.at > duration('2h')
                                     ^^^^ '2h' cannot be read | an ISO 8601 duration: 2h is written PT2H

        {'a': 1}.size() == 1
        ^ { has no place here | maps and messages are not part of the subset; a list is [ ]

        b'abc' == note
        ^ bytes are not part of the subset | write plain text: '…'

        pulse > 3u
                ^^ unsigned numbers are not part of the subset | 3

        pulse > 1e3
                ^^^ exponents are not part of the subset | the number written out

        pulse > 1.23456
                ^^^^^^^ this number cannot be kept | at most 14 digits before the point and 4 after it

        pulse = 3
              ^ = has no place here | equality is written ==

        absent and absent
               ^^^ unexpected and | and is written &&

        temperature ＞ 37
                    ^ ＞ has no place here | the half-width character

        note == “x”
                ^ “ has no place here | plain quotes ' or "

        note == 'x
                ^^ the text does not end | a closing '

        (absent
               ^ unexpected end | )

        absent &&
                 ^ unexpected end | a value

        has(symptoms[0])
            ^^^^^^^^^^^ has takes a field | has(x)

        symptoms.exists(fact, true)
                        ^^^^ fact has another meaning | another name"#,
    );
}

#[test]
fn depth_length_and_cost_are_bounded() {
    let says = |source: &str| compile(source).expect_err(source)[0].says.en.to_string();
    let nested = |n: usize| format!("{}absent{}", "(".repeat(n), ")".repeat(n));
    assert!(compile(&nested(30)).is_ok());
    assert!(says(&nested(40)).contains("nested deeper"));
    assert!(says(&"(".repeat(4000)).contains("nested deeper"));
    assert!(says(&"!".repeat(4000)).contains("nested deeper"));
    assert!(says(&format!("1{} > 0", " + 1".repeat(900))).contains("nested deeper"));
    assert!(says(&"[".repeat(4000)).contains("nested deeper"));
    assert!(says(&format!("note{}", ".a".repeat(900))).contains("nested deeper"));
    assert!(compile(&vec!["absent"; 300].join(" && ")).is_ok());
    assert!(says(&format!("note == '{}'", "x".repeat(5000))).contains("longer than"));
    let three = "history.test_result.exists(a, history.test_result.exists(b, history.test_result.exists(c, a.ct == c.ct)))";
    assert!(says(three).contains("macros nested deeper"));
    let dear = "history.test_result.exists(a, history.test_result.exists(b, a.ct == b.ct && a.at != b.at && a.org != b.org))";
    assert!(says(dear).contains("steps"));
    assert_eq!(compiled("temperature > 37").cost(), 2);
    assert_eq!(compiled("history.test_result.exists(t, t.ct > 30)").cost(), 201);
}

#[test]
fn tells_what_it_reads() {
    let condition = compiled(
        "temperature > params.fever_from && age(subject.birth_date, date_of(fact.at)) < 6 && history.test_result.all(t, t.ct > 3) || has(note)",
    );
    let reads: Vec<&str> = condition.reads().iter().map(|n| n.as_str()).collect();
    assert_eq!(reads, ["fact.at", "history.test_result", "note", "subject.birth_date", "temperature"]);
    assert_eq!(format!("{:?}", compiled("absent")), r#"Condition("absent")"#);
    assert_eq!(compiled("absent"), compiled("absent"));
    assert_ne!(compiled("absent"), compiled("!absent"));
}

/// A file of cases: what an expression without names gives.
#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    expr: String,
    /// Absent: refused by the check, or missing when run.
    value: Option<serde_json::Value>,
}

fn as_json(val: &Val) -> serde_json::Value {
    match val {
        Val::Bool(yes) => (*yes).into(),
        Val::Number(n) => serde_json::to_value(n).unwrap_or_default(),
        Val::List(items) => items.iter().map(as_json).collect(),
        other => shown(other).into(),
    }
}

/// `1` and `1.0` are the same number here.
fn same_json(a: &serde_json::Value, b: &serde_json::Value) -> bool {
    match (a, b) {
        (serde_json::Value::Array(a), serde_json::Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_json(a, b))
        }
        _ => a == b || a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| a == b),
    }
}

fn run_cases(text: &str) -> Vec<String> {
    let cases: Cases = toml_edit::de::from_str(text).expect("cases");
    let ledgers = Ledgers::default();
    let differs = |case: &Case| {
        let found = match Condition::compile(&case.expr, &Env::new(&ledgers)) {
            Ok(condition) => condition.value(&Given::default()),
            Err(problems) => Val::Missing(Name::new(&problems[0].says.en)),
        };
        let same = match (&case.value, &found) {
            (None, found) => matches!(found, Val::Missing(_)),
            (Some(_), Val::Missing(_)) => false,
            (Some(want), found) => same_json(want, &as_json(found)),
        };
        let want = case.value.as_ref().map_or_else(|| "an error".to_string(), ToString::to_string);
        (!same).then(|| format!("{}: {} gives {}, not {want}", case.name, case.expr, shown(&found)))
    };
    cases.case.iter().filter_map(differs).collect()
}

#[test]
fn the_language_as_its_definition_has_it() {
    let wrong = run_cases(include_str!("../../fixtures/cel_language.toml"));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Runs a copy of the public conformance suite's cases in the form of `fixtures/cel_language.toml`, which says how.
#[test]
#[ignore = "needs CEL_CONFORMANCE, the path of a file of cases"]
fn the_public_conformance_suite() {
    let path = std::env::var("CEL_CONFORMANCE").expect("CEL_CONFORMANCE names a file of cases");
    let wrong = run_cases(&std::fs::read_to_string(path).expect("a readable file"));
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

/// Pieces that make sources which often compile.
fn source() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "temperature",
        "weight",
        "pulse",
        "symptoms",
        "absent",
        "note",
        "onset",
        "seen_at",
        "arrived",
        "class",
        "fact.at",
        "subject.birth_date",
        "org.kind",
        "params.alike",
        "params.days",
        "history.test_result",
        "t",
        "t.ct",
        "t.at",
        "t.result",
        "0",
        "1",
        "37.3",
        "99999999999999",
        "-1",
        "''",
        "'fever'",
        "true",
        "false",
        "[]",
        "[1, 2]",
        "date('2020-02-29')",
        "duration('PT2H')",
        "time('08:30')",
        "course.day",
        "guardian",
        "null",
    ])
    .prop_map(String::from);
    leaf.prop_recursive(5, 40, 3, |inner| {
        let sign =
            prop::sample::select(vec!["==", "!=", "<", ">=", "&&", "||", "+", "-", "*", "/", "%", "in"]);
        let walk = prop::sample::select(vec!["exists", "all", "exists_one", "filter", "map"]);
        let of_one = prop::sample::select(vec!["size", "has", "date_of", "hour"]);
        let of_two = prop::sample::select(vec!["days", "age", "any_of"]);
        let method = prop::sample::select(vec!["contains", "startsWith", "endsWith", "matches"]);
        prop_oneof![
            (inner.clone(), sign, inner.clone()).prop_map(|(a, s, b)| format!("({a} {s} {b})")),
            (inner.clone(), walk, inner.clone()).prop_map(|(a, w, b)| format!("{a}.{w}(t, {b})")),
            (of_one, inner.clone()).prop_map(|(f, a)| format!("{f}({a})")),
            (of_two, inner.clone(), inner.clone()).prop_map(|(f, a, b)| format!("{f}({a}, {b})")),
            (inner.clone(), method, inner.clone()).prop_map(|(a, m, b)| format!("{a}.{m}({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a}[{b}]")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("[{a}, {b}]")),
            inner.prop_map(|a| format!("!{a}")),
        ]
    })
}

fn everything() -> Given {
    Given::read(
        "temperature=37.5 weight=30 pulse=0 symptoms=fever,rash absent=true note=咳嗽 onset=2020-02-30 \
         seen_at=2020-02-01T00:00:00Z arrived=08:00 class=org:1 fact.at=2020-02-02T00:00:00Z course.day=3 \
         subject.birth_date=2012-02-29 org.kind=school history.test_result:result=negative history.test_result:ct=30",
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn reading_never_panics(text in "\\PC{0,80}") {
        let _ = compile(&text);
    }

    #[test]
    fn reading_never_panics_on_near_sources(parts in prop::collection::vec(prop::sample::select(vec![
        "(", ")", "[", "]", "'", "\"", "\\", ".", ",", "!", "-", "&&", "||", "==", "in", "?", ":", "1", "1.", ".5", "'a'",
        "r'", "b'", "'''", "\\x", "\\u00", "exists", "t", "note", "咳", "symptoms", " ", "\n", "//", "0x", "1e", "{",
    ]), 0..30)) {
        let _ = compile(&parts.concat());
    }

    #[test]
    fn evaluating_never_panics_and_agrees_with_itself(source in source()) {
        if let Ok(condition) = compile(&source) {
            for given in [everything(), Given::default()] {
                let val = condition.value(&given);
                if *condition.ty() == Ty::Bool {
                    let same = match condition.test(&given) {
                        Truth::Yes => val == Val::Bool(true),
                        Truth::No => val == Val::Bool(false),
                        Truth::Unknown(paths) => matches!(&val, Val::Missing(path) if paths.contains(path)),
                    };
                    prop_assert!(same, "{source}: {val:?}");
                }
            }
        }
    }

    #[test]
    fn problems_lie_inside_of_the_source(source in source()) {
        for problem in compile(&source).err().into_iter().flatten() {
            prop_assert!(source.get(problem.at.clone()).is_some(), "{source}: {problem:?}");
            prop_assert!(!problem.says.zh.is_empty() && !problem.says.en.is_empty());
        }
    }

    /// More facts never turn a yes into a no or back: unknown is only ever filled in.
    #[test]
    fn knowing_more_never_contradicts(source in source(), hidden in prop::collection::btree_set(0usize..14, 0..14)) {
        if let Ok(condition) = compile(&source) && *condition.ty() == Ty::Bool && !source.contains("has(") {
            let (all, mut less) = (everything(), everything());
            let mut i = 0;
            less.fields.retain(|_, _| { i += 1; !hidden.contains(&i) });
            let (with_all, with_less) = (condition.test(&all), condition.test(&less));
            if !matches!(with_less, Truth::Unknown(_)) {
                prop_assert_eq!(with_less, with_all, "{}", source);
            }
        }
    }
}
