//! `Ledger` (台账): a kind of fact as a pack declares it. Validation, form, list, spreadsheet template and API
//! documentation all come from here.
//!
//! Not here: the checking itself (`check`), and any particular ledger: those are data in `packs/`.

use crate::{
    label::Label,
    names::Name,
    number::Decimal,
    order::Order,
    subject::SubjectKind,
    term::{FieldTerm, LedgerTerm},
};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// How private a ledger or a field is. Later is more private; `access` decides who may see which.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Privacy {
    /// 公开: may be shown to anybody.
    Public,
    /// 内部: anybody with a role in the jurisdiction.
    #[default]
    Internal,
    /// 健康: health data of a person; roles with a duty of care.
    Health,
    /// 身份: name, identity number, telephone, address. Kept in the vault, masked by default.
    Identity,
}

/// What a field can hold.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum FieldType {
    /// Yes or no.
    Bool,
    /// A number, with at most `decimals` decimals, in `min..=max`.
    Number {
        /// 0 to 4.
        #[serde(default)]
        decimals: u8,
        /// Lowest allowed.
        #[serde(default)]
        min: Option<Decimal>,
        /// Highest allowed.
        #[serde(default)]
        max: Option<Decimal>,
        /// Unit as written to people and checked in conditions (`°C`, `person`, `kg`).
        #[serde(default)]
        unit: Option<SmolStr>,
    },
    /// Free text of at most `max_chars` characters.
    Text {
        /// Default 200.
        #[serde(default)]
        max_chars: Option<u32>,
    },
    /// One code of a list.
    Code {
        /// Allowed codes with their words.
        codes: Vec<Code>,
    },
    /// Several codes of a list.
    Codes {
        /// Allowed codes with their words.
        codes: Vec<Code>,
    },
    /// A civil date.
    Date,
    /// A point in time.
    Instant,
    /// A time of day, `HH:MM`.
    TimeOfDay,
    /// Another subject.
    Ref {
        /// Its kind.
        to: SubjectKind,
        /// For `to = org`: the kinds of organisation allowed; empty means any.
        #[serde(default)]
        kinds: Vec<Name>,
    },
    /// A person's name. Vault.
    PersonName,
    /// A citizen's identity number, GB 11643. Vault.
    CitizenId,
    /// A telephone number. Vault.
    Phone,
    /// An address to the door. Vault.
    Address,
    /// A unified social credit code, GB 32100.
    CreditCode,
    /// A division code, GB/T 2260 (6 digits) or its statistical extension (9, 12).
    Division,
}

impl FieldType {
    /// The word that packs write.
    pub fn word(&self) -> &'static str {
        match self {
            FieldType::Bool => "bool",
            FieldType::Number { .. } => "number",
            FieldType::Text { .. } => "text",
            FieldType::Code { .. } => "code",
            FieldType::Codes { .. } => "codes",
            FieldType::Date => "date",
            FieldType::Instant => "instant",
            FieldType::TimeOfDay => "time_of_day",
            FieldType::Ref { .. } => "ref",
            FieldType::PersonName => "person_name",
            FieldType::CitizenId => "citizen_id",
            FieldType::Phone => "phone",
            FieldType::Address => "address",
            FieldType::CreditCode => "credit_code",
            FieldType::Division => "division",
        }
    }
}

/// One entry of a code list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// The code as stored.
    pub code: Name,
    /// Its words.
    pub label: Label,
    /// What it means in code systems that other programs know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub means: Vec<Meaning>,
}

/// A code of a published code system.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meaning {
    /// The URI by which FHIR knows the code system: `http://snomed.info/sct`, `http://hl7.org/fhir/sid/icd-10`.
    pub system: SmolStr,
    /// The code in it.
    pub code: SmolStr,
    /// Its words in it, if they are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<SmolStr>,
}

/// A field of a ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Field {
    /// Its name in conditions and files.
    pub id: Name,
    /// Its words on the form.
    pub label: Label,
    /// What it holds.
    #[serde(flatten)]
    pub kind: FieldType,
    /// A fact without it is refused.
    #[serde(default)]
    pub required: bool,
    /// How private; identity types are always `Identity`.
    #[serde(default)]
    pub privacy: Privacy,
    /// From the day of the fact the subject belongs to the organisation or household named here (class, dormitory,
    /// village), until the next fact of this ledger says otherwise. Only for `ref`.
    #[serde(default)]
    pub membership: bool,
    /// Help under the form field.
    #[serde(default)]
    pub help: Option<Label>,
    /// What it is in the language of line lists.
    #[serde(default)]
    pub term: Option<FieldTerm>,
}

