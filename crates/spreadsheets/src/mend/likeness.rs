//! The code or organisation that a misspelt text means, if exactly one can be meant.
//!
//! A text is compared by its letters and digits only. It is taken for a word that it equals, for the one that means the
//! same, for one that it alone begins, or for one that differs by few letters (one for each six begun, of Chinese of
//! four characters or more one), when no other word is within two letters more. First letter, all digits and all single
//! letters must be the same: `unconfirmed` is not a misspelt `confirmed`, `hepatitis B` no `hepatitis C`, H5N1 no H7N9.
//!
//! Not here: likeness of persons; nobody is taken for somebody else because of a name.

use super::{Org, told::Why};
use facts::{Field, Label, Refusal, RefusalCode, china::half_width, ledger::Code};

/// Words for the same, as line lists write them. A text means the only code of a list one of whose words is in its set.
const SAME: [&[&str]; 5] = [
    &["died", "dead", "death", "deceased", "fatal", "死亡", "死", "病死", "病故", "已故"],
    &["recovered", "recover", "recovery", "cured", "healed", "痊愈", "治愈", "康复", "恢复"],
    &["male", "m", "man", "boy", "男", "男性"],
    &["female", "f", "w", "woman", "girl", "女", "女性"],
    &["suspected", "suspect", "疑似", "疑似病例"],
];

/// So many candidates are named in a refusal.
const NAMED_MAX: usize = 6;

/// A value with the words it goes by.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// The code, or the id.
    pub value: String,
    /// What it is called to people.
    name: String,
    /// As they may be written.
    words: Vec<String>,
    /// As they are compared.
    plain: Vec<Vec<char>>,
    /// What an exact word is told as.
    exact: Option<Why>,
}

impl Known {
    pub fn code(code: &Code) -> Known {
        let name = format!("{}（{}）", code.label.zh, code.label.en);
        let words = vec![code.code.to_string(), code.label.zh.to_string(), code.label.en.to_string()];
        Known::new(code.code.to_string(), name, words, None)
    }

    pub fn org(org: &Org) -> Known {
        let name = format!("{}（{}）", org.name, org.id);
        Known::new(org.id.clone(), name, vec![org.name.clone()], Some(Why::Named))
    }

    fn new(value: String, name: String, words: Vec<String>, exact: Option<Why>) -> Known {
        let plain = words.iter().map(|word| plain(word)).collect();
        Known { value, name, words, plain, exact }
    }
}

/// What a text can mean.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Nearest {
    /// A word as it stands in the list.
    Same,
    /// This value, and no other.
    One(String, Why),
    /// More than one: their names.
    Several(Vec<String>),
    /// None.
    Nothing,
}

/// What a text can mean among what is known.
pub(super) fn nearest(text: &str, known: &[Known]) -> Nearest {
    let wanted = plain(text);
    if wanted.is_empty() {
        return Nearest::Nothing;
    }
    let exact: Vec<&Known> = known.iter().filter(|k| k.words.iter().any(|word| word == text)).collect();
    match exact[..] {
        [Known { exact: None, .. }, ..] => return Nearest::Same,
        [one] => return Nearest::One(one.value.clone(), one.exact.unwrap_or(Why::Spelling)),
        _ => {}
    }
    let same = |k: &&Known| k.plain.contains(&wanted);
    let begun = |k: &&Known| k.plain.iter().any(|word| word.starts_with(&wanted));
    if let Some(found) = only(known.iter().filter(same), Why::Spelling) {
        return found;
    }
    if let Some(set) = SAME.iter().find(|set| set.iter().any(|word| plain(word) == wanted)) {
        let in_set = |k: &&Known| k.plain.iter().any(|own| set.iter().any(|word| plain(word) == *own));
        if let Some(found @ Nearest::One(..)) = only(known.iter().filter(in_set), Why::Synonym) {
            return found;
        }
    }
    if let Some(found) = only(known.iter().filter(begun), Why::Beginning) {
        return found;
    }
    misspelt(&wanted, known)
}

/// The only one, or all that there are; `None` when there is none.
fn only<'a>(found: impl Iterator<Item = &'a Known>, why: Why) -> Option<Nearest> {
    let found: Vec<&Known> = found.collect();
    match found[..] {
        [] => None,
        [one] => Some(Nearest::One(one.value.clone(), why)),
        _ => Some(Nearest::Several(found.iter().map(|k| k.name.clone()).collect())),
    }
}

fn misspelt(wanted: &[char], known: &[Known]) -> Nearest {
    let text: String = wanted.iter().collect();
    let mut near: Vec<(usize, &Known)> = Vec::new();
    for one in known {
        let distances = one
            .plain
            .iter()
            .filter(|word| comparable(wanted, word))
            .map(|word| strsim::osa_distance(&text, &word.iter().collect::<String>()));
        near.extend(distances.min().map(|distance| (distance, one)));
    }
    near.sort_by_key(|(distance, _)| *distance);
    let limit = letters_wrong_max(wanted);
    match near[..] {
        [(best, _), ..] if best > limit => Nearest::Nothing,
        [] => Nearest::Nothing,
        [(best, one), ref others @ ..] if others.first().is_none_or(|(next, _)| *next > best + 2) => {
            Nearest::One(one.value.clone(), Why::Likeness)
        }
        [(best, _), ..] => Nearest::Several(
            near.iter().take_while(|(d, _)| *d <= best + 2).map(|(_, k)| k.name.clone()).collect(),
        ),
    }
}

/// As it is compared: letters and digits, half-width, in lower case.
fn plain(text: &str) -> Vec<char> {
    let mut out = Vec::new();
    for word in half_width(text).to_lowercase().split(|c: char| !c.is_alphanumeric()) {
        if !out.is_empty() && !word.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars());
    }
    out
}

/// The same first letter, digits and single letters: what is meaning rather than spelling.
fn comparable(a: &[char], b: &[char]) -> bool {
    let digits = |text: &[char]| text.iter().filter(|c| c.is_numeric()).copied().collect::<Vec<_>>();
    let single = |text: &[char]| {
        text.split(|c| *c == ' ').filter(|word| word.len() == 1).map(<[char]>::to_vec).collect::<Vec<_>>()
    };
    a.first() == b.first() && digits(a) == digits(b) && single(a) == single(b)
}

fn letters_wrong_max(text: &[char]) -> usize {
    let (length, ascii) = (text.len(), text.iter().all(char::is_ascii));
    match (ascii, length) {
        (_, 0..=3) => 0,
        (true, _) => length.div_ceil(6),
        (false, _) => 1,
    }
}

/// The refusal of a text that can mean several.
pub(super) fn undecided(field: &Field, text: &str, names: &[String]) -> Box<Refusal> {
    let more = if names.len() > NAMED_MAX { " …" } else { "" };
    let list = |between: &str| names.iter().take(NAMED_MAX).cloned().collect::<Vec<_>>().join(between);
    let says = Label::new(
        format!("“{}”的内容可能是：{}{more}", field.label.zh, list("、")),
        format!("“{}” may mean: {}{more}", field.label.en, list(", ")),
    );
    let hint = Label::new("请写完整的名称或代码", "write the whole label or code");
    Box::new(Refusal::new(RefusalCode::UnknownCode, says, hint).about(&field.id).found(text))
}
