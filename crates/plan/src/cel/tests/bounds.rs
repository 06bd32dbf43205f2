//! How long, deep and dear a condition may be, and what it tells of itself.
//!
//! Not here: other refusals (`refused`).

use super::*;

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
