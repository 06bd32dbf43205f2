//! A row whose fact is known with other values: what the list says anew becomes a correction, cell by cell. What somebody
//! has said otherwise at the desk since the list last spoke stays, and is told as a doubt; an empty cell changes nothing.
//!
//! Not here: which rows are asked for (`How::correct`), and what the house says to a correction (`intake`).

use super::{Doubted, Form, OnTheWay, rows::token};
use crate::state::Doors;
use facts::{
    Body, Fact, FactId, Field, Instant, Label, Ledger, Recorded, SubjectId, Value,
    check::{CheckContext, RawFact, check_fact, is_sealed},
    fold::rank,
    order::Doubtful,
};
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// How many chains of corrections, or subjects, are read at once.
const READ_AT_ONCE: usize = 1000;

/// A value that a row changes. Identity values are not told.
pub(super) struct Changed {
    pub ledger: Label,
    pub field: Label,
    pub before: String,
    pub now: String,
}

/// Facts with their corrections, by root.
type Chains = BTreeMap<FactId, Vec<Recorded>>;

/// What was known before, and by whom rows are read.
pub(super) struct Before<'a> {
    doors: &'a Doors,
    form: &'a Form,
    account: SmolStr,
    now: Instant,
    chains: Chains,
}

/// A fact of a row as it goes in, with what is to be told of it.
struct Retold {
    fact: RawFact,
    doubts: Vec<Doubted>,
    changes: Vec<Changed>,
}

impl<'a> Before<'a> {
    /// Reads what is known of the facts of these rows, as far as the caller may see it: whoever may not is refused by
    /// the house, as for any other known id.
    pub fn read(
        doors: &'a Doors,
        form: &'a Form,
        scope: &access::Scope,
        rows: &[OnTheWay],
    ) -> Result<Self, store::Error> {
        let facts = rows.iter().flat_map(|row| row.facts.iter().flatten());
        let ids: Vec<FactId> = facts.filter_map(|fact| fact.id).collect();
        let chains = doors.house.read(|read| {
            let mut chains = Chains::new();
            for some in ids.chunks(READ_AT_ONCE) {
                for recorded in read.facts_of_roots(some)? {
                    chains.entry(recorded.fact.root()).or_default().push(recorded);
                }
            }
            let paths = paths_of(read, &chains)?;
            let mine = |recorded: &Recorded| {
                // Whom no registration places is seen through the facts of one's own organisations.
                let places = [&recorded.fact.subject, &recorded.fact.org].into_iter();
                let places = places.filter_map(|id| paths.get(id)).flatten();
                let ledger = form.ledger_of(&recorded.fact.ledger);
                ledger.is_some_and(|ledger| scope.may_see_at_any(places, ledger.privacy))
            };
            chains.retain(|_, chain| chain.iter().all(mine));
            Ok::<_, store::Error>(chains)
        })?;
        Ok(Before { doors, form, account: scope.account().into(), now: doors.now(), chains })
    }

    /// Turns what a row changes into corrections.
    pub fn correct(&self, row: &mut OnTheWay) {
        for fact in row.facts.iter_mut().flatten() {
            let undated = fact.id.is_some_and(|id| row.undated.contains(&id));
            if let Some(retold) = self.retold(fact, undated) {
                *fact = retold.fact;
                row.doubts.extend(retold.doubts);
                row.changes.extend(retold.changes);
            }
        }
    }

    /// The fact as it goes in; `None` where it stays as it came: it is new, or the house says what is wrong with it.
    fn retold(&self, raw: &RawFact, undated: bool) -> Option<Retold> {
        let ledger = self.form.ledger_of(&raw.ledger)?;
        let chain = self.chains.get(&raw.id?)?;
        let root = chain.iter().find(|r| r.fact.corrects.is_none()).filter(|r| !r.purged)?;
        let row = self.typed(ledger, raw, &root.fact.org)?;
        if row.subject != root.fact.subject || row.ledger != root.fact.ledger {
            return None;
        }
        // Ids made of names are those of lists; the desk's are made of the time.
        let by_list = |r: &&Recorded| !r.fact.void && r.fact.id.0.get_version_num() == 8;
        let said = chain.iter().filter(by_list).max_by_key(|r| rank(r)).unwrap_or(root);
        let holds = chain.iter().max_by_key(|r| rank(r)).unwrap_or(root);
        Some(
            Comparison { ledger, raw, row, root: &root.fact, said: &said.fact, holds: &holds.fact }
                .retold(self, undated),
        )
    }

