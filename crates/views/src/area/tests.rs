//! What is told of an area with these cases: situation, zone, colour, where rules and numbers differ.

use super::{AreaKnown, AreaParts, AreaView, KnownCase, area_view, rules_view};
use crate::{
    book::Book,
    lens::{Lens, Names},
    org::OrgNode,
};
use access::Scope;
use facts::{Date, Instant, Ledgers, SubjectId, Zone, time::add_days};
use outcomes::StatusRow;
use plan::{Pack, written::read_pack};
use std::sync::Arc;

const HEAD: &str = r#"
id = "p"
version = "1.0.0"
title = { zh = "案", en = "plan" }
level = "village"
[org_kinds.village]
title = { zh = "村", en = "village" }
[statuses.situation]
title = { zh = "态势", en = "situation" }
about = "org"
values = [
  { id = "none", label = { zh = "无", en = "none" } },
  { id = "some", label = { zh = "有", en = "some" } },
  { id = "spread", label = { zh = "传播", en = "spread" } },
]
"#;

const LEDGERS: &str = r#"
[[ledger]]
id = "card"
title = { zh = "卡", en = "card" }
about = "person"
term = "case"
  [[ledger.field]]
  id = "type"
  label = { zh = "分类", en = "type" }
  type = "code"
  term = "case_type"
  codes = [{ code = "sure", label = { zh = "确诊", en = "sure" } }]

[[ledger]]
id = "site"
title = { zh = "单位", en = "site" }
about = "org"
profile = true
  [[ledger.field]]
  id = "people"
  label = { zh = "人数", en = "people" }
  type = "number"

[[ledger]]
id = "round"
title = { zh = "检测", en = "round" }
about = "org"
"#;

const RULES: &str = r#"
[[area]]
id = "map"
title = { zh = "研判", en = "judged" }
clause = { id = "X-1", says = { zh = "研判", en = "judged" } }
kinds = ["village"]
case_type = ["sure"]
day = "date_onset"
population = "people"
statuses = ["situation"]
  [area.situation]
  case_days = 14
  outbreak_cases = 2
  outbreak_days = 14
  unknown_cases = 2
  unknown_days = 14
  same_as = { status = "situation", no_case = "none", case = "some", outbreak = "some", community = "spread" }
  [area.zone]
  clause = { id = "X-2", says = { zh = "分区", en = "zones" } }
  tests = { on = "round" }
    [[area.zone.level]]
    id = "high"
    title = { zh = "高", en = "high" }
    legal_basis = { zh = "某法第一条", en = "act 1" }
    cases_min = 3
    days = 7
    quiet_days = 7
    [[area.zone.level]]
    id = "medium"
    title = { zh = "中", en = "medium" }
    legal_basis = { zh = "某法第二条", en = "act 2" }
    cases_min = 1
    days = 7
    quiet_days = 7
    test_rounds = 1
  [area.colours]
  clause = { id = "X-3", says = { zh = "五色", en = "colours" } }
  limits = [0.1, 0.3, 0.5, 0.8]
    [[area.colours.indicator]]
    id = "cases"
    title = { zh = "病例", en = "cases" }
    measure = "cases"
    days = 14
    steps = [1, 3]
    weight = 2
    [[area.colours.indicator]]
    id = "unknown"
    title = { zh = "来源不明", en = "unknown" }
    measure = "unknown_source"
    days = 14
    steps = [1]
    [[area.colours.indicator]]
    id = "clusters"
    title = { zh = "暴发", en = "clusters" }
    measure = "clusters"
    days = 14
    steps = [1]
    [[area.colours.indicator]]
    id = "incidence"
    title = { zh = "发病率", en = "incidence" }
    measure = "incidence"
    days = 14
    steps = [10]
    [[area.colours.indicator]]
    id = "last"
    title = { zh = "末例", en = "last" }
    measure = "days_since_last_case"
    steps = [14, 7]
"#;

fn pack() -> Arc<Pack> {
    let files = [("pack.toml", HEAD), ("ledgers/a.toml", LEDGERS), ("rules/a.toml", RULES)];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    Arc::new(
        read_pack(&files, &[]).unwrap_or_else(|wrong| panic!("{}", wrong.render(plan::problem::Lang::En))),
    )
}

