//! Terms: what a ledger or a field is in the language of line lists, whatever a pack calls it. So a line list, a chain
//! of transmission or an export finds the case report and its date of onset without knowing any ledger by name.
//!
//! Names follow the practice of line lists (WHO, Go.Data, the R packages `linelist` and `simulist`): `date_onset`,
//! `date_reporting`, `case_type`. Not here: which ledger carries which term (packs say so), and what is made of it
//! (`views`).

use crate::{ledger::FieldType, subject::SubjectKind};
use serde::{Deserialize, Serialize};

/// A closed list of words, each with its meaning: an enum, all of its words in reading order, and the way there and back.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $($(#[$means:meta])* $variant:ident = $word:literal,)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$means])* $variant,)+
        }

        impl $name {
            /// All of them, in reading order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];
            /// Their words, in the same order: what packs write.
            pub const WORDS: &'static [&'static str] = &[$($word,)+];

            /// The word.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)+
                }
            }

            /// Reads a word; `None` when it is none of the list.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|term| term.as_str() == word)
            }
        }
    };
}

words! {
    /// What a ledger is. All of them are about persons.
    LedgerTerm,
    /// 病例报告: somebody is a case, of which disease, in which class. Its facts that hold are the rows of the line list.
    Case = "case",
    /// 接触者: somebody was near a case; names the case.
    Contact = "contact",
    /// 暴露: somebody was near a source of whatever kind.
    Exposure = "exposure",
    /// 采样: a specimen was taken.
    Sample = "sample",
    /// 检测结果: what the laboratory found.
    TestResult = "test_result",
    /// 到访: somebody was at a place.
    Visit = "visit",
    /// 接种: a dose was given.
    Vaccination = "vaccination",
    /// 收治: somebody was taken into a hospital; the day of the fact is the date of hospitalisation.
    Admission = "admission",
    /// 转归: what became of a case.
    Outcome = "outcome",
    /// 流调询问: one talk with a case, a contact or somebody who knows.
    Interview = "interview",
}

words! {
    /// What a field is.
    FieldTerm,
    /// 疾病: of which disease a report, result or outcome speaks.
    Disease = "disease",
    /// 病例分类: suspected, clinical, confirmed, carrier, excluded: how sure it is that this is a case.
    CaseType = "case_type",
    /// 病例编号: the number by which a list or another system calls a case.
    CaseId = "case_id",
    /// 推定感染日期: the civil day on which somebody was presumably infected.
    DateInfection = "date_infection",
    /// 发病日期: the civil day of the first symptom.
    DateOnset = "date_onset",
    /// 报告日期: the civil day when it was reported.
    DateReporting = "date_reporting",
    /// 诊断日期: when it was diagnosed.
    DateConfirmation = "date_confirmation",
    /// 隔离日期: the civil day since when it was kept apart.
    DateIsolation = "date_isolation",
    /// 转归: recovered, died …
    Outcome = "outcome",
    /// 转归日期: the civil day of the outcome.
    DateOutcome = "date_outcome",
    /// 死亡日期: the civil day of death.
    DateDeath = "date_death",
    /// 性别.
    Sex = "sex",
    /// 出生日期: a civil day.
    DateBirth = "date_birth",
    /// 年龄: a number, in years unless a field `age_unit` stands beside it.
    Age = "age",
    /// 年龄单位.
    AgeUnit = "age_unit",
    /// 职业.
    Occupation = "occupation",
    /// 输入病例: infected elsewhere.
    Imported = "imported",
    /// 来源病例: the person who may have infected this one.
    SourceCase = "source_case",
    /// 感染来源明确: whether it is known where this case was infected.
    SourceKnown = "source_known",
    /// 小范围单元: the family, building site or stairwell that links cases; the same words are the same.
    SmallArea = "small_area",
    /// 来源接触者: for a contact of a contact, the contact in between.
    SourceContact = "source_contact",
    /// 接触者类别: close contact, contact of a contact …
    ContactType = "contact_type",
    /// 场所类别: in which setting the contact was.
    Setting = "setting",
    /// 把握度: how sure it is.
    Certainty = "certainty",
    /// 首次暴露: the first day or moment of the contact.
    DateFirstExposure = "date_first_exposure",
    /// 末次暴露: the last day or moment of the contact; follow-up counts from it.
    DateLastExposure = "date_last_exposure",
    /// 随访截止日: the last civil day of follow-up.
    DateFollowupEnd = "date_followup_end",
    /// 标本编号: joins a sample to its result.
    SampleId = "sample_id",
    /// 标本类型.
    Specimen = "specimen",
    /// 采样日期: when the specimen was taken.
    DateSample = "date_sample",
    /// 检测结果.
    Result = "result",
    /// 场所: where.
    Place = "place",
    /// 起: from when somebody was there.
    From = "from",
    /// 止: until when.
    To = "to",
    /// 疫苗.
    Vaccine = "vaccine",
    /// 剂次.
    Dose = "dose",
    /// 接种日期: a civil day.
    DateVaccination = "date_vaccination",
    /// 拒种: the dose was offered and not given.
    DoseRefused = "dose_refused",
}

