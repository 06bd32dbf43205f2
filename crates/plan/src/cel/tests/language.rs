//! The language as CEL defines it: cases of our own, and those of the public conformance suite that concern the subset.
//!
//! Not here: what conditions have beyond CEL (`judged`), and what of CEL they do not have (`refused`).

use super::{
    given::{Given, shown},
    *,
};
use std::collections::{BTreeMap, BTreeSet};

/// A file of cases: what an expression gives.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    /// Why some cases give something else here, by the word that those cases name.
    #[serde(default)]
    reasons: BTreeMap<String, String>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    expr: String,
    /// The names in it, with their values.
    #[serde(default)]
    bind: BTreeMap<String, Value>,
    /// What it gives in CEL; absent: an error.
    value: Option<Want>,
    /// A word of `reasons`: here it gives something else.
    differs: Option<String>,
    /// With `differs`, what it gives here; absent: an error.
    here: Option<Want>,
}

/// A value as CEL has them. An error of CEL is, here, a refusal by the check or something missing when run.
#[derive(Deserialize, Debug)]
#[serde(untagged)]
enum Want {
    Bool(bool),
    Whole(i64),
    Double(f64),
    Text(String),
    List(Vec<Want>),
}

impl Want {
    /// `1` and `1.0` are the same number here.
    fn is(&self, val: &Val) -> bool {
        match (self, val) {
            (Want::Bool(a), Val::Bool(b)) => a == b,
            (Want::Whole(a), Val::Number(b)) => Decimal::from_int(*a) == Some(*b),
            (Want::Double(a), Val::Number(b)) => Decimal::parse(&a.to_string()) == Some(*b),
            (Want::Text(a), Val::Text(b)) => a == b,
            // In a list only: the path of an element that is missing.
            (Want::Text(a), Val::Missing(b)) => a.as_str() == b.as_str(),
            (Want::List(a), Val::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is(b)),
            _ => false,
        }
    }
}

impl Case {
    /// What it gives here, or why it gives nothing.
    fn run(&self) -> Result<Val, String> {
        let ledgers = Ledgers::default();
        let mut env = Env::new(&ledgers);
        for (name, value) in &self.bind {
            env = env.field(Root::Fact, name, type_of(value));
        }
        let condition =
            Condition::compile(&self.expr, &env).map_err(|problems| problems[0].says.en.to_string())?;
        match condition.value(&Given { fields: self.bind.clone(), ..Given::default() }) {
            Val::Missing(path) => Err(path.to_string()),
            val => Ok(val),
        }
    }

    /// What it should not give, if it does.
    fn mistake(&self) -> Option<String> {
        let found = self.run();
        let gives = |want: &Option<Want>| match (want, &found) {
            (Some(want), Ok(found)) => want.is(found),
            (want, found) => want.is_none() && found.is_err(),
        };
        let says = match self.differs {
            None if gives(&self.value) => return None,
            None => format!("not {:?}", self.value),
            Some(_) if gives(&self.value) => "as CEL has it: no difference".to_owned(),
            Some(_) if gives(&self.here) => return None,
            Some(_) => format!("not {:?}, as it should here", self.here),
        };
        let found = found.as_ref().map_or_else(|why| format!("an error ({why})"), shown);
        Some(format!("{}: {} gives {found}, {says}", self.name, self.expr))
    }
}

fn type_of(value: &Value) -> Ty {
    match value {
        Value::Bool(_) => Ty::Bool,
        Value::Number(_) => Ty::Number(None),
        Value::Text(_) => Ty::Text,
        Value::List(items) => Ty::List(Box::new(items.first().map_or(Ty::Anything, type_of))),
    }
}

#[track_caller]
fn holds(text: &str) -> Cases {
    let cases: Cases = toml_edit::de::from_str(text).expect("a file of cases");
    let wrong: Vec<String> = cases.case.iter().filter_map(Case::mistake).collect();
    assert!(wrong.is_empty(), "\n{}\n{} of {}", wrong.join("\n"), wrong.len(), cases.case.len());
    cases
}

#[test]
fn as_its_definition_has_it() {
    holds(include_str!("../../../fixtures/cel_language.toml"));
}

/// Every difference has a reason, and every reason a difference.
#[test]
fn as_the_public_conformance_suite_has_it_but_for_reasons() {
    let cases = holds(include_str!("../../../fixtures/cel_conformance.toml"));
    let given: BTreeSet<&String> = cases.reasons.keys().collect();
    let named: BTreeSet<&String> = cases.case.iter().filter_map(|case| case.differs.as_ref()).collect();
    assert_eq!(named, given);
}
