//! An import: a file is read, its headings are matched, its rows become facts that go the same way as all others, and
//! what was refused is kept as a spreadsheet that can be mended and sent again.
//!
//! Not here: reading of spreadsheets (`spreadsheets`), and the check of facts.

use crate::{
    accounts::{self, kind},
    caller::Caller,
    error::{Answer, Fault, RefusalView},
    extract::whole,
    incoming::Incoming,
    state::Doors,
    sweeper::blocking,
    wire::{FactIn, FactsAnswer, ImportAnswer, ImportColumn, ImportPreview, ImportRefused, Mapping},
};
use axum::{
    extract::{FromRequest, Multipart, Request},
    http::header::{self, HeaderValue},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use facts::{FieldType, Label, Ledger, Refusal, RefusalCode, SubjectId, SubjectKind, check::RawFact};
use intake::{Outcome, Submission};
use spreadsheets::{Column, Reader, RowFact, Table, Target, match_columns};
use std::collections::{BTreeMap, BTreeSet};
use views::words::Words;

/// Most bytes of a file.
const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// How many rows are foreseen as one: others wait meanwhile.
const FORESEEN_ROWS: usize = 5000;
/// How many rows a preview shows.
const PREVIEW_ROWS: usize = 20;
/// How many refused rows the answer names; the file has them all.
const REFUSED_NAMED: usize = 200;
/// How long the refused rows are kept.
const KEPT_MICROS: i64 = 7 * 86_400 * 1_000_000;
/// Most bytes of a kept file. Beyond it the rows are named in the answer only.
const KEPT_BYTES_MAX: usize = 16 * 1024 * 1024;

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

/// An import.
pub struct Import<'a> {
    /// The doors.
    pub doors: &'a Doors,
    /// Who imports.
    pub caller: &'a Caller,
    /// Into which ledger.
    pub ledger: &'a Ledger,
    /// Heading to field; remembered for the ledger.
    pub mapping: Option<BTreeMap<String, String>>,
    /// On whose behalf, where a row names none.
    pub org: Option<SubjectId>,
    /// Only say what would be done.
    pub dry_run: bool,
    /// Facts of the past.
    pub history: bool,
}

/// A row on its way: a fact, or why it is none.
type OnTheWay = (u64, Result<RawFact, Vec<Refusal>>);

