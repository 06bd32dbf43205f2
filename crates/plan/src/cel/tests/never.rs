//! What holds of any source: it never panics, it agrees with itself, problems lie inside of it, more facts never
//! contradict fewer.
//!
//! Not here: particular sources (`judged`, `refused`).

use super::{given::Given, *};
use proptest::prelude::*;

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