    /// The row's fact with canonical values; identity values as the tokens that a stored fact keeps of them.
    fn typed(&self, ledger: &Ledger, raw: &RawFact, org: &SubjectId) -> Option<Fact> {
        let context = CheckContext {
            clock: self.now,
            zone: self.doors.house.zone,
            by: self.account.clone(),
            org: Some(org.clone()),
            id: raw.id?,
        };
        let mut fact = check_fact(ledger, raw, &context).ok()?;
        for field in ledger.fields.iter().filter(|field| field.is_identity()) {
            let Some(Value::Text(text)) = fact.body.get(&field.id) else { continue };
            if !is_sealed(text) {
                let secret = vault::Secret::new(text.as_str());
                let token = self.doors.house.vault.token(&fact.subject, &field.id, &secret).ok()?;
                fact.body.insert(field.id.clone(), Value::text(token));
            }
        }
        Some(fact)
    }
}

/// Where those lie whom facts are about, and on whose behalf they were told.
fn paths_of(
    read: &mut dyn store::Read,
    chains: &Chains,
) -> Result<BTreeMap<SubjectId, Vec<SmolStr>>, store::Error> {
    let facts = chains.values().flatten().map(|recorded| &recorded.fact);
    let ids: BTreeSet<SubjectId> = facts.flat_map(|fact| [fact.subject.clone(), fact.org.clone()]).collect();
    let ids: Vec<SubjectId> = ids.into_iter().collect();
    let mut paths = BTreeMap::new();
    for some in ids.chunks(READ_AT_ONCE) {
        let rows = read.subjects(some)?.into_iter();
        paths.extend(rows.map(|row| (row.id.clone(), row.paths().cloned().collect())));
    }
    Ok(paths)
}

/// A fact of a row beside what the list said last and what holds now.
struct Comparison<'a> {
    ledger: &'a Ledger,
    raw: &'a RawFact,
    row: Fact,
    root: &'a Fact,
    said: &'a Fact,
    holds: &'a Fact,
}

