//! Two plans that differ in one thing: the difference is said, and which way it goes.

use crate::folders::{everything_with, ground};
use plan::diff::{Kind, diff, diff_with};

fn check(changes: &[(&str, &str)], kind: Kind, zh: &str, en: &str) {
    let (a, b) = (everything_with(&[]), everything_with(changes));
    let found = diff(&a, &b);
    let says = found.iter().any(|d| d.kind == kind && d.says.zh.contains(zh) && d.says.en.contains(en));
    assert!(says, "{changes:?}: {found:#?}");
    let back = diff(&b, &a);
    let mirrored = match kind {
        Kind::Added => Kind::Removed,
        Kind::Removed => Kind::Added,
        Kind::Stricter => Kind::Looser,
        Kind::Looser => Kind::Stricter,
        Kind::Changed => Kind::Changed,
    };
    assert!(back.iter().any(|d| d.kind == mirrored), "{changes:?} back: {back:#?}");
}

#[test]
fn a_plan_does_not_differ_from_itself() {
    let pack = everything_with(&[]);
    assert_eq!(diff(&pack, &pack), vec![]);
}

#[test]
fn the_way_of_a_difference_is_said() {
    check(
        &[(r#"value = "PT2H""#, r#"value = "PT1H""#)],
        Kind::Stricter,
        "期限由2小时内改为1小时内",
        "deadline: within 2 hours",
    );
    check(&[("value = 3\n", "value = 5\n")], Kind::Looser, "阈值由3改为5", "threshold: 3 became 5");
    check(&[("value = 3\n", "value = 5\n")], Kind::Changed, "参数“同类病例数”", "parameter “alike cases”");
    check(&[("value = [1, 4, 7]", "value = [1, 2, 4, 7]")], Kind::Stricter, "检测由3次", "tests: 3");
    check(
        &[("days = 4 }]", "days = 11 }]")],
        Kind::Stricter,
        "总天数由7天改为14天",
        "length: 7 days became 14 days",
    );
    let day = "at_least = \"params.cluster\"\nwindow_days = 1";
    check(&[(day, &day.replace('1', "3"))], Kind::Stricter, "窗口", "window");
    check(&[("sd_min = 0.5", "sd_min = 1")], Kind::Changed, "探测器", "detector");
    check(
        &[(r#"at = ["08:00", "18:00"]"#, r#"at = ["08:00"]"#)],
        Kind::Looser,
        "每日次数由2改为1",
        "times a day: 2 became 1",
    );
    check(&[(r#"after = "PT1H""#, r#"after = "PT30M""#)], Kind::Stricter, "逾期告知", "told when late");
    check(&[(r#"due_after = "PT1H""#, r#"due_after = "PT2H""#)], Kind::Looser, "报送时限", "due");
    check(&[(r#"day_one = "next_day""#, r#"day_one = "same_day""#)], Kind::Looser, "第1天", "day 1");
    check(&[("grace_days = 1\n", "")], Kind::Looser, "补办期", "time to do it late");
    check(
        &[(r#"at = ["07:30"]"#, r#"at = ["08:30"]"#)],
        Kind::Changed,
        "时刻由07:30改为08:30",
        "times of day",
    );
    check(&[("celsius > params.fever\"\n\n", "celsius > 38\"\n\n")], Kind::Changed, "触发", "trigger");
}

#[test]
fn what_comes_and_goes_is_said() {
    let measure = "\n  routine = [{ every";
    check(&[(measure, "\n  #routine = [{ every")], Kind::Removed, "删去“巡查”", "“patrol” is gone");
    check(
        &[
            (r#"id = "fever""#, r#"id = "hot""#),
            (r#""fever", "morning"#, r#""hot", "morning"#),
            (r#"because = "fever""#, r#"because = "hot""#),
            ("value = 3\n", "value = 4\n"),
        ],
        Kind::Looser,
        "阈值",
        "threshold",
    );
    check(
        &[(
            "cumulative = true\n",
            "cumulative = true\n  [[report.indicator]]\n  id = \"more\"\n  title = { zh = \"又\", en = \"more\" }\n  unit = { zh = \"人\", en = \"persons\" }\n  courses = \"*\"\n",
        )],
        Kind::Added,
        "新增指标“又”",
        "new indicator “more”",
    );
}

#[test]
fn a_rule_with_another_id_is_found_by_its_clause() {
    let a = everything_with(&[]);
    let b = everything_with(&[
        (r#"id = "morning-check""#, r#"id = "check-at-dawn""#),
        (r#""morning-check""#, r#""check-at-dawn""#),
        (r#"within = "PT1H30M""#, r#"within = "PT1H""#),
    ]);
    let found = diff(&a, &b);
    assert!(found.iter().all(|d| !matches!(d.kind, Kind::Added | Kind::Removed)), "{found:#?}");
    let stricter = found.iter().find(|d| d.kind == Kind::Stricter).expect("one");
    assert_eq!((&*stricter.rule, &*stricter.clause), ("check-at-dawn", "E-01"));
}

/// What is said in both languages, with the words of the ground that both plans build on.
fn said(was: &[(&str, &str)], now: &[(&str, &str)]) -> Vec<(String, String)> {
    let found = diff_with(&everything_with(was), &everything_with(now), &[ground()]);
    found.into_iter().map(|d| (d.says.zh.to_string(), d.says.en.to_string())).collect()
}

fn says(said: &[(String, String)], zh: &str, en: &str) -> bool {
    said.iter().any(|(in_zh, in_en)| in_zh.contains(zh) && in_en.contains(en))
}

#[test]
fn what_plans_build_on_is_said_in_its_words() {
    let kinds = said(&[], &[("kinds = [\"class\"]", "kinds = [\"class\", \"dormitory\"]")]);
    assert!(says(&kinds, "适用组织由班级改为班级、宿舍", "class became class, dormitory"), "{kinds:#?}");
    let owner =
        said(&[], &[(r#"owner = "teacher@subject", within"#, r#"owner = "principal@subject", within"#)]);
    assert!(says(&owner, "责任角色由班主任改为校长", "class teacher became principal"), "{owner:#?}");
    let days = said(&[], &[("BYDAY=MO,TU,WE,TH,FR", "BYDAY=MO,TH")]);
    assert!(says(&days, "改为每周一、周四", "every Monday and Thursday"), "{days:#?}");
    let up_to = ("at_least = \"appears\" }\nkinds", "at_least = \"appears\", up_to = \"spreads\" }\nkinds");
    let up_to = said(&[], &[up_to]);
    assert!(says(&up_to, "态势“出现病例”至“扩散”", "to “it spreads” holds"), "{up_to:#?}");
    let done = said(&[], &[("session == 'morning'", "session == 'noon'")]);
    let zh = "改为“班级晨检”（条件：`session == 'noon'`）";
    assert!(says(&done, zh, "“class check” (condition: `session == 'noon'`)"), "{done:#?}");
}

/// A parameter that plans have with this value, and what is said of its change to that one.
fn changed(unit: &str, was: &str, now: &str) -> Vec<(String, String)> {
    let words = "label = { zh = \"多少\", en = \"how much\" }\nwhy = { zh = \"E-01\", en = \"E-01\" }";
    let with = |value: &str| format!("[params.more]\nvalue = {value}\n{unit}{words}\n\n[params.cluster]");
    let (was, now) = (with(was), with(now));
    said(&[("[params.cluster]", &was)], &[("[params.cluster]", &now)])
}

#[test]
fn values_of_parameters_are_said_in_words() {
    for (unit, was, now, zh, en) in [
        ("", r#""PT2H""#, r#""P3D""#, "由2小时改为", "2 hours became"),
        ("", r#"["fever"]"#, r#"["rash", "fever"]"#, "由发热改为皮疹、发热", "fever became rash, fever"),
        ("", r#""morning""#, r#""noon""#, "由晨改为午", "morning became noon"),
        ("", r#""same_day""#, r#""next_day""#, "由当日改为次日", "the same day became the next day"),
        ("", "true", "false", "由是改为否", "yes became no"),
        ("unit = \"d\"\n", "1", "14", "由1 天改为14 天", "1 day became 14 days"),
        ("unit = \"°C\"\n", "37", "38", "由37 °C改为38 °C", "37 °C became 38 °C"),
        // No field knows both, so that it is not known what either means.
        ("", r#"["fever", "noon"]"#, r#"["fever"]"#, "由fever、noon改为发热", "fever, noon became fever"),
        ("", r#""unheard""#, r#""rash""#, "由unheard改为皮疹", "unheard became rash"),
    ] {
        let said = changed(unit, was, now);
        assert!(says(&said, zh, en), "{was} {now}: {said:#?}");
    }
}

/// Where two fields call the same code differently, none of both is guessed.
#[test]
fn a_code_that_fields_call_differently_stays_as_written() {
    let field = |id: &str, zh: &str| {
        let label = format!("label = {{ zh = \"{zh}\", en = \"{zh}\" }}");
        let code = format!("{{ code = \"cold_chain\", {label} }}");
        format!("  [[ledger.field]]\n  id = \"{id}\"\n  {label}\n  type = \"code\"\n  codes = [{code}]\n")
    };
    let phone = "  [[ledger.field]]\n  id = \"phone\"";
    let words = "label = { zh = \"职业\", en = \"jobs\" }\nwhy = { zh = \"E-01\", en = \"E-01\" }";
    let param = format!("[params.jobs]\nvalue = [\"cold_chain\"]\n{words}\n\n[params.cluster]");
    for (second, zh) in [("冷链", "（冷链）"), ("冷链岗位", "（cold_chain）")] {
        let fields = format!("{}{}{phone}", field("job", "冷链"), field("post", second));
        let said = said(&[(phone, &fields)], &[(phone, &fields), ("[params.cluster]", &param)]);
        assert!(says(&said, &format!("新增参数“职业”{zh}"), "jobs"), "{second}: {said:#?}");
    }
}