impl Import<'_> {
    /// Reads the file and does it, or says what would be done.
    pub async fn run(self, source: Source) -> Answer<ImportAnswer> {
        let read = tokio::task::spawn_blocking(move || spreadsheets::read(&source.0)).await;
        let table = read.map_err(|_| Fault::Broken("a spreadsheet panicked"))?.map_err(|e| {
            let (says, hint) = e.words();
            Fault::Unfit("file", Words::from(&says), Words::from(&hint))
        })?;
        let remembered = self.mapping().await?;
        let columns = match_columns(self.ledger, &table.header, &remembered);
        if !columns.iter().any(|c| matches!(c.target, Some(Target::Field(_)))) {
            let says = Words::new("没有一列能对应本台账的字段", "no column is a field of this ledger");
            return Err(Fault::Unfit(
                "file",
                says,
                Words::new("请使用模板，或指定列的对应关系", "use the template, or give a mapping"),
            ));
        }
        let (ledger, headings) = (self.ledger.clone(), columns.clone());
        let (doors, shared) = (self.doors.clone(), std::sync::Arc::new(table));
        let rows = shared.clone();
        let found = blocking(move || facts_of(&doors, &ledger, &headings, &rows)).await?;
        let facts: Vec<OnTheWay> =
            found.into_iter().map(|(row, fact)| (row, fact.map(|f| self.on_behalf(f)))).collect();
        let answer = self.answer(&shared, columns, &facts);
        if self.dry_run {
            self.foresee(answer, facts).await
        } else {
            self.write(answer, facts, &shared).await
        }
    }

    /// The mapping given, which is remembered when something is written; else the one remembered.
    async fn mapping(&self) -> Answer<BTreeMap<String, String>> {
        let key = self.ledger.id.to_string();
        if let Some(given) = &self.mapping {
            if !self.dry_run {
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

    fn on_behalf(&self, mut fact: RawFact) -> RawFact {
        if fact.org.is_none() {
            let org = self.org.clone().or_else(|| self.caller.org_for(Some(self.ledger)));
            fact.org = org.map(|o| o.as_str().into());
        }
        fact
    }

    fn answer(&self, table: &Table, columns: Vec<Column>, facts: &[OnTheWay]) -> ImportAnswer {
        let shown =
            facts.iter().filter_map(|(row, fact)| Some((row, fact.as_ref().ok()?))).take(PREVIEW_ROWS);
        ImportAnswer {
            dry_run: self.dry_run,
            rows: table.rows.len() as u64,
            encoding: table.encoding.to_owned(),
            preview: shown.map(|(row, fact)| ImportPreview { row: *row, fact: fact_in(fact) }).collect(),
            columns: columns
                .into_iter()
                .map(|c| ImportColumn { name: c.name, field: c.target.map(|t| t.as_str().to_owned()) })
                .collect(),
            accepted: 0,
            known: 0,
            refused: Vec::new(),
            refused_count: 0,
            refused_file: None,
        }
    }

    /// What the house would say to every row: it looks at all that it looks at when it writes, and keeps nothing. Rows
    /// that stand on earlier ones of the file are seen with them, as far as both are in one part of `FORESEEN_ROWS`.
    async fn foresee(self, mut answer: ImportAnswer, facts: Vec<OnTheWay>) -> Answer<ImportAnswer> {
        let mut refused: Vec<(u64, Vec<RefusalView>)> = Vec::new();
        let mut facts = facts.into_iter().peekable();
        while facts.peek().is_some() {
            let (mut rows, mut part) = (Vec::new(), Vec::new());
            for (row, fact) in facts.by_ref().take(FORESEEN_ROWS) {
                match fact {
                    Ok(fact) => {
                        rows.push(row);
                        part.push(fact);
                    }
                    Err(refusals) => refused.push((row, refusals.iter().map(RefusalView::from).collect())),
                }
            }
            let scope = self.caller.scope.clone();
            let org = self.caller.org_for(None);
            let batch = Submission { facts: part, scope, org, history: self.history };
            let foreseen = self.doors.writer.foresee(batch).await?;
            for (row, outcome) in rows.into_iter().zip(foreseen.outcomes) {
                match outcome {
                    Outcome::Accepted { .. } => answer.accepted += 1,
                    Outcome::Known { .. } => answer.known += 1,
                    Outcome::Refused { refusals, .. } => {
                        refused.push((row, refusals.iter().map(RefusalView::from).collect()));
                    }
                }
            }
        }
        refused.sort_by_key(|(row, _)| *row);
        name_refused(&mut answer, &refused);
        Ok(answer)
    }

    async fn write(
        self,
        mut answer: ImportAnswer,
        facts: Vec<OnTheWay>,
        table: &Table,
    ) -> Answer<ImportAnswer> {
        let rows: Vec<u64> = facts.iter().map(|(row, _)| *row).collect();
        let mut incoming = Incoming::new(self.doors, self.caller, self.history);
        for (_, fact) in facts {
            match fact {
                Ok(fact) => incoming.fact(fact).await?,
                Err(refusals) => incoming.refuse(None, refusals),
            }
        }
        let done: FactsAnswer = incoming.finish().await?;
        (answer.accepted, answer.known) = (done.accepted.len() as u64, done.known.len() as u64);
        let row_of = |n: u64| usize::try_from(n).ok().and_then(|n| rows.get(n)).copied().unwrap_or(0);
        let mut refused: Vec<(u64, Vec<RefusalView>)> =
            done.refused.into_iter().map(|r| (row_of(r.n), r.refusals)).collect();
        refused.sort_by_key(|(row, _)| *row);
        name_refused(&mut answer, &refused);
        if !refused.is_empty() {
            answer.refused_file = self.keep(table, &refused).await?;
        }
        Ok(answer)
    }

    /// Keeps the refused rows; gives the id of the file.
    async fn keep(&self, table: &Table, refused: &[(u64, Vec<RefusalView>)]) -> Answer<Option<String>> {
        let reasons: Vec<(u64, String)> = refused.iter().map(|(row, why)| (*row, reasons(why))).collect();
        let bytes =
            spreadsheets::write::refused(table, &reasons).map_err(|_| Fault::Broken("write refused rows"))?;
        if bytes.len() > KEPT_BYTES_MAX {
            return Ok(None);
        }
        let id = self.doors.random::<12>().iter().fold(String::new(), |text, b| format!("{text}{b:02x}"));
        let kept = serde_json::json!({
            "account": self.caller.account, "ledger": self.ledger.id, "file": STANDARD.encode(bytes),
        });
        let (key, until) = (id.clone(), self.doors.wall.now().plus_micros(KEPT_MICROS));
        let keep = move |write: &mut dyn store::Write| {
            write.put_note(&accounts::note(kind::IMPORT, &key, &kept, Some(until))?)
        };
        self.doors.write_notes(keep).await?;
        Ok(Some(id))
    }
}

fn name_refused(answer: &mut ImportAnswer, refused: &[(u64, Vec<RefusalView>)]) {
    answer.refused_count = refused.len() as u64;
    let named = refused.iter().take(REFUSED_NAMED);
    answer.refused =
        named.map(|(row, refusals)| ImportRefused { row: *row, refusals: refusals.clone() }).collect();
}

fn reasons(refusals: &[RefusalView]) -> String {
    refusals.iter().map(|r| format!("{}。{}", r.says.zh, r.hint.zh)).collect::<Vec<_>>().join("；")
}

fn fact_in(fact: &RawFact) -> FactIn {
    FactIn {
        id: fact.id.map(|id| id.to_string()),
        ledger: fact.ledger.to_string(),
        subject: fact.subject.to_string(),
        at: fact.at.to_string(),
        written: fact.written.as_ref().map(ToString::to_string),
        org: fact.org.as_ref().map(ToString::to_string),
        body: fact.body.clone().into_iter().collect(),
        corrects: fact.corrects.map(|id| id.to_string()),
        void: fact.void,
        discharges: fact.discharges.as_ref().map(ToString::to_string),
    }
}

/// The rows as facts: subjects are found by identity number where a row has only that, and a row without a time keeps the
/// time at which it first came, so that the same file is the same facts again.
fn facts_of(
    doors: &Doors,
    ledger: &Ledger,
    columns: &[Column],
    table: &Table,
) -> Result<Vec<OnTheWay>, store::Error> {
    let key = SubjectId::parse("org:import");
    let opaque = |text: &str| {
        let secret = vault::Secret::new(text.to_owned());
        let token = key.as_ref().and_then(|k| doors.house.vault.token(k, "row", &secret).ok());
        token.unwrap_or_else(|| text.to_owned())
    };
    let now = doors.now().to_string();
    doors.house.read(|read| {
        let mut found = Vec::new();
        for row in Reader::new(ledger, columns, &opaque).facts(table) {
            found.push(match row {
                Err((n, refusals)) => (n, Err(refusals)),
                Ok(row) => {
                    let n = row.row;
                    (n, complete(doors, read, ledger, row, &now)?)
                }
            });
        }
        Ok(found)
    })
}

fn complete(
    doors: &Doors,
    read: &mut dyn store::Read,
    ledger: &Ledger,
    row: RowFact,
    now: &str,
) -> Result<Result<RawFact, Vec<Refusal>>, store::Error> {
    let RowFact { mut fact, id_number, .. } = row;
    if fact.subject.is_empty() {
        match by_id_number(doors, read, ledger, id_number.as_deref().unwrap_or_default())? {
            Some(subject) => fact.subject = subject.as_str().into(),
            None => return Ok(Err(vec![nobody()])),
        }
    }
    if fact.at.is_empty() {
        let before = match fact.id {
            Some(id) => read.fact(id)?,
            None => None,
        };
        fact.at = before.map_or_else(|| now.to_owned(), |f| f.fact.at.to_string()).into();
    }
    Ok(Ok(fact))
}

/// The person with this identity number; a new id when the ledger registers persons and there is none.
fn by_id_number(
    doors: &Doors,
    read: &mut dyn store::Read,
    ledger: &Ledger,
    number: &str,
) -> Result<Option<SubjectId>, store::Error> {
    let Ok(number) = facts::china::citizen_id::read(number) else { return Ok(None) };
    let in_force = doors.house.in_force();
    let secret = vault::Secret::new(number.to_string());
    let mut found = BTreeSet::new();
    let registering = in_force.plan.ledgers.0.values().filter(|l| l.profile);
    for field in registering.flat_map(|l| &l.fields).filter(|f| f.kind == FieldType::CitizenId) {
        for index in doors.house.vault.indexes_of_whole(field, &secret).unwrap_or_default() {
            found.extend(read.find_sealed(&field.id, &index)?);
        }
    }
    if found.len() == 1 {
        return Ok(found.into_iter().next());
    }
    if !found.is_empty() || !ledger.profile || ledger.about != SubjectKind::Person {
        return Ok(None);
    }
    // Keyed, so that the id does not tell the number.
    let token =
        SubjectId::parse("org:import").and_then(|k| doors.house.vault.token(&k, "person", &secret).ok());
    let code = token.as_deref().and_then(|t| t.rsplit(':').next()).map(|hex| format!("person:{hex}"));
    Ok(code.as_deref().and_then(SubjectId::parse))
}

fn nobody() -> Refusal {
    Refusal::new(
        RefusalCode::UnknownSubject,
        Label::new("按身份证号找不到唯一的人员", "no single person has this identity number"),
        Label::new(
            "请核对身份证号，或先登记该人员，或填写“编号”列",
            "check the number, register the person first, or fill the column “编号”",
        ),
    )
}
