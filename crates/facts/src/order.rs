//! `Order`: which of two times comes first, as a pack says it (onset before death), and the doubts about facts that break
//! it. Such facts are taken: they may be right, and what was reported is not lost. Somebody has to look.
//!
//! Not here: the check that refuses a fact (`check`), and which orders there are (packs say so).

use crate::{
    check::{RawFact, instant, read_value},
    label::Label,
    ledger::{FieldType, Ledger},
    names::Name,
    term::{FieldTerm, LedgerTerm},
    time::{Date, Instant, Zone, days_between},
    value::Value,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use smol_str::SmolStr;

/// On which fact a time stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The one whose ledger says the order.
    Own,
    /// The registration of the same subject.
    Subject,
    /// One of a ledger that is this, about the same subject.
    Of(LedgerTerm),
}

/// Which time of a fact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// When it happened.
    At,
    /// A field.
    Field(Name),
    /// The field that is this.
    Term(FieldTerm),
}

/// One of the two times of an order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Side {
    /// On which fact.
    pub holder: Holder,
    /// Which of its times.
    pub moment: Moment,
}

/// Two times of which the first does not come after the other.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Order {
    /// What comes first.
    pub first: Side,
    /// What comes then.
    pub then: Side,
    /// At least so many civil days lie between.
    #[serde(default)]
    pub days_min: u16,
    /// What is doubtful when it does not hold.
    pub says: Label,
}

impl Side {
    /// Reads `onset`, `at`, `admission.at`, `outcome.date_outcome`, `subject.date_birth`: a field or the time of the own
    /// ledger, or behind a dot a term of the registration or of a ledger that is this.
    pub fn parse(word: &str) -> Option<Side> {
        let Some((holder, moment)) = word.split_once('.') else {
            let moment = if word == "at" { Moment::At } else { Moment::Field(Name::new(word)) };
            return Some(Side { holder: Holder::Own, moment });
        };
        let holder = match holder {
            "subject" => Holder::Subject,
            term => Holder::Of(LedgerTerm::parse(term)?),
        };
        let moment = match moment {
            "at" => Moment::At,
            term => Moment::Term(FieldTerm::parse(term).filter(|term| term.is_time())?),
        };
        Some(Side { holder, moment })
    }

    fn is_of(&self, own: &Ledger, ledger: &Ledger) -> bool {
        match self.holder {
            Holder::Own => own.id == ledger.id,
            Holder::Subject => ledger.profile && ledger.about == own.about,
            Holder::Of(term) => ledger.term == Some(term),
        }
    }

    fn time(&self, ledger: &Ledger, fact: &RawFact, zone: Zone) -> Option<Told> {
        let field = match &self.moment {
            Moment::At => {
                let read = instant(&fact.at, zone)?;
                let label = Label::new("发生时间", "event time");
                return Some(Told {
                    field: Name::new("at"),
                    label,
                    value: fact.at.clone(),
                    time: Time::At(read),
                });
            }
            Moment::Field(name) => ledger.field(name)?,
            Moment::Term(term) => ledger.field_of(*term)?,
        };
        let json: &Json = fact.body.get(field.id.as_str())?;
        let time = match (&field.kind, read_value(field, json, zone).ok()??) {
            (FieldType::Date, Value::Text(text)) => Time::On(text.parse().ok()?),
            (_, Value::Text(text)) => Time::At(Instant::parse(&text)?),
            _ => return None,
        };
        let value = json.as_str().map_or_else(|| json.to_string().into(), SmolStr::new);
        Some(Told { field: field.id.clone(), label: field.label.clone(), value, time })
    }
}

/// A time as it is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Time {
    On(Date),
    At(Instant),
}

impl Time {
    fn date(self, zone: Zone) -> Date {
        match self {
            Time::On(date) => date,
            Time::At(at) => zone.date_of(at),
        }
    }
}

/// A time with what it is called and how it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Told {
    field: Name,
    label: Label,
    value: SmolStr,
    time: Time,
}

/// One of the two times that are in doubt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Doubtful {
    /// The ledger of its fact.
    pub ledger: Name,
    /// The field, or `at`.
    pub field: Name,
    /// What the field is called.
    pub label: Label,
    /// What stands there.
    pub value: SmolStr,
}

/// Something that is taken and looks wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Doubt {
    /// What is doubtful.
    pub says: Label,
    /// What ought to come first.
    pub first: Doubtful,
    /// What ought to come then.
    pub then: Doubtful,
}

/// The doubts about facts that belong together: those of one subject in one report. Orders between them are those that
/// any of their ledgers says; where a time is not there nothing is doubted.
pub fn doubts(together: &[(&Ledger, &RawFact)], zone: Zone) -> Vec<Doubt> {
    let mut found = Vec::new();
    for (own, _) in together {
        for order in &own.orders {
            let times = |side: &Side| {
                let of = together.iter().filter(|(ledger, _)| side.is_of(own, ledger));
                of.filter_map(|(ledger, fact)| Some((ledger.id.clone(), side.time(ledger, fact, zone)?)))
                    .collect::<Vec<_>>()
            };
            for (first_ledger, first) in times(&order.first) {
                for (then_ledger, then) in times(&order.then) {
                    if holds(order.days_min, first.time, then.time, zone) {
                        continue;
                    }
                    let doubtful = |ledger: &Name, told: &Told| Doubtful {
                        ledger: ledger.clone(),
                        field: told.field.clone(),
                        label: told.label.clone(),
                        value: told.value.clone(),
                    };
                    let doubt = Doubt {
                        says: order.says.clone(),
                        first: doubtful(&first_ledger, &first),
                        then: doubtful(&then_ledger, &then),
                    };
                    if !found.contains(&doubt) {
                        found.push(doubt);
                    }
                }
            }
        }
    }
    found
}