impl Comparison<'_> {
    fn retold(&self, before: &Before<'_>, undated: bool) -> Retold {
        let differs = |name: &facts::Name, value: &Value| self.said.body.get(name) != Some(value);
        let fields: Vec<&Field> = self
            .ledger
            .fields
            .iter()
            .filter(|field| self.row.body.get(&field.id).is_some_and(|value| differs(&field.id, value)))
            .collect();
        let moved = !undated && self.row.at != self.said.at;
        let mut told = Retold { fact: again(self.root), doubts: Vec::new(), changes: Vec::new() };
        if fields.is_empty() && !moved {
            return told;
        }
        if self.holds.void {
            told.doubts.push(self.doubt(withdrawn(), Vec::new()));
            return told;
        }
        let mut body = self.holds.body.clone();
        for field in fields {
            self.cell(field, &mut body, &mut told);
        }
        let at = if moved { self.time(&mut told) } else { self.holds.at };
        if !told.changes.is_empty() {
            told.fact = self.correction(before, body, at);
        }
        told
    }

    /// One changed cell: taken where the list spoke last, left where the desk did.
    fn cell(&self, field: &Field, body: &mut Body, told: &mut Retold) {
        let (now, said, holds) =
            (self.row.body.get(&field.id), self.said.body.get(&field.id), self.holds.body.get(&field.id));
        if now == holds {
            return;
        }
        if !self.takes(field) {
            let values = [holds, now].map(|value| self.value(field, value)).to_vec();
            told.doubts.push(self.doubt(corrected_at_the_desk(), values));
            return;
        }
        if let Some(value) = now {
            body.insert(field.id.clone(), value.clone());
        }
        told.changes.push(Changed {
            ledger: self.ledger.title.clone(),
            field: field.label.clone(),
            before: shown(field, said),
            now: shown(field, now),
        });
    }

    /// True where the list says something else than before, and nobody else has spoken since.
    fn takes(&self, field: &Field) -> bool {
        let [now, said, holds] = [&self.row, self.said, self.holds].map(|fact| fact.body.get(&field.id));
        now.is_some() && now != said && said == holds
    }

    /// The time, likewise.
    fn time(&self, told: &mut Retold) -> Instant {
        if self.row.at == self.holds.at {
            return self.holds.at;
        }
        if self.holds.at != self.said.at {
            told.doubts.push(self.doubt(corrected_at_the_desk(), Vec::new()));
            return self.holds.at;
        }
        told.changes.push(Changed {
            ledger: self.ledger.title.clone(),
            field: Label::new("发生时间", "event time"),
            before: self.said.at.to_string(),
            now: self.row.at.to_string(),
        });
        self.row.at
    }

    /// What holds, with what the row changes. Its id follows from what it stands on, so that the same file sent by two
    /// is one correction; it is written behind what holds, whatever the clock says.
    fn correction(&self, before: &Before<'_>, body: Body, at: Instant) -> RawFact {
        let content = serde_json::to_string(&body).unwrap_or_default();
        let key =
            [self.root.id.to_string(), self.said.id.to_string(), at.to_string(), content].join("\u{1f}");
        let key = token(before.doors, "row", &key).unwrap_or(key);
        let mut body = as_json(&body);
        // A new identity value goes as it came, to be sealed.
        for field in self.ledger.fields.iter().filter(|field| field.is_identity() && self.takes(field)) {
            if let Some(value) = self.raw.body.get(field.id.as_str()) {
                body.insert(field.id.to_string(), value.clone());
            }
        }
        RawFact {
            id: Some(FactId::from_name("list-change", &self.ledger.id, &key)),
            at: at.to_string().into(),
            written: Some(before.now.max(self.holds.written.plus_micros(1)).to_string().into()),
            body,
            corrects: Some(self.root.id),
            ..again(self.holds)
        }
    }

    fn value(&self, field: &Field, value: Option<&Value>) -> Doubtful {
        Doubtful {
            ledger: self.ledger.id.clone(),
            field: field.id.clone(),
            label: field.label.clone(),
            value: shown(field, value).into(),
        }
    }

    fn doubt(&self, (zh, en): (&str, &str), values: Vec<Doubtful>) -> Doubted {
        let title = &self.ledger.title;
        Doubted {
            says: Label::new(format!("“{}”{zh}", title.zh), format!("“{}” {en}", title.en)), values
        }
    }
}

/// A stored fact as it would be sent again.
fn again(fact: &Fact) -> RawFact {
    RawFact {
        id: Some(fact.id),
        ledger: fact.ledger.clone(),
        subject: fact.subject.as_str().into(),
        at: fact.at.to_string().into(),
        written: None,
        org: Some(fact.org.as_str().into()),
        body: as_json(&fact.body),
        corrects: fact.corrects,
        void: fact.void,
        discharges: fact.discharges.clone(),
    }
}

fn as_json(body: &Body) -> serde_json::Map<String, Json> {
    let json =
        |(name, value): (&facts::Name, &Value)| Some((name.to_string(), serde_json::to_value(value).ok()?));
    body.iter().filter_map(json).collect()
}

/// A value as it may be told to whoever imports: nothing of an identity.
fn shown(field: &Field, value: Option<&Value>) -> String {
    match value.and_then(|value| serde_json::to_value(value).ok()) {
        None => String::new(),
        Some(_) if field.is_identity() => "***".into(),
        Some(Json::String(text)) => text,
        Some(other) => other.to_string(),
    }
}

fn withdrawn() -> (&'static str, &'static str) {
    ("已在台账中作废，一览表的改动未录入", "was withdrawn at the desk; what the list changes was left out")
}

fn corrected_at_the_desk() -> (&'static str, &'static str) {
    ("已在台账中更正过，保留更正后的内容", "was corrected at the desk, whose value stays")
}