/// Day 40 is the day on which everything is looked at.
fn day(n: i32) -> Date {
    add_days(Date::new(2026, 3, 1).expect("a date"), n - 1)
}

fn case(on: i32, small: &str, known: Option<bool>) -> KnownCase {
    KnownCase {
        date: Some(day(on)),
        small_area: (!small.is_empty()).then(|| small.to_owned()),
        source_known: known,
        paths: vec!["/org:t/org:v/org:g/".to_owned()],
    }
}

fn undated() -> KnownCase {
    KnownCase { date: None, ..case(1, "a", Some(true)) }
}

struct Told<'a> {
    cases: &'a [KnownCase],
    people: Option<f64>,
    tests: &'a [Date],
    statuses: Vec<&'a StatusRow>,
}

fn of(cases: &[KnownCase]) -> Told<'_> {
    Told { cases, people: Some(1000.0), tests: &[], statuses: Vec::new() }
}

fn told(told: Told<'_>) -> AreaView {
    let pack = pack();
    let book = Book::new(vec![pack.clone()], Ledgers::default());
    let (names, scope) = (Names::default(), Scope::system());
    let lens = Lens { book: &book, names: &names, scope: &scope, zone: Zone::default(), now: Instant(0) };
    let org = OrgNode {
        id: SubjectId::parse("org:v").expect("a subject"),
        kind: "village".into(),
        name: None,
        path: "/org:t/org:v/".into(),
    };
    assert_eq!(rules_view(&lens, &pack, &pack.areas[0]).levels.len(), 2);
    area_view(
        &lens,
        &AreaParts {
            org: &org,
            population: told.people,
            rules: &pack.areas[0],
            rules_at: 0,
            known: AreaKnown::of(told.cases, &org.path, &pack.areas[0], day(40)),
            statuses: told.statuses,
            tests: told.tests,
            today: day(40),
        },
    )
}

/// `certain at_worst cases`
fn situation(cases: &[KnownCase]) -> String {
    let view = told(of(cases)).assessment;
    format!("{} {} {}", view.situation, view.at_worst, view.cases)
}

#[test]
fn each_situation_is_told_with_the_worst_that_is_possible() {
    assert_eq!(situation(&[]), "no_case no_case 0");
    assert_eq!(situation(&[case(26, "a", Some(true))]), "no_case no_case 0");
    assert_eq!(situation(&[case(27, "a", Some(true))]), "case case 1");
    assert_eq!(situation(&[case(30, "a", Some(true)), case(31, "a", Some(true))]), "outbreak outbreak 2");
    assert_eq!(situation(&[case(30, "a", Some(true)), case(31, "", Some(true))]), "case outbreak 2");
    assert_eq!(situation(&[case(30, "a", Some(false)), case(31, "b", Some(false))]), "community community 2");
    assert_eq!(situation(&[case(30, "a", Some(false)), case(31, "b", None)]), "case community 2");
    assert_eq!(situation(&[undated()]), "no_case case 0");
}

#[test]
fn a_case_of_elsewhere_counts_nowhere_else() {
    let elsewhere = KnownCase { paths: vec!["/org:t/org:v2/".to_owned()], ..case(30, "a", Some(true)) };
    assert_eq!(situation(&[elsewhere]), "no_case no_case 0");
}

#[test]
fn a_zone_says_since_when_on_what_basis_and_when_it_falls() {
    let cases = [case(30, "a", Some(true)), case(31, "b", Some(true)), case(32, "c", Some(true))];
    let zone = told(of(&cases)).zone.expect("a zone");
    // High since the third case; day 40 is the eighth quiet day: down to medium, whose round of tests is not done.
    assert_eq!((zone.level.as_str(), zone.since), ("medium", day(40).to_string()));
    assert_eq!((zone.legal_basis.en.as_str(), zone.test_rounds_missing, zone.lower_to), ("act 2", 1, None));
    let zone = told(of(&[case(36, "a", Some(true))])).zone.expect("a zone");
    assert_eq!((zone.since, zone.lower_from), (day(36).to_string(), day(44).to_string()));
    assert_eq!(
        zone.rule.en,
        "1 cases within 7 days; lowered by one level after 7 days without a case and 1 rounds of tests"
    );
    let alone = [case(25, "a", Some(true))];
    assert!(told(of(&alone)).zone.is_some(), "its tests are not done");
    assert!(told(Told { tests: &[day(30)], ..of(&alone) }).zone.is_none(), "quiet, and tested since");
}