/// Two moments are compared as such; with a civil date beside, or with days between, as days.
fn holds(days_min: u16, first: Time, then: Time, zone: Zone) -> bool {
    match (first, then) {
        (Time::At(first), Time::At(then)) if days_min == 0 => first <= then,
        _ => days_between(first.date(zone), then.date(zone)) >= i32::from(days_min),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(id: &str, rest: &str) -> Ledger {
        let text =
            format!(r#"{{"id": "{id}", "title": {{"zh": "表", "en": "t"}}, "about": "person", {rest}}}"#);
        serde_json::from_str(&text).expect("a ledger")
    }

    fn order(first: &str, then: &str, days_min: u16) -> Order {
        let side = |word| Side::parse(word).expect("a side");
        Order { first: side(first), then: side(then), days_min, says: Label::new("先后", "order") }
    }

    /// A case report, an admission and a registration that belong together.
    fn ledgers() -> [Ledger; 3] {
        let mut case = ledger(
            "case",
            r#""term": "case", "fields": [
              {"id": "infected", "label": {"zh": "感", "en": "infected"}, "type": "date"},
              {"id": "onset", "label": {"zh": "病", "en": "onset"}, "type": "date"},
              {"id": "seen", "label": {"zh": "诊", "en": "seen"}, "type": "instant"},
              {"id": "left", "label": {"zh": "离", "en": "left"}, "type": "instant"}]"#,
        );
        case.orders = vec![
            order("infected", "onset", 1),
            order("onset", "seen", 0),
            order("seen", "left", 0),
            order("subject.date_birth", "onset", 0),
            order("onset", "admission.at", 0),
        ];
        let person = ledger(
            "person",
            r#""profile": true, "fields": [
              {"id": "born", "label": {"zh": "生", "en": "born"}, "type": "date", "term": "date_birth"}]"#,
        );
        [case, ledger("ward", r#""term": "admission""#), person]
    }

    /// The fields in doubt, as `first > then`.
    fn told(case: Json, admitted: &str, born: &str) -> Vec<String> {
        let [ledger, ward, person] = ledgers();
        let fact = |at: &str, body: Json| RawFact {
            at: at.into(),
            body: body.as_object().cloned().unwrap_or_default(),
            ..RawFact::default()
        };
        let facts = [
            fact("2014-05-09", case),
            fact(admitted, Json::Null),
            fact("2014-05-01", serde_json::json!({ "born": born })),
        ];
        let together = [(&ledger, &facts[0]), (&ward, &facts[1]), (&person, &facts[2])];
        let words = |d: &Doubtful| format!("{}.{} {}", d.ledger, d.field, d.value);
        doubts(&together, Zone::default())
            .iter()
            .map(|d| format!("{} > {}", words(&d.first), words(&d.then)))
            .collect()
    }

    #[test]
    fn an_order_that_holds_is_not_doubted() {
        let case = serde_json::json!({ "infected": "2014-05-01", "onset": "2014-05-02", "seen": "2014-05-02 00:00" });
        assert_eq!(told(case, "2014-05-02 08:00", "2014-05-02"), [""; 0]);
        assert_eq!(told(serde_json::json!({ "onset": "2014-05-02" }), "", ""), [""; 0], "what is not there");
        assert_eq!(
            told(serde_json::json!({ "onset": "?" }), "2014-05-01", ""),
            [""; 0],
            "what cannot be read"
        );
    }

    #[test]
    fn an_order_that_does_not_hold_names_both() {
        let case = serde_json::json!({ "infected": "2014-05-02", "onset": "2014/5/2" });
        assert_eq!(told(case, "", ""), ["case.infected 2014-05-02 > case.onset 2014/5/2"], "a day between");
        let case = serde_json::json!({ "onset": "2014-05-02", "seen": "2014-05-01 23:59" });
        assert_eq!(told(case, "", ""), ["case.onset 2014-05-02 > case.seen 2014-05-01 23:59"]);
        let case = serde_json::json!({ "seen": "2014-05-01 08:00", "left": "2014-05-01 07:59" });
        assert_eq!(told(case, "", "").len(), 1, "moments of one day");
    }

    #[test]
    fn orders_reach_across_the_facts_of_one_report() {
        let case = serde_json::json!({ "onset": "2014-05-02" });
        assert_eq!(
            told(case, "2014-05-01", "2014-05-03"),
            ["person.born 2014-05-03 > case.onset 2014-05-02", "case.onset 2014-05-02 > ward.at 2014-05-01"]
        );
    }

    #[test]
    fn sides_are_fields_or_terms() {
        assert_eq!(Side::parse("at").map(|s| s.moment), Some(Moment::At));
        assert_eq!(
            Side::parse("outcome.date_outcome").map(|s| s.holder),
            Some(Holder::Of(LedgerTerm::Outcome))
        );
        for wrong in ["outcomes.at", "outcome.sex", "subject.born"] {
            assert_eq!(Side::parse(wrong), None, "{wrong}");
        }
    }
}
