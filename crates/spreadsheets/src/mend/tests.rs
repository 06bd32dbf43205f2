//! Columns as they come, and what they are taken for.

use super::*;
use crate::{match_columns, read};
use std::collections::BTreeMap;

fn ledger() -> Ledger {
    serde_json::from_str(
        r#"{"id": "t", "title": {"zh": "表", "en": "t"}, "about": "person", "fields": [
          {"id": "day", "label": {"zh": "日", "en": "day"}, "type": "date"},
          {"id": "celsius", "label": {"zh": "体温", "en": "celsius"}, "type": "number", "decimals": 1, "unit": "°C"},
          {"id": "heads", "label": {"zh": "人数", "en": "heads"}, "type": "number", "unit": "person"},
          {"id": "class", "label": {"zh": "分类", "en": "class"}, "type": "code", "codes": [
            {"code": "suspected", "label": {"zh": "疑似病例", "en": "suspected"}},
            {"code": "clinical", "label": {"zh": "临床诊断病例", "en": "clinically diagnosed"}},
            {"code": "confirmed", "label": {"zh": "确诊病例", "en": "confirmed"}},
            {"code": "hep_b", "label": {"zh": "乙型肝炎", "en": "hepatitis B"}},
            {"code": "hep_c", "label": {"zh": "丙型肝炎", "en": "hepatitis C"}}]},
          {"id": "end", "label": {"zh": "转归", "en": "end"}, "type": "code", "codes": [
            {"code": "recovered", "label": {"zh": "痊愈", "en": "recovered"}},
            {"code": "died", "label": {"zh": "死亡", "en": "died"}}]},
          {"id": "signs", "label": {"zh": "症状", "en": "signs"}, "type": "codes", "codes": [
            {"code": "fever", "label": {"zh": "发热", "en": "fever"}},
            {"code": "cough", "label": {"zh": "咳嗽", "en": "cough"}}]},
          {"id": "hospital", "label": {"zh": "医院", "en": "hospital"}, "type": "ref", "to": "org", "kinds": ["hospital"]}]}"#,
    )
    .expect("a ledger")
}

fn orgs() -> Vec<Org> {
    let org =
        |id: &str, kind: &str, name: &str| Org { id: id.into(), kind: Name::new(kind), name: name.into() };
    vec![
        org("org:h1", "hospital", "Connaught Hospital"),
        org("org:h2", "hospital", "Military Hospital"),
        org("org:t1", "town", "Military Hospitals"),
    ]
}

/// Each value of one column: `written`, or `written > taken why`, or `written ! code`.
fn column(field: &str, dates: &str, values: &[&str]) -> Vec<String> {
    let ledger = ledger();
    let quoted: Vec<String> = values.iter().map(|v| format!("\"{v}\"")).collect();
    let mut table = read(format!("{field}\n{}\n", quoted.join("\n")).as_bytes()).expect("reads");
    let columns = match_columns(&ledger, &table.header, &BTreeMap::new());
    let rules = Rules { dates: DateOrder::named(dates), orgs: orgs(), ..Rules::default() };
    let mending = mend(&ledger, &columns, &mut table, &rules);
    let told = mending.named(1000);
    let mut out = Vec::new();
    for row in 2..2 + values.len() as u64 {
        let written = values[row as usize - 2];
        out.push(match (mending.refused.get(&row), told.iter().find(|m| m.row == row)) {
            (Some(refusals), _) => format!("{written} ! {:?}", refusals[0].code),
            (None, Some(m)) => format!("{written} > {} {}", m.taken, m.why.as_str()),
            _ => written.to_owned(),
        });
    }
    out
}

#[test]
fn dates_in_any_notation_are_read_and_told() {
    let told = column(
        "day",
        "",
        &[
            "2014-05-07",
            "2014/5/7",
            "20140507",
            "2014年5月7日",
            "41766",
            "07-May-2014",
            "May 7, 2014",
            "7th of May 2014",
            "２０１４.5.7",
            "7.13.14",
        ],
    );
    assert_eq!(
        told,
        [
            "2014-05-07",
            "2014/5/7 > 2014-05-07 notation",
            "20140507 > 2014-05-07 notation",
            "2014年5月7日 > 2014-05-07 notation",
            "41766 > 2014-05-07 serial",
            "07-May-2014 > 2014-05-07 notation",
            "May 7, 2014 > 2014-05-07 notation",
            "7th of May 2014 > 2014-05-07 notation",
            "２０１４.5.7 > 2014-05-07 notation",
            "7.13.14",
        ],
        "a year of two digits is left to the check, which refuses it"
    );
}

