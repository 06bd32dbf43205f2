//! What conditions say of given facts: yes, no, unknown, or a value.
//!
//! Not here: conditions that are refused (`refused`).

use super::{
    given::{Given, shown},
    *,
};

/// condition => given => yes, no, `? missing paths`, or a value
fn check(table: &str) {
    let mut wrong = Vec::new();
    for line in table.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let cells: Vec<&str> = line.split("=>").map(str::trim).collect();
        let [source, given, want] = cells[..] else { panic!("{line}") };
        let condition = match compile(source) {
            Ok(condition) => condition,
            Err(problems) => {
                wrong.push(format!("{source}: {}", problems[0].says.en));
                continue;
            }
        };
        let given = Given::read(given);
        let found = match (condition.ty(), condition.test(&given)) {
            (Ty::Bool, Truth::Yes) => "yes".to_string(),
            (Ty::Bool, Truth::No) => "no".to_string(),
            (Ty::Bool, Truth::Unknown(paths)) => {
                format!("? {}", paths.iter().map(|p| p.as_str()).collect::<Vec<_>>().join(" "))
            }
            _ => shown(&condition.value(&given)),
        };
        if found != want {
            wrong.push(format!("{source}\n    given {}\n    gives {found}, not {want}", cells[1]));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn three_values() {
    check(
        "
        temperature >= 37.3                          => temperature=37.3            => yes
        temperature >= 37.3                          => temperature=37.2            => no
        temperature >= 37.3                          =>                             => ? temperature
        temperature >= params.fever_from             => temperature=37.4            => yes
        37.3 <= temperature                          => temperature=37.4            => yes
        temperature >= 37.3 && absent                => temperature=36              => no
        absent && temperature >= 37.3                => temperature=36              => no
        temperature >= 37.3 && absent                => temperature=38              => ? absent
        temperature >= 37.3 && absent                =>                             => ? absent temperature
        temperature >= 37.3 || absent                => absent=true                 => yes
        temperature >= 37.3 || absent                => absent=false                => ? temperature
        !absent                                      =>                             => ? absent
        !absent                                      => absent=false                => yes
        has(absent)                                  =>                             => no
        has(absent)                                  => absent=false                => yes
        has(absent) && absent                        =>                             => no
        !has(temperature) || temperature < 37.3      =>                             => yes
        absent ? 1 : 2                               => absent=true                 => 1
        absent ? 1 : 2                               =>                             => missing absent
        absent ? 1 : 1                               =>                             => 1
        (absent ? temperature : 37) > 36             => absent=true                 => ? temperature
        temperature == temperature                   =>                             => ? temperature
        pulse / 0 > 1                                => pulse=80                    => ? (division by zero)
        pulse * 900000000 * 900000000 > 1            => pulse=80                    => ? (out of range)
        [1, 2][5] == 1                               =>                             => ? (not in list)
        note == 'x'                                  => note=7                      => ? note
        ",
    );
}

#[test]
fn lists_and_text() {
    check(
        "
        'fever' in symptoms                          => symptoms=cough,fever        => yes
        'fever' in symptoms                          => symptoms=                   => no
        'fever' in symptoms                          =>                             => ? symptoms
        any_of(symptoms, ['fever', 'rash'])          => symptoms=cough,rash         => yes
        any_of(symptoms, params.alike)               => symptoms=cough              => no
        any_of(symptoms, params.alike)               =>                             => ? symptoms
        symptoms.exists(s, s == 'rash')              => symptoms=rash               => yes
        symptoms.all(s, s in ['fever', 'cough'])     => symptoms=rash,fever         => no
        symptoms.size() >= 2                         => symptoms=rash,fever         => yes
        size(symptoms.filter(s, s != 'rash'))        => symptoms=rash,fever         => 1
        symptoms[0] == 'rash'                        => symptoms=rash,fever         => yes
        symptoms == ['rash']                         => symptoms=rash               => yes
        [1, 2, 3].map(x, x * 2)                      =>                             => [2, 4, 6]
        [1, 2, 3].map(x, x > 1, x * 2)               =>                             => [4, 6]
        [temperature, pulse].exists(x, x > 37)       => pulse=80                    => yes
        [pulse, 37].all(x, x > 36)                   =>                             => ? pulse
        1 in []                                      =>                             => no
        temperature in []                            =>                             => no
        temperature in [37, 38]                      =>                             => ? temperature
        note.contains('咳')                          => note=咳嗽                   => yes
        note.startsWith('a') || note.endsWith('z')   => note=abc                    => yes
        size(note)                                   => note=咳嗽                   => 2
        note + '!'                                   => note=a                      => a!
        class == 'org:3-2'                           => class=org:3-2               => yes
        note == r'\\n'                               => note=\\n                    => yes
        ",
    );
}

#[test]
fn records() {
    let two = "history.test_result:result=negative history.test_result:result=positive";
    let gap = "history.test_result:result=negative history.test_result:ct=30";
    let table = "
        history.test_result.exists(t, t.result == 'positive')          => TWO => yes
        history.test_result.exists(t, t.result == 'positive')          => GAP => ? history.test_result.result
        history.test_result.exists(t, t.result == 'negative')          => GAP => yes
        history.test_result.exists(t, t.result == 'positive')          =>     => no
        history.test_result.all(t, t.result == 'negative')             => TWO => no
        history.test_result.all(t, t.result == 'negative')             => GAP => ? history.test_result.result
        history.test_result.all(t, has(t.result))                      => GAP => no
        history.test_result.exists_one(t, t.result == 'positive')      => TWO => yes
        history.test_result.exists_one(t, has(t.at))                   => TWO => no
        history.test_result.filter(t, t.result == 'negative').size()   => TWO => 1
        history.test_result.filter(t, t.result == 'negative').size()   => GAP => missing history.test_result.result
        history.test_result.filter(t, has(t.ct)).all(t, t.ct > 29)     => GAP => yes
        history.test_result.filter(t, has(t.ct))[0].ct                 => GAP => 30
        history.test_result[0].result                                  => GAP => negative
        history.test_result[1].result                                  => GAP => missing history.test_result.result
        has(history.test_result[7].result)                             => GAP => no
        history.test_result.map(t, t.ct)                               => GAP => [missing history.test_result.ct, 30]
        history.test_result.map(t, date_of(t.at))                      => TWO => [2020-02-01, 2020-02-02]
        history.test_result.all(t, t.org == 'org:lab')                 => TWO => yes
        history.test_result.size() == 2                                => TWO => yes
        during.test_result.size() == 0                                 => TWO => yes
        history.test_result.exists(a, history.test_result.exists(b, a.at > b.at)) => TWO => yes
        (history.test_result + during.test_result).size()              => TWO => 2
        history.test_result.exists(t, fact.at - t.at < duration('PT48H')) => TWO fact.at=2020-02-03T00:00:00Z => yes
        course.day >= params.days && history.test_result.filter(t, t.result == params.release).size() >= 1 => TWO course.day=14 => yes
    ";
    check(&table.replace("TWO", two).replace("GAP", gap));
}

#[test]
fn dates_and_times() {
    check(
        "
        onset >= date('2020-02-01')                       => onset=2020-02-01                                => yes
        days(onset, date('2020-03-01'))                   => onset=2020-02-28                                => 2
        days(onset, date_of(fact.at)) <= 14               => onset=2020-02-01 fact.at=2020-02-14T16:30:00Z   => yes
        date_of(fact.at)                                  => fact.at=2020-02-14T16:30:00Z                    => 2020-02-15
        hour(fact.at)                                     => fact.at=2020-02-14T16:30:00Z                    => 0
        age(subject.birth_date, date('2020-02-28'))       => subject.birth_date=2012-02-29                   => 7
        age(subject.birth_date, date('2020-02-29'))       => subject.birth_date=2012-02-29                   => 8
        age(subject.birth_date, date('2019-03-01'))       => subject.birth_date=2012-02-29                   => 7
        arrived > time('08:30')                           => arrived=08:45                                   => yes
        seen_at - fact.at > duration('PT2H')              => seen_at=2020-02-14T03:00:00Z fact.at=2020-02-14T00:00:00Z => yes
        seen_at > fact.at + duration('P1D')               => seen_at=2020-02-14T03:00:00Z fact.at=2020-02-14T00:00:00Z => no
        fact.received == instant('2020-02-14T08:00:00+08:00') => fact.received=2020-02-14T00:00:00Z          => yes
        onset == date('2020-02-01')                       => onset=yesterday                                 => ? onset
        org.kind in ['school', 'village_clinic']          => org.kind=school                                 => yes
        ",
    );
}
