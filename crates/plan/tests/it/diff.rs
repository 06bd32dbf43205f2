//! Two plans that differ in one thing: the difference is said, and which way it goes.

use crate::folders::everything_with;
use plan::diff::{Kind, diff};

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
    check(&[("window_days = 1", "window_days = 3")], Kind::Stricter, "窗口", "window");
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
