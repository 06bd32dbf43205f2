//! `plan test` on a plan of an operator's own: what its scenarios do not show is named, and what of it is a mistake.
//!
//! Not here: what scenarios are held to (the tests of `plan` and `intake`).

use crate::house::{BINARY, Folder};
use std::process::Command;

const PACK: &str = r#"
id = "pond"
version = "1.0.0"
title = { zh = "水塘", en = "pond" }
extends = ["base"]
source = { file = "sample", section = "1" }
level = "village"
"#;

// The pond of the tests of `intake`.
const LEDGERS: &str = include_str!("../../../intake/tests/pond/ledgers.toml");
const RULE: &str = include_str!("../../../intake/tests/pond/rules.toml");

/// Seven days of care for a village in danger, of which no scenario comes to the second half.
const COURSE: &str = r#"
[[course]]
id = "care"
title = { zh = "看护", en = "care" }
clause = { id = "S-1.2", says = { zh = "看护7天", en = "care for seven days" } }
about = "person"
restricts = false
starts = [{ on = "temperature", when = "celsius > 37.3" }]
day_one = "same_day"
phases = [{ id = "near", title = { zh = "近", en = "near" }, days = 3 }, { id = "far", title = { zh = "远", en = "far" }, days = 4 }]
  [[course.daily]]
  phases = ["far"]
  at = ["08:00"]
  duty = { name = "look_again", title = { zh = "再看", en = "look again" }, owner = "village_head@subject", within = "PT2H", grace = "PT2H", done_by = "temperature" }
"#;

/// A scenario of one day at one village: which constructs fire and which stay silent, and what was reported.
fn scenario(fires: &str, silent: &str, facts: &[(&str, &str, &str)]) -> String {
    let mut text = format!(
        r#"
title = {{ zh = "一天", en = "a day" }}
at = "2026-05-01 10:00"
fires = [{fires}]
silent = [{silent}]
[[org]]
id = "org:county"
kind = "county"
[[org]]
id = "org:v"
kind = "village"
parent = "org:county"
[[person]]
id = "person:one"
in = ["org:v"]
[[role]]
role = "village_head"
org = "org:v"
"#
    );
    for (ledger, subject, body) in facts {
        text += &format!(
            "[[fact]]\nat = \"2026-05-01 09:00\"\nledger = \"{ledger}\"\nsubject = \"{subject}\"\nbody = {body}\n"
        );
    }
    text
}

/// Tries the plan with these rules and scenarios: how it ends, and the lines about it.
fn tried(folder: &Folder, rules: &str, scenarios: &[(&str, String)]) -> (Option<i32>, Vec<String>) {
    let files = [("pack.toml", PACK.to_owned()), ("ledgers/pond.toml", LEDGERS.to_owned())];
    let rules = [("rules/pond.toml", rules.to_owned())];
    let scenarios = scenarios.iter().map(|(name, text)| (*name, text.clone()));
    let pack = folder.file("pond");
    let _ = std::fs::remove_dir_all(&pack);
    for (name, text) in files.into_iter().chain(rules).chain(scenarios) {
        let path = std::path::Path::new(&pack).join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let done =
        Command::new(BINARY).args(["plan", "test", &pack, "--lang", "en"]).output().expect("the binary runs");
    let lines = String::from_utf8_lossy(&done.stdout).lines().map(str::to_owned).collect();
    assert!(done.stdout.len() > 10, "{}", String::from_utf8_lossy(&done.stderr));
    (done.status.code(), lines)
}

#[test]
fn what_the_scenarios_of_a_plan_do_not_show_is_named() {
    let folder = Folder::new("plans");
    let seen = ("scenarios/seen.toml", {
        scenario(r#""danger""#, "", &[("pond_patrol", "org:v", "{ danger = true }")])
    });
    let calm = ("scenarios/calm.toml", {
        scenario("", r#""danger""#, &[("pond_patrol", "org:v", "{ danger = false }")])
    });
    let empty = ("scenarios/empty.toml", scenario("", r#""danger""#, &[]));

    let whole = [seen.clone(), calm.clone()];
    let (code, said) = tried(&folder, RULE, &whole);
    assert_eq!((code, &said[..]), (Some(0), &["2 scenarios, 0 not as expected, 0 notes".to_owned()][..]));

    // A silence for want of a fact is told, and is no mistake beside one that was looked at.
    let (code, said) = tried(&folder, RULE, &[seen.clone(), calm.clone(), empty.clone()]);
    assert_eq!(code, Some(0), "{said:?}");
    let weak = "note pond/scenarios/empty.toml: pond/danger  silent only for want of a fact (pond_patrol)";
    assert_eq!(said, [weak, "3 scenarios, 0 not as expected, 1 notes"]);

    // Alone it shows nothing.
    let (code, said) = tried(&folder, RULE, &[seen, empty]);
    assert_eq!(code, Some(1), "{said:?}");
    assert_eq!(said[..2], ["pond: pond/danger  none in which it stays silent", weak], "{said:?}");

    // A course that starts in a scenario, and what is owed in it later than any goes.
    let fever = |celsius: &str| scenario("", "", &[("temperature", "person:one", celsius)]);
    let ill =
        ("scenarios/ill.toml", fever("{ celsius = 38.0 }").replace("fires = []", r#"fires = ["care"]"#));
    let well =
        ("scenarios/well.toml", fever("{ celsius = 36.5 }").replace("silent = []", r#"silent = ["care"]"#));
    let [seen, calm] = whole;
    let (code, said) = tried(&folder, &format!("{RULE}{COURSE}"), &[seen, calm, ill, well]);
    assert_eq!(code, Some(1), "{said:?}");
    assert_eq!(said[0], "pond: no scenario brings the duty pond/look_again (pond/care)");
    assert_eq!(said[1], "4 scenarios, 1 not as expected, 0 notes");
}
