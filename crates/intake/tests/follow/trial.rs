//! The plan of the little town: one pack of a few lines, with routines that overlap where a test wants them.
//!
//! Not here: the town (`town`).

use plan::{Pack, problem::Lang, written::read_pack};
use std::sync::Arc;

const HEAD: &str = r#"
id = "trial"
version = "VERSION"
title = { zh = "试验", en = "trial" }
extends = ["base"]
level = "county"
[statuses.alarm]
title = { zh = "警报", en = "alarm" }
about = "org"
values = [{ id = "off", label = { zh = "无", en = "off" } }, { id = "on", label = { zh = "有", en = "on" } }]
"#;

const RULES: &str = r#"
[[rule]]
id = "hot"
on = "temperature"
when = "celsius > 37.3"
duty = { name = "tell", owner = "class_teacher@subject", to = ["principal@subject"], within = "HOURS", grace = "P2D", done_by = "note", remind = ["-PT30M"], escalate = [{ to = "principal@subject", after = "PT0S" }] }
[[rule]]
id = "new-symptoms"
on = "symptoms"
when = "has_symptom && !history.symptoms.exists(e, e.has_symptom && fact.at - e.at <= duration('P3D'))"
duty = { name = "see", owner = "class_teacher@subject", to = ["principal@subject"], within = "PT2H", grace = "P1D", done_by = "note" }
[[rule]]
id = "alarm"
on = "level_declaration"
when = "level == 'case_appears'"
status = { status = "alarm", value = "on", until = { fact = "level_declaration" } }
[[rule]]
id = "watch"
on_status = { status = "alarm", at_least = "on" }
about = "person"
duty = { name = "watch", owner = "class_teacher@subject", to = ["principal@subject"], within = "PT24H", grace = "P1D", done_by = "symptoms", remind = ["-PT1H"] }
[[signal]]
id = "cluster"
counts = ["morning_noon_check"]
where = "has_symptom"
group_by = ["class", "dormitory"]
distinct = true
at_least = 3
window = "P1D"
duty = { name = "report", owner = "principal@subject", to = ["county_duty_officer@subject"], within = "PT24H", done_by = "outbreak_report" }
alert = { name = "cluster", to = ["principal@subject"], until = { days = 2 } }
[[signal]]
id = "above"
counts = ["morning_noon_check"]
where = "has_symptom"
group_by = ["dormitory"]
at_least = 1
detector = { method = "ears-c1", baseline_days = 3, alpha = 0.3 }
window_days = 1
alert = { name = "above", to = ["principal@subject"] }
[[course]]
id = "second"
about = "person"
restricts = false
starts = [{ on = "contact", when = "kind == 'secondary'" }]
day_one = "same_day"
phases = [{ id = "in", days = 4 }]
linked = { field = "index_contact", ledgers = ["test_result"] }
convert = [{ on = "test_result", when = "result == 'positive'", of_linked = true, into = "first" }]
status = { status = "base/health_state", value = "secondary_contact" }
[[course.daily]]
at = ["08:00"]
duty = { name = "look", owner = "class_teacher@subject", within = "PT2H", grace = "PT2H", done_by = "isolation_visit" }
[[course]]
id = "first"
about = "person"
restricts = false
day_one = "same_day"
phases = [{ id = "in", days = 6 }]
status = { status = "base/health_state", value = "contact" }
[[course.daily]]
at = ["08:00"]
duty = { name = "look_first", owner = "class_teacher@subject", within = "PT2H", grace = "PT2H", done_by = "isolation_visit" }
"#;

/// Routines of persons whose windows overlap, the last one's without an end.
pub const ROUTINES: &str = r#"
[[routine]]
id = "measuring"
about = "person"
every = "FREQ=DAILY"
at = ["08:00", "15:00"]
duty = { name = "measure", owner = "class_teacher@subject", within = "PT2H", grace = "P2D", done_by = "temperature" }
[[course]]
id = "kept"
about = "person"
restricts = false
starts = [{ on_status = { status = "alarm", at_least = "on" } }]
day_one = "same_day"
phases = [{ id = "in", days = 9 }]
status = { status = "base/health_state", value = "contact" }
[[routine]]
id = "asking"
about = "person"
every = "FREQ=DAILY;INTERVAL=2"
at = ["09:00"]
duty = { name = "ask", owner = "class_teacher@subject", within = "PT8H", done_by = "symptoms" }
"#;

