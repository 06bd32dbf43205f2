//! Lowering of `ledger.sheet`: a fact about a whole group, and the ledgers that tell of members who are not as usual.
//!
//! Not here: how a roster is entered (the field face).

use super::{
    names::{Names, did_you_mean},
    node::{Table, Word},
};
use crate::problem::Problems;
use facts::{
    Field, FieldType, Name, SubjectKind,
    ledger::{Sheet, SheetException},
};

/// The sheet of a ledger, if it is one.
pub(super) fn sheet(
    table: &Table,
    about: SubjectKind,
    fields: &[Field],
    names: &Names,
    problems: &mut Problems,
) -> Option<Sheet> {
    let written = table.table("sheet")?;
    if about != SubjectKind::Org {
        problems.add(table.place_of("sheet").problem(
            "sheet_of_no_org",
            "只有关于组织（org）的台账才能是名册表",
            "only a ledger about organisations can be the sheet of a group",
        ));
    }
    let number = |table: &Table, key: &str, problems: &mut Problems| {
        let word = table.word(key)?;
        named(fields, &word, |kind| matches!(kind, FieldType::Number { .. }), ("数字", "a number"), problems)
    };
    let expected = number(written, "expected", problems);
    let present = number(written, "present", problems);
    let mut exceptions = Vec::new();
    for table in written.tables("exception") {
        let counts = number(table, "counts", problems);
        exceptions.extend(exception(table, counts, names, problems));
    }
    Some(Sheet { expected: expected?, present: present?, exceptions })
}

fn exception(
    table: &Table,
    counts: Option<Name>,
    names: &Names,
    problems: &mut Problems,
) -> Option<SheetException> {
    let word = table.word("ledger")?;
    let ledger = names.ledger(&word, problems)?;
    if ledger.about != SubjectKind::Person {
        problems.add(word.place.problem(
            "sheet_of_no_person",
            format!("台账 `{}` 不是关于人员的", ledger.id),
            format!("ledger `{}` is not about persons", ledger.id),
        ));
    }
    let bools = |kind: &FieldType| matches!(kind, FieldType::Bool);
    let mut says = Vec::new();
    for word in table.words("says") {
        says.extend(named(&ledger.fields, &word, bools, ("是否", "yes or no"), problems));
    }
    let mut ask = Vec::new();
    for word in table.words("ask") {
        ask.extend(named(&ledger.fields, &word, |_| true, ("字段", "a field"), problems));
    }
    let (label, away) = (table.label("label")?, table.bool("away").unwrap_or(false));
    Some(SheetException { label, ledger: ledger.id.clone(), counts, away, says, ask })
}

/// A field of a ledger by its name, which must hold what is wanted.
fn named(
    fields: &[Field],
    word: &Word,
    fits: impl Fn(&FieldType) -> bool,
    (zh, en): (&str, &str),
    problems: &mut Problems,
) -> Option<Name> {
    let Some(field) = fields.iter().find(|f| f.id == word.text) else {
        let problem = word.place.problem(
            "unknown_field",
            format!("该台账没有字段 `{}`", word.text),
            format!("that ledger has no field `{}`", word.text),
        );
        problems.add(did_you_mean(problem, &word.text, fields.iter().map(|f| f.id.as_str())));
        return None;
    };
    if !fits(&field.kind) {
        problems.add(word.place.problem(
            "wrong_type",
            format!("字段 `{}` 应为{zh}", word.text),
            format!("field `{}` must hold {en}", word.text),
        ));
    }
    Some(field.id.clone())
}