#[test]
fn a_whole_column_decides_whether_day_or_month_comes_first() {
    let by_day = ["7.5.2014 > 2014-05-07 day_first", "13.5.2014 > 2014-05-13 day_first"];
    assert_eq!(column("day", "", &["7.5.2014", "13.5.2014"]), by_day);
    let by_month = ["5/7/2014 > 2014-05-07 month_first", "5/13/2014 > 2014-05-13 month_first"];
    assert_eq!(column("day", "", &["5/7/2014", "5/13/2014"]), by_month);
    assert_eq!(
        column("day", "", &["7/5/2014", "5/5/2014"]),
        ["7/5/2014 ! WrongType", "5/5/2014 > 2014-05-05 day_first"],
        "nothing decides, except where both are the same"
    );
    assert_eq!(
        column("day", "", &["13/5/2014", "5/13/2014", "7/5/2014"]),
        ["13/5/2014 > 2014-05-13 day_first", "5/13/2014 > 2014-05-13 month_first", "7/5/2014 ! WrongType"],
        "both orders are there"
    );
    assert_eq!(column("day", "dmy", &["7/5/2014"]), ["7/5/2014 > 2014-05-07 day_first"]);
    assert_eq!(
        column("day", "mdy", &["7/5/2014", "13/5/2014"]),
        ["7/5/2014 > 2014-07-05 month_first", "13/5/2014"]
    );
    assert_eq!(column("day", "ymd", &["7/5/2014"]), ["7/5/2014"]);
    assert_eq!(column("day", "", &["31.2.2014", "13.13.2014"]), ["31.2.2014", "13.13.2014"]);
}

#[test]
fn a_time_of_day_stays_behind_its_date() {
    assert_eq!(column("at", "", &["13.5.2014 08:05"]), ["13.5.2014 08:05 > 2014-05-13 08:05 day_first"]);
    assert_eq!(column("at", "", &["?"]), ["?"], "a fact without a time would be of now");
}

#[test]
fn numbers_lose_units_and_marks() {
    assert_eq!(
        column("celsius", "", &["37.3", "３７．３", "37.3℃", "37.3 度", "37,3", "1,234", "高", "?"]),
        [
            "37.3",
            "３７．３ > 37.3 digits",
            "37.3℃ > 37.3 unit",
            "37.3 度 > 37.3 unit",
            "37,3 > 37.3 digits",
            "1,234",
            "高",
            "? >  missing",
        ]
    );
    assert_eq!(
        column("heads", "", &["1,234", "12 人", "12 kg", "1,23"]),
        ["1,234 > 1234 digits", "12 人 > 12 unit", "12 kg", "1,23"]
    );
}

#[test]
fn a_misspelt_code_is_the_only_one_that_is_near() {
    assert_eq!(
        column(
            "class",
            "",
            &[
                "confirmed",
                "确诊病例",
                " Confirmed",
                "comfirmed",
                "conf",
                "c",
                "确诊",
                "unconfirmed",
                "hepatitis D",
                "hepatitis",
                "hepattis B",
                "不详",
                "甲型肝炎"
            ],
        ),
        [
            "confirmed",
            "确诊病例",
            " Confirmed > confirmed spelling",
            "comfirmed > confirmed likeness",
            "conf > confirmed beginning",
            "c ! UnknownCode",
            "确诊 > confirmed beginning",
            "unconfirmed",
            "hepatitis D",
            "hepatitis ! UnknownCode",
            "hepattis B > hep_b likeness",
            "不详 >  missing",
            "甲型肝炎",
        ]
    );
    assert_eq!(
        column("signs", "", &["fever,cough", "fevr、咳嗽"]),
        ["fever,cough", "fevr、咳嗽 > fever、咳嗽 likeness"]
    );
}

#[test]
fn organisations_are_found_by_their_names() {
    assert_eq!(
        column(
            "hospital",
            "",
            &[
                "org:h1",
                "h1",
                "Connaught Hospital",
                "Connaught Hopital",
                "Military Hopital",
                "Rokupa Hospital"
            ]
        ),
        [
            "org:h1",
            "h1",
            "Connaught Hospital > org:h1 named",
            "Connaught Hopital > org:h1 likeness",
            "Military Hopital > org:h2 likeness",
            "Rokupa Hospital",
        ],
        "a town is no hospital"
    );
}