/// Facts that mean nothing alone and something beside others.
pub const TOGETHER: &str = r#"
[[rule]]
id = "ill-without-fever"
on = "morning_noon_check"
when = "has_symptom && history.temperature.exists(t, t.celsius < 37.0 && fact.at - t.at <= duration('P3D'))"
duty = { name = "doubt", owner = "class_teacher@subject", to = ["principal@subject"], within = "PT2H", grace = "P1D", done_by = "note" }
[[rule]]
id = "noted-cool"
on = "note"
when = "history.temperature.exists(t, t.celsius < 37.0 && fact.at - t.at <= duration('P3D'))"
alert = { name = "noted_cool", to = ["principal@subject"], until = { days = 2 } }
[[rule]]
id = "hot-again"
on = "temperature"
when = "celsius > 38.0 && history.temperature.exists(t, t.celsius > 38.0 && fact.at - t.at <= duration('P5D'))"
alert = { name = "hot_again", to = ["principal@subject"], until = { days = 2 } }
[[rule]]
id = "unnoted"
on = "symptoms"
when = "!history.note.exists(n, fact.at - n.at <= duration('P3D')) && has_symptom"
duty = { name = "note_it", owner = "class_teacher@subject", within = "PT2H", grace = "P1D", done_by = "note" }
[[signal]]
id = "often"
about = "person"
counts = ["absence"]
where = "cause == 'ill'"
at_least = 2
window = "P4D"
alert = { name = "often", to = ["principal@subject"], until = { days = 2 } }
"#;

/// A status that is given again while it holds, and what hangs on it.
pub const LASTING: &str = r#"
[[rule]]
id = "kept-away"
on = "absence"
status = { status = "base/health_state", value = "contact", until = { days = 14 } }
[[rule]]
id = "asked-once"
on_status = { status = "base/health_state", at_least = "contact" }
about = "person"
duty = { name = "ask_once", owner = "class_teacher@subject", within = "PT24H", grace = "P1D", done_by = "note" }
"#;

const REPORTS: &str = r#"
[[report]]
id = "fevers"
owed_by = ["school"]
mode = "nil_required"
every = "FREQ=DAILY"
cut_off = "23:00"
due_after = "PT1H"
grace = "PT1H"
owner = "principal@subject"
  [[report.indicator]]
  id = "fever"
  unit = { zh = "人次", en = "times" }
  count = "temperature"
  where = "celsius > 37.3"
"#;

/// Titles and clauses, of which these tests tell nothing.
fn titled(text: &str) -> String {
    let says = r#"{ zh = "说", en = "says" }"#;
    let mut out = String::new();
    for line in text.lines() {
        let inline = line.replace("{ name = \"", &format!("{{ title = {says}, name = \""));
        out += &inline.replace("{ id = \"in\"", &format!("{{ title = {says}, id = \"in\""));
        out.push('\n');
        if line.trim_start().starts_with("id = ") {
            out += &format!("title = {says}\n");
            if !line.starts_with(' ') {
                out += &format!("clause = {{ id = \"T-01\", says = {says} }}\n");
            }
        }
    }
    out
}

pub fn trial(version: &str, hours: &str, more: &str, base: &Arc<Pack>) -> Arc<Pack> {
    let files = [
        ("pack.toml".to_owned(), HEAD.replace("VERSION", version)),
        ("rules/all.toml".to_owned(), titled(&(RULES.replace("HOURS", hours) + more))),
        ("reports/all.toml".to_owned(), titled(REPORTS)),
    ];
    Arc::new(
        read_pack(&files, std::slice::from_ref(base)).unwrap_or_else(|p| panic!("{}", p.render(Lang::En))),
    )
}
