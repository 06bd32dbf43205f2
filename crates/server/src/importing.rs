//! An import: a file is read, its headings are matched, its cells are mended, its rows become facts that go the same way
//! as all others; what was mended, refused and doubted is told, and kept as a spreadsheet that can be put right and sent
//! again.
//!
//! Not here: reading and mending of spreadsheets (`spreadsheets`), the check of facts, and which orders are doubted
//! (`facts::order`).
//!
//! Reading order: this file (the file and the flow), `form` (of one ledger, or a line list), `rows`, `linelist` (rows as
//! facts), `changes` (what is known with other values), `outcome` (foreseen or written), `told` (the answer).

mod changes;
mod form;
mod linelist;
mod outcome;
mod rows;
mod told;

pub use form::Form;
pub use linelist::parts;

use crate::{
    accounts::{self, kind},
    caller::Caller,
    error::{Answer, Fault},
    extract::whole,
    state::Doors,
    sweeper::blocking,
    wire::{ImportAnswer, Mapping},
};
use axum::{
    extract::{FromRequest, Multipart, Request},
    http::header::{self, HeaderValue},
};
use changes::{Before, Changed};
use facts::{
    FactId, FieldType, Label, Ledger, Refusal, SubjectId, SubjectKind, check::RawFact, order::Doubtful,
};
use spreadsheets::{
    Column, Table, Target,
    mend::{DateOrder, Mending, Org, Rules},
};
use std::collections::BTreeMap;
use std::sync::Arc;
use views::words::Words;

/// Most bytes of a file.
const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The file.
pub struct Source(Vec<u8>);

impl Source {
    /// From a raw body, or the first file of a form.
    pub async fn of(request: Request) -> Answer<Source> {
        let form = |v: &HeaderValue| v.as_bytes().starts_with(b"multipart/form-data");
        if !request.headers().get(header::CONTENT_TYPE).is_some_and(form) {
            return Ok(Source(whole(request, FILE_BYTES_MAX).await?));
        }
        let unreadable = || Fault::Unreadable("multipart/form-data".into());
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
        while let Some(mut part) = parts.next_field().await.map_err(|_| unreadable())? {
            if part.file_name().is_none() && part.name() != Some("file") {
                continue;
            }
            let mut bytes = Vec::new();
            while let Some(piece) = part.chunk().await.map_err(|_| unreadable())? {
                if bytes.len() + piece.len() > FILE_BYTES_MAX {
                    return Err(Fault::TooLarge);
                }
                bytes.extend_from_slice(&piece);
            }
            return Ok(Source(bytes));
        }
        Err(unreadable())
    }
}

/// How a file is imported, whatever it holds.
#[derive(Clone, Default)]
pub struct How {
    /// Heading to field; remembered.
    pub mapping: Option<BTreeMap<String, String>>,
    /// On whose behalf, where a row names none.
    pub org: Option<SubjectId>,
    /// Only say what would be done.
    pub dry_run: bool,
    /// Facts of the past.
    pub history: bool,
    /// In which order days, months and years are written.
    pub dates: Option<DateOrder>,
    /// What texts mean: by heading, then by what is written.
    pub said: BTreeMap<String, BTreeMap<String, String>>,
    /// What a row says otherwise than before is a correction; else such a row is refused.
    pub correct: bool,
}

/// An import.
pub struct Import<'a> {
    /// The doors.
    pub doors: &'a Doors,
    /// Who imports.
    pub caller: &'a Caller,
    /// What the file holds.
    pub form: Arc<Form>,
    /// How.
    pub how: How,
}

/// A row on its way.
struct OnTheWay {
    /// Its row in the file.
    n: u64,
    /// Its facts, which go in together or not at all; or why it is none.
    facts: Result<Vec<RawFact>, Vec<Refusal>>,
    /// What somebody has to look at, if it goes in.
    doubts: Vec<Doubted>,
    /// Facts whose time the row does not say itself.
    undated: Vec<FactId>,
    /// What it changes of what was known.
    changes: Vec<Changed>,
}

impl OnTheWay {
    fn new(n: u64, facts: Result<Vec<RawFact>, Vec<Refusal>>, doubts: Vec<Doubted>) -> Self {
        OnTheWay { n, facts, doubts, undated: Vec::new(), changes: Vec::new() }
    }
}

/// What is told of rows that go in, by row.
#[derive(Default)]
struct Notes {
    doubts: Vec<(u64, Doubted)>,
    changes: Vec<(u64, Changed)>,
}

/// Something in a row that looks wrong, with the values.
struct Doubted {
    says: Label,
    values: Vec<Doubtful>,
}

/// What was read of a file.
struct Found {
    rows: Vec<OnTheWay>,
    mending: Mending,
}