#[test]
fn many_alike_do_not_hide_the_few() {
    let mut mending = Mending::default();
    let cell = |row, column: &str, why| Mended {
        row,
        column: column.into(),
        written: "a".into(),
        taken: "b".into(),
        why,
    };
    for row in 0..1000 {
        mending.tell(0, cell(row, "day", Why::Notation));
    }
    mending.tell(1, cell(999, "class", Why::Likeness));
    assert_eq!(mending.count(), 1001);
    let named = mending.named(20);
    assert!(named.len() <= 20 && named.iter().any(|m| m.why == Why::Likeness), "{named:?}");
    assert_eq!(mending.groups()[0].count, 1000);
    let went_in = mending.without(&(500..1000).collect());
    assert_eq!((went_in.count(), went_in.groups().len()), (500, 1), "of a refused row nothing went in");
}

#[test]
fn what_the_check_reads_stays_as_it_was_written() {
    let ledger = ledger();
    let mut table = read(b"day,celsius\n2014/5/7,37.3\n7.5.2014,37.3\n13.5.2014,37.3\n").expect("reads");
    let columns = match_columns(&ledger, &table.header, &BTreeMap::new());
    let mending = mend(&ledger, &columns, &mut table, &Rules::default());
    let cells: Vec<String> = table.rows.iter().map(|row| row.cells[0].text()).collect();
    assert_eq!(cells, ["2014/5/7", "2014-05-07", "2014-05-13"], "ids of rows are made of it");
    assert_eq!(mending.count(), 3, "all the same it is told");
}

#[test]
fn other_words_for_the_same_are_known() {
    assert_eq!(
        column("end", "", &["Death", "死", "Recover", "治愈", "DIED", "discharged"]),
        [
            "Death > died synonym",
            "死 > died synonym",
            "Recover > recovered synonym",
            "治愈 > recovered synonym",
            "DIED > died spelling",
            "discharged",
        ],
        "who left a hospital is not said to be well"
    );
}

#[test]
fn what_somebody_says_that_a_text_means_comes_first() {
    let ledger = ledger();
    let mut table = read(b"end,hospital\ndischarged,other\ndied,org:h1\n").expect("reads");
    let columns = match_columns(&ledger, &table.header, &BTreeMap::new());
    let means = |from: &str, to: &str| BTreeMap::from([(from.to_owned(), to.to_owned())]);
    let said = BTreeMap::from([
        ("end".to_owned(), means("discharged", "recovered")),
        ("hospital".to_owned(), means("other", "")),
    ]);
    let mending = mend(&ledger, &columns, &mut table, &Rules { said, orgs: orgs(), ..Rules::default() });
    let cells: Vec<String> = table.rows.iter().flat_map(|r| r.cells.iter().map(Cell::text)).collect();
    assert_eq!(cells, ["recovered", "", "died", "org:h1"]);
    assert!(mending.named(9).iter().all(|m| m.why == Why::Said) && mending.count() == 2, "it is told");
    assert_eq!(mending.unknown(), []);
}

#[test]
fn a_column_that_nothing_decides_is_named() {
    let ledger = ledger();
    let mut table = read(b"day,class\n7/5/2014,c\n").expect("reads");
    let columns = match_columns(&ledger, &table.header, &BTreeMap::new());
    let mending = mend(&ledger, &columns, &mut table, &Rules::default());
    assert_eq!(mending.undecided.into_iter().collect::<Vec<_>>(), ["day"], "not the code of two meanings");
    let refusals = &mending.refused[&2];
    assert_eq!(refusals.len(), 2);
    assert!(refusals[0].says.en.contains("2014-05-07") && refusals[0].says.en.contains("2014-07-05"));
}

#[test]
fn what_only_somebody_can_say_is_listed() {
    let ledger = ledger();
    let text = b"class,hospital,end\nc,other,died\nc,other,gone\nconfirmed,org:elsewhere,\n\xe4\xb8\x8d\xe8\xaf\xa6,h1,\n";
    let mut table = read(text).expect("reads");
    let columns = match_columns(&ledger, &table.header, &BTreeMap::new());
    let mending = mend(&ledger, &columns, &mut table, &Rules { orgs: orgs(), ..Rules::default() });
    let told = mending.unknown().into_iter().map(|u| format!("{} {} {}", u.column, u.written, u.count));
    assert_eq!(told.collect::<Vec<_>>(), ["class c 2", "hospital other 2", "end gone 1"]);
}