/// What a ledger does beside telling what happened. The engine knows these words and no ledger by name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Registers an organisation: fields `kind`, `name`, `parent`.
    Organise,
    /// Gives a role in an organisation to an account: fields `role`, `account`, optional `at`, `until`.
    Assign,
    /// Somebody takes a duty: field `duty`.
    Claim,
    /// A duty goes to another account: fields `duty`, `account`, `reason`.
    Delegate,
    /// A duty is waived: fields `duty`, `reason`.
    Waive,
    /// An alert is acknowledged: field `alert`.
    Acknowledge,
    /// A report is signed and frozen: fields `report`, `period`, `numbers`, `hash`.
    Sign,
    /// Two registered persons are judged to be one, or not to be: fields `other`, `verdict` (`same`, `different`),
    /// `reason`. Subject: the person who is kept.
    Identify,
    /// An alarm of a detector is judged: fields `series`, `day`, `finding`, `text`. Subject: whose numbers they are.
    Review,
    /// A plan is put in force: fields `pack`, `version`, `hash`, optional `until`. Subject: the organisation.
    Adopt,
    /// The clock was read: written by the house itself, once per sweep.
    Clock,
    /// A message left the house.
    Send,
    /// Facts whose time was over were purged: fields `count`, `facts` (their numbers), `ledgers`. Written by the house.
    Purge,
    /// After a purge: what stands was laid down as the ground that a rebuild starts from: fields `unit`, `hash`.
    /// Written by the house.
    Baseline,
}

/// From when the time counts for which a fact is kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptFrom {
    /// 事件: from when it happened.
    #[default]
    Event,
    /// 管控期结束: from the end of the last course of its subject that ended after it; without one, from the event.
    CourseEnd,
    /// 最后登记: from the last fact of any ledger about its subject. For registrations.
    LastFact,
}

/// A kind of fact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ledger {
    /// Its name.
    pub id: Name,
    /// Its words.
    pub title: Label,
    /// What it is about.
    pub about: SubjectKind,
    /// For `about = org`: kinds of organisation it is about; empty means any.
    #[serde(default)]
    pub kinds: Vec<Name>,
    /// How private the whole ledger is; fields may be more private.
    #[serde(default)]
    pub privacy: Privacy,
    /// Its fields, in the order of the form.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Its latest fact describes its subject: its fields become attributes (`subject.birth_date`) and list columns,
    /// and the first such fact registers the subject.
    #[serde(default)]
    pub profile: bool,
    /// Fields that make a row unique within an import, besides subject and time.
    #[serde(default)]
    pub natural_key: Vec<Name>,
    /// Which of its times come before which; a fact that breaks one is taken and doubted.
    #[serde(default)]
    pub orders: Vec<Order>,
    /// The sheet of a whole group, if it is one.
    #[serde(default)]
    pub sheet: Option<Sheet>,
    /// What it does to the house, if anything.
    #[serde(default)]
    pub act: Option<Act>,
    /// What it is in the language of line lists.
    #[serde(default)]
    pub term: Option<LedgerTerm>,
    /// For case reports: those of one person and disease whose days of onset (else of the event) are no further apart than
    /// so many civil days are one case; without it they always are.
    #[serde(default)]
    pub same_case_days: Option<u16>,
    /// How far ahead of the clock its facts may be dated, in days (a planned holiday). Default 0.
    #[serde(default)]
    pub days_ahead_max: u16,
    /// Civil days after which facts of this ledger are purged; absent means kept.
    #[serde(default)]
    pub retention_days: Option<u16>,
    /// From when these days count.
    #[serde(default)]
    pub retention_from: KeptFrom,
}

impl Ledger {
    /// A field by name.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.id.as_str() == id)
    }

    /// The field that is this.
    pub fn field_of(&self, term: FieldTerm) -> Option<&Field> {
        self.fields.iter().find(|f| f.term == Some(term))
    }
}

impl Field {
    /// True when its value belongs in the vault.
    pub fn is_identity(&self) -> bool {
        self.privacy == Privacy::Identity
            || matches!(
                self.kind,
                FieldType::PersonName | FieldType::CitizenId | FieldType::Phone | FieldType::Address
            )
    }
}

/// A sheet (名册) tells of a whole group in one fact: how many ought to be there, how many are. Who is not as usual has a
/// fact of their own besides, in another ledger. A roster is entered by it: all as usual by one tap, exceptions named.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sheet {
    /// The field with the number of members.
    pub expected: Name,
    /// The field with the number of those who are there.
    pub present: Name,
    /// In which ways a member is not as usual.
    #[serde(default)]
    pub exceptions: Vec<SheetException>,
}

/// A way in which a member is not as usual.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SheetException {
    /// Its words.
    pub label: Label,
    /// The ledger about persons that tells of it.
    pub ledger: Name,
    /// The field of the sheet that counts these members.
    #[serde(default)]
    pub counts: Option<Name>,
    /// The member is not there.
    #[serde(default)]
    pub away: bool,
    /// Yes-or-no fields of that ledger that are thereby yes.
    #[serde(default)]
    pub says: Vec<Name>,
    /// Fields of that ledger that are asked at once; required ones are in any case.
    #[serde(default)]
    pub ask: Vec<Name>,
}

/// All ledgers in force, by name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ledgers(pub BTreeMap<Name, Ledger>);

impl Ledgers {
    /// A ledger by name.
    pub fn get(&self, id: &str) -> Option<&Ledger> {
        self.0.get(id)
    }

    /// The ledger that does this, if the packs declare one.
    pub fn acting(&self, act: Act) -> Option<&Ledger> {
        self.0.values().find(|l| l.act == Some(act))
    }

    /// The ledgers that are this; several packs may declare one each.
    pub fn of_term(&self, term: LedgerTerm) -> impl Iterator<Item = &Ledger> {
        self.0.values().filter(move |l| l.term == Some(term))
    }
}