impl Import<'_> {
    /// Reads the file and does it, or says what would be done.
    pub async fn run(self, source: Source) -> Answer<ImportAnswer> {
        let source = Arc::new(source);
        let mut table = read(&source).await?;
        let columns = self.form.columns(&table.header, &self.mapping().await?);
        if !columns.iter().any(|c| matches!(c.target, Some(Target::Field(_)))) {
            let says = Words::new("没有一列能对应本台账的字段", "no column is a field of this ledger");
            return Err(Fault::Unfit(
                "file",
                says,
                Words::new("请使用模板，或指定列的对应关系", "use the template, or give a mapping"),
            ));
        }
        let (doors, form, headings) = (self.doors.clone(), self.form.clone(), columns.clone());
        let (scope, how) = (self.caller.scope.clone(), self.how.clone());
        let (rows, encoding) = (table.rows.len() as u64, table.encoding.to_owned());
        let found = blocking(move || {
            let orgs = if needs_orgs(form.ledger(), &headings) { orgs(&doors, &scope)? } else { Vec::new() };
            let rules = Rules { zone: doors.house.zone, dates: how.dates, orgs, said: how.said };
            let mending = spreadsheets::mend::mend(form.ledger(), &headings, &mut table, &rules);
            let rows = form.rows(&doors, &headings, &table)?;
            Ok::<_, store::Error>(Found { rows, mending })
        })
        .await?;
        let found = self.corrected(self.refuse_undecided(found)).await?;
        let mut answer = self.answer(&columns, &found.rows);
        (answer.rows, answer.encoding) = (rows, encoding);
        answer.undecided = found.mending.undecided.iter().cloned().collect();
        answer.unknown = told::unknown(self.form.ledger(), &columns, &found.mending);
        if self.how.dry_run {
            self.foresee(answer, found).await
        } else {
            self.write(answer, found, source).await
        }
    }

    /// Rows that could mean two things are refused, and facts that name no organisation get theirs.
    fn refuse_undecided(&self, mut found: Found) -> Found {
        for row in &mut found.rows {
            if let Some(undecided) = found.mending.refused.get(&row.n) {
                match &mut row.facts {
                    Err(refusals) => refusals.extend(undecided.iter().cloned()),
                    Ok(_) => row.facts = Err(undecided.clone()),
                }
            }
            for fact in row.facts.iter_mut().flatten().filter(|fact| fact.org.is_none()) {
                let ledger = self.form.ledger_of(&fact.ledger);
                let org = self.how.org.clone().or_else(|| self.caller.org_for(ledger));
                fact.org = org.map(|o| o.as_str().into());
            }
        }
        found
    }

    /// What rows say otherwise than before becomes corrections, where whoever imports says so.
    async fn corrected(&self, mut found: Found) -> Answer<Found> {
        if !self.how.correct {
            return Ok(found);
        }
        let (doors, form, scope) = (self.doors.clone(), self.form.clone(), self.caller.scope.clone());
        blocking(move || {
            let before = Before::read(&doors, &form, &scope, &found.rows)?;
            found.rows.iter_mut().for_each(|row| before.correct(row));
            Ok::<_, store::Error>(found)
        })
        .await
    }

    /// The mapping given, which is remembered when something is written; else the one remembered.
    async fn mapping(&self) -> Answer<BTreeMap<String, String>> {
        let key = self.form.mapping_key();
        if let Some(given) = &self.how.mapping {
            if !self.how.dry_run {
                let kept = Mapping { columns: given.clone() };
                let keep = move |write: &mut dyn store::Write| {
                    write.put_note(&accounts::note(kind::MAPPING, &key, &kept, None)?)
                };
                self.doors.write_notes(keep).await?;
            }
            return Ok(given.clone());
        }
        let house = self.doors.house.clone();
        let note = blocking(move || house.read(|read| read.note(kind::MAPPING, &key))).await?;
        let known: Option<Mapping> = note.map(|n| accounts::parse(&n)).transpose()?;
        Ok(known.unwrap_or_default().columns)
    }
}

/// Reads the file.
async fn read(source: &Arc<Source>) -> Answer<Table> {
    let source = source.clone();
    let read = tokio::task::spawn_blocking(move || spreadsheets::read(&source.0)).await;
    read.map_err(|_| Fault::Broken("a spreadsheet panicked"))?.map_err(|e| {
        let (says, hint) = e.words();
        Fault::Unfit("file", Words::from(&says), Words::from(&hint))
    })
}

/// True when a cell may name an organisation.
fn needs_orgs(ledger: &Ledger, columns: &[Column]) -> bool {
    columns.iter().any(|column| match &column.target {
        Some(Target::Org) => true,
        Some(Target::Field(name)) => ledger
            .field(name)
            .is_some_and(|field| matches!(field.kind, FieldType::Ref { to: SubjectKind::Org, .. })),
        _ => false,
    })
}

/// The organisations that the caller may see. Others cannot be named in a file, so that it does not tell which there are.
fn orgs(doors: &Doors, scope: &access::Scope) -> Result<Vec<Org>, store::Error> {
    let paths = scope.paths_for(facts::Privacy::Internal);
    let tops = paths.iter().filter_map(|p| p.split('/').rfind(|s| !s.is_empty()).and_then(SubjectId::parse));
    let tops: Vec<SubjectId> = tops.collect();
    doors.house.read(|read| {
        let mut found = Vec::new();
        for top in &tops {
            for row in read.orgs_below(top, &[])? {
                let name = row.profile.get("name").and_then(facts::Value::as_text).unwrap_or_default();
                if !name.is_empty() {
                    let kind = row.org_kind.clone().unwrap_or_default();
                    found.push(Org { id: row.id.to_string(), kind, name: name.to_owned() });
                }
            }
        }
        Ok(found)
    })
}
