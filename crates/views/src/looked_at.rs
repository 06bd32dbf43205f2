//! The words of what a condition looked at, as a reason names it: `temperature`, `subject.birth_date`,
//! `history.test_result`, `course.day`.
//!
//! Not here: the words of everything else (`book`), and what may be shown (`lens`).

use crate::{book::Book, words::Words};
use facts::{Ledger, SubjectKind};

impl Book {
    /// The words of a path; `ledgers` are those of the facts that it may name a field of.
    pub fn path(&self, path: &str, ledgers: &[&Ledger]) -> Words {
        let (head, rest) = path.split_once('.').unwrap_or(("", path));
        let found = match head {
            "history" | "during" | "linked" => Some(self.of_ledger(rest)),
            "subject" => self.profile_field(None, rest).map(|f| Words::from(&f.label)),
            "org" => self.profile_field(Some(SubjectKind::Org), rest).map(|f| Words::from(&f.label)),
            "fact" => of_fact(rest),
            "course" => of_course(rest),
            // A status, by its qualified name.
            "" if rest.contains('/') => Some(self.title(rest)),
            "" => {
                let field = ledgers.iter().find_map(|l| l.field(rest));
                field.or_else(|| self.profile_field(None, rest)).map(|f| Words::from(&f.label))
            }
            _ => None,
        };
        found.unwrap_or_else(|| Words::same(path))
    }

    /// A ledger, or one of its fields.
    fn of_ledger(&self, path: &str) -> Words {
        let (ledger, field) = path.split_once('.').unwrap_or((path, ""));
        let title = self.ledger_title(ledger);
        match self.ledgers.get(ledger).and_then(|l| l.field(field)) {
            Some(f) => {
                Words::new(format!("{}：{}", title.zh, f.label.zh), format!("{}: {}", title.en, f.label.en))
            }
            None => title,
        }
    }
}

/// What every fact has.
fn of_fact(name: &str) -> Option<Words> {
    let (zh, en) = match name {
        "at" => ("发生时间", "when it happened"),
        "received" => ("收到时间", "when it was received"),
        "org" => ("登记单位", "who reported"),
        "subject" => ("对象", "whom it is about"),
        "ledger" => ("台账", "the ledger"),
        _ => return None,
    };
    Some(Words::new(zh, en))
}

/// What every course has.
fn of_course(name: &str) -> Option<Words> {
    let (zh, en) = match name {
        "day" => ("管控第几天", "day of the course"),
        "days" => ("管控天数", "days of the course"),
        "phase" => ("管控阶段", "phase of the course"),
        "tests_due" => ("应检次数", "tests due"),
        "tests_done" => ("已检次数", "tests done"),
        "tests_negative" => ("阴性次数", "negative tests"),
        "tests_positive" => ("阳性次数", "positive tests"),
        _ => return None,
    };
    Some(Words::new(zh, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_every_fact_and_course_has_is_named_and_what_is_unknown_stays_as_written() {
        let book = Book::default();
        let zh = |path: &str| book.path(path, &[]).zh;
        assert_eq!(zh("fact.at"), "发生时间");
        assert_eq!(zh("course.tests_negative"), "阴性次数");
        assert_eq!(zh("fact.colour"), "fact.colour");
        assert_eq!(zh("celsius"), "celsius");
    }
}
