//! Invented people: names, sex, birth dates, identity numbers with valid check digits, telephone numbers.

use facts::{Date, china::citizen_id::with_check_digit, time::add_days};
use rand::{RngExt, seq::IndexedRandom};
use rand_chacha::ChaCha12Rng;

/// A division code that GB/T 2260 does not assign: nobody has such an identity number.
pub(crate) const DIVISION: &str = "529999";

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何",
    "高", "林", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾", "肖", "田",
    "董", "袁", "潘", "于",
];
const GIVEN: &[&str] = &[
    "安", "邦", "晨", "川", "丹", "帆", "芳", "枫", "福", "冠", "海", "涵", "禾", "洪", "华", "慧", "佳",
    "建", "洁", "锦", "静", "娟", "可", "兰", "乐", "丽", "林", "玲", "茂", "梅", "敏", "明", "宁", "鹏",
    "平", "琪", "青", "清", "秋", "然", "荣", "瑞", "山", "思", "松", "涛", "婷", "文", "武", "溪", "霞",
    "祥", "晓", "欣", "秀", "雪", "雅", "燕", "阳", "瑶", "怡", "颖", "勇", "雨", "玉", "源", "云", "泽",
    "哲", "珍", "志", "智", "竹", "卓",
];

/// An invented person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub name: String,
    pub female: bool,
    pub birth: Date,
    pub citizen_id: String,
    pub phone: String,
}

pub(crate) fn surname(rng: &mut ChaCha12Rng) -> &'static str {
    SURNAMES.choose(rng).copied().unwrap_or("王")
}

/// Somebody of that surname, sex and age on that day. `serial` makes identity number and telephone unique.
pub(crate) fn person(
    rng: &mut ChaCha12Rng,
    surname: &str,
    female: bool,
    age_years: i32,
    today: Date,
    serial: u32,
) -> Person {
    let mut name = String::from(surname);
    for _ in 0..rng.random_range(1..=2) {
        name.push_str(GIVEN.choose(rng).copied().unwrap_or("安"));
    }
    let birth = add_days(today, -(age_years * 365 + age_years / 4) - rng.random_range(1..360));
    // Even order numbers are women's, odd ones men's (GB 11643). 500 of each for one birthday are plenty.
    let order = (serial % 499) * 2 + u32::from(!female);
    let body = format!("{DIVISION}{:04}{:02}{:02}{order:03}", birth.year(), birth.month(), birth.day());
    let citizen_id = with_check_digit(&body).map(String::from).unwrap_or_default();
    let phone = format!("199{:08}", serial % 100_000_000);
    Person { name, female, birth, citizen_id, phone }
}