#[test]
fn five_colours_by_hand() {
    // Weights times steps: 2·2 + 1 + 1 + 1 + 2 = 9.
    let colours = |told_of: Told<'_>| {
        let c = told(told_of).colouring.expect("a colour");
        (format!("{:.3} {:.3}", c.low, c.high), c.colour.unwrap_or_default(), c.at_worst)
    };
    let none = colours(of(&[]));
    assert_eq!(none, ("0.000 0.000".into(), "green".into(), "green".into()));
    // One case 3 days ago: cases 2·1, last 2, incidence 10 per 10,000 is 1: 5 of 9.
    let one = [case(37, "a", Some(true))];
    assert_eq!(colours(of(&one)), ("0.556 0.556".into(), "orange".into(), "orange".into()));
    // Nobody knows how many live there: 4 to 5 of 9.
    let alone = colours(Told { people: None, ..of(&one) });
    assert_eq!(alone, ("0.444 0.556".into(), String::new(), "orange".into()));
    // 20 days ago: nothing within 14 days, and last is more than 14 days ago.
    assert_eq!(colours(of(&[case(20, "a", Some(true))])).1, "green");
    // Two in one family without known source: 2 + 1 + 1 + 1 + 2 = 7 of 9.
    let two = [case(37, "a", Some(false)), case(38, "a", Some(false))];
    assert_eq!(colours(of(&two)), ("0.778 0.778".into(), "orange".into(), "orange".into()));
}

#[test]
fn what_is_not_known_is_never_better() {
    let known = [case(37, "a", Some(true)), case(38, "b", Some(true))];
    let good = told(of(&known));
    let hide: [fn(&mut KnownCase); 3] =
        [|c| c.date = None, |c| c.small_area = None, |c| c.source_known = None];
    for hidden in hide {
        let mut cases = known.to_vec();
        cases.iter_mut().for_each(hidden);
        let view = told(of(&cases));
        let (a, b) = (good.colouring.as_ref().expect("a colour"), view.colouring.as_ref().expect("a colour"));
        assert!(b.high >= a.high, "{b:?}");
        assert!(rank(&view.assessment.at_worst) >= rank(&good.assessment.at_worst));
        assert!(!view.problems.is_empty());
    }
}

fn rank(situation: &str) -> Option<usize> {
    ["no_case", "case", "outbreak", "community"].iter().position(|word| *word == situation)
}

#[test]
fn where_rules_and_numbers_differ_it_is_said() {
    let held = |value: &str| -> StatusRow {
        let why = serde_json::json!({ "pack": "p", "version": "1.0.0", "rule": "p/r", "clause": "X-1", "facts": [] });
        let row = serde_json::json!({
            "key": "p/situation|org:v|00000000-0000-7000-8000-000000000001", "subject": "org:v",
            "held": { "value": value, "from": "2026-04-01T00:00:00Z", "until": null,
                      "known": "2026-04-01T00:00:00Z", "why": why },
        });
        serde_json::from_value(row).expect("a status")
    };
    let (some, spread) = (held("some"), held("spread"));
    let cases = [case(37, "a", Some(true))];
    let view = told(Told { statuses: vec![&some], ..of(&cases) });
    assert_eq!((view.differs, view.statuses[0].rank), (None, 1));
    let view = told(Told { statuses: vec![&some, &spread], ..of(&cases) });
    assert_eq!(view.statuses[0].value, "spread", "the strongest holds");
    assert_eq!(view.differs.expect("they differ").en, "Rules say “spread”; by its cases it is “some”");
    let view = told(of(&cases));
    assert_eq!(view.differs.expect("they differ").zh, "规则认定为“无”，按病例计算为“有”");
}