impl FieldTerm {
    /// The types of field that can carry it, as packs write them; references are to one kind of subject
    /// (see [`FieldTerm::fits`]).
    pub fn types(self) -> &'static [&'static str] {
        use FieldTerm::{
            Age, AgeUnit, CaseId, CaseType, Certainty, ContactType, DateBirth, DateConfirmation, DateDeath,
            DateFirstExposure, DateFollowupEnd, DateInfection, DateIsolation, DateLastExposure, DateOnset,
            DateOutcome, DateReporting, DateSample, DateVaccination, Disease, Dose, DoseRefused, From,
            Imported, Occupation, Outcome, Place, Result, SampleId, Setting, Sex, SmallArea, SourceCase,
            SourceContact, SourceKnown, Specimen, To, Vaccine,
        };
        match self {
            DateInfection | DateOnset | DateReporting | DateIsolation | DateOutcome | DateDeath
            | DateBirth | DateFollowupEnd | DateVaccination => &["date"],
            DateConfirmation | DateFirstExposure | DateLastExposure | DateSample => &["date", "instant"],
            From | To => &["instant"],
            Disease | CaseType | Outcome | Sex | AgeUnit | Occupation | ContactType | Setting | Certainty
            | Specimen | Result | Vaccine => &["code"],
            Age | Dose => &["number"],
            Imported | DoseRefused | SourceKnown => &["bool"],
            CaseId | SampleId | SmallArea => &["text"],
            SourceCase | SourceContact | Place => &["ref"],
        }
    }

    /// True when it is a time.
    pub fn is_time(self) -> bool {
        self.types().iter().all(|word| ["date", "instant"].contains(word))
    }

    /// For references: to what.
    pub fn target(self) -> Option<SubjectKind> {
        match self {
            FieldTerm::SourceCase | FieldTerm::SourceContact => Some(SubjectKind::Person),
            FieldTerm::Place => Some(SubjectKind::Place),
            _ => None,
        }
    }

    /// True when a field of this type can carry it.
    pub fn fits(self, kind: &FieldType) -> bool {
        let to = if let FieldType::Ref { to, .. } = kind { Some(*to) } else { None };
        self.types().contains(&kind.word()) && self.target() == to
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldTerm, LedgerTerm};
    use crate::{FieldType, SubjectKind};

    #[test]
    fn words_go_there_and_back() {
        for (term, word) in FieldTerm::ALL.iter().zip(FieldTerm::WORDS) {
            assert_eq!(FieldTerm::parse(word), Some(*term));
            assert_eq!(serde_json::to_value(term).expect("a word"), *word, "the word is that of the API too");
        }
        for (term, word) in LedgerTerm::ALL.iter().zip(LedgerTerm::WORDS) {
            assert_eq!(LedgerTerm::parse(word), Some(*term));
            assert_eq!(serde_json::to_value(term).expect("a word"), *word);
        }
        assert_eq!(FieldTerm::parse("onset_date"), None);
    }

    #[test]
    fn a_source_is_a_person_and_an_onset_is_a_day() {
        let to = |to| FieldType::Ref { to, kinds: Vec::new() };
        assert!(FieldTerm::SourceCase.fits(&to(SubjectKind::Person)));
        assert!(!FieldTerm::SourceCase.fits(&to(SubjectKind::Place)));
        assert!(FieldTerm::DateOnset.fits(&FieldType::Date));
        assert!(!FieldTerm::DateOnset.fits(&FieldType::Instant));
        assert!(FieldTerm::DateSample.fits(&FieldType::Instant));
        for term in FieldTerm::ALL {
            assert_eq!(term.types().contains(&"ref"), term.target().is_some(), "{term:?}");
        }
    }
}
