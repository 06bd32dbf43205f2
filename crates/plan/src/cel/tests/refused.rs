//! What is refused, where, and what is said of it.
//!
//! Not here: sources that are too long, too deep or too dear (`bounds`).

use super::*;

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
fn refuses(blocks: &str) {
    refuses_on(&["morning_check"], blocks);
}

/// As [`refuses`], for a trigger of these ledgers.
fn refuses_on(of: &[&str], blocks: &str) {
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
fn types() {
    refuses(
        "
        temperature > '37.3'
        ^^^^^^^^^^^^^^^^^^^^ a number (°C) cannot be compared with text | a number (°C)

        onset > '2020-01-01'
        ^^^^^^^^^^^^^^^^^^^^ a date cannot be compared with text | date('2026-01-01')

        onset > fact.at
        ^^^^^^^^^^^^^^^ a date cannot be compared with an instant | date_of(…)

        days(onset, fact.at) > 3
                    ^^^^^^^ takes a date, this is an instant | date_of(…)

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
        ^^^^^^^^^^^^^^ yes or no has no order | ==, != or in",
    );
}

#[test]
fn units_and_ranges() {
    refuses(
        "
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

        history.test_result.exists(t, t.ct in [20, 60])
                                                   ^^ the field is never 60: the comparison says nothing | 0 … 45

        1 / 0 > 1
        ^^^^^ division by zero | ",
    );
}

#[test]
fn codes() {
    refuses(
        "
        'rush' in symptoms
        ^^^^^^ 'rush' is not on the list of codes | did you mean rash?

        any_of(symptoms, ['fever', 'measles'])
                                   ^^^^^^^^^ 'measles' is not on the list of codes | one of cough, fever, rash

        history.test_result.exists(t, t.result == 'negtive')
                                                  ^^^^^^^^^ 'negtive' is not on the list of codes | did you mean negative?

        org.kind < 'school'
        ^^^^^^^^^^^^^^^^^^^ a code has no order | ==, != or in

        class == '3-2'
                 ^^^^^ '3-2' is not the id of a subject | 'kind:code', as 'org:520115'",
    );
}

#[test]
fn identity_is_not_looked_at() {
    refuses(
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
    refuses_on(
        &["morning_check", "noon_check"],
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
