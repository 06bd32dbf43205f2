//! What an import tells: its answer, and the file of refused rows, mended cells and doubts.

use super::{Changed, Doubted, Form, Import, Notes, OnTheWay, Source, outcome::Said, read};
use crate::{
    accounts::{self, kind},
    error::{Answer, Fault, RefusalView},
    wire::{
        DoubtGroup, DoubtValue, FactIn, ImportAnswer, ImportChange, ImportChanged, ImportColumn, ImportDoubt,
        ImportDoubts, ImportField, ImportLedger, ImportMended, ImportPreview, ImportRefused, ImportUnknown,
        MendedCell, MendedGroup,
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};
use facts::{
    FieldType, Label, Ledger,
    check::{RawFact, is_sealed, read_value},
};
use spreadsheets::{
    Column, Target,
    mend::{Mended, Mending},
    write::Sheet,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use views::{ledger::CodeView, words::Words};

/// How many rows a preview shows.
const PREVIEW_ROWS: usize = 20;
/// How many refused rows, mended cells and doubts the answer names; the file has more.
const NAMED: usize = 200;
/// How many mended cells the file names at most; of each column and reason no more are kept than `spreadsheets::mend` does.
const NAMED_IN_FILE: usize = 10_000;
/// How long the file is kept.
const KEPT_MICROS: i64 = 7 * 86_400 * 1_000_000;
/// Most bytes of a kept file. Beyond it the rows are named in the answer only.
const KEPT_BYTES_MAX: usize = 16 * 1024 * 1024;

impl Import<'_> {
    /// The beginning of an answer: what was read.
    pub(super) fn answer(&self, columns: &[Column], rows: &[OnTheWay]) -> ImportAnswer {
        let shown = rows.iter().filter_map(|row| Some((row.n, row.facts.as_ref().ok()?))).take(PREVIEW_ROWS);
        let facts = shown.flat_map(|(row, facts)| facts.iter().map(move |fact| (row, fact)));
        let column = |c: &Column| ImportColumn {
            name: c.name.clone(),
            field: c.target.as_ref().map(|t| t.as_str().to_owned()),
        };
        ImportAnswer {
            dry_run: self.how.dry_run,
            preview: facts.map(|(row, fact)| ImportPreview { row, fact: self.understood(fact) }).collect(),
            columns: columns.iter().map(column).collect(),
            not_yours: self.form.not_mine().iter().map(Words::from).collect(),
            fields: self
                .form
                .fields()
                .into_iter()
                .map(|(field, label)| ImportField { field, label })
                .collect(),
            ..ImportAnswer::default()
        }
    }

    /// A fact as the check reads it: codes for labels, numbers without their units.
    fn understood(&self, fact: &RawFact) -> FactIn {
        let mut shown = fact_in(fact);
        let fields = self.form.ledger_of(&fact.ledger).into_iter().flat_map(|ledger| &ledger.fields);
        for field in fields.filter(|field| fact.body.contains_key(field.id.as_str())) {
            let read = read_value(field, &fact.body[field.id.as_str()], self.doors.house.zone);
            if let Some(value) = read.ok().flatten().and_then(|value| serde_json::to_value(value).ok()) {
                shown.body.insert(field.id.to_string(), value);
            }
        }
        // A correction brings identity values as the tokens that stand for them: they say nothing to people.
        shown.body.retain(|_, value| !value.as_str().is_some_and(is_sealed));
        shown
    }

    /// Keeps what is not in order as a file; gives its id.
    pub(super) async fn keep(
        &self,
        source: &Arc<Source>,
        said: &Said,
        notes: &Notes,
        mending: Mending,
    ) -> Answer<Option<String>> {
        let mending = mending.without(&refused_rows(said));
        if said.refused.is_empty()
            && mending.count() == 0
            && notes.doubts.is_empty()
            && notes.changes.is_empty()
        {
            return Ok(None);
        }
        // The rows as they came: mending has changed the cells.
        let table = read(source).await?;
        let reasons: Vec<(u64, String)> =
            said.refused.iter().map(|(row, why)| (*row, reasons(why))).collect();
        let sheets = [
            mended_sheet(&mending.named(NAMED_IN_FILE)),
            doubts_sheet(said, &notes.doubts),
            changes_sheet(said, &notes.changes),
        ];
        let bytes = spreadsheets::write::refused(&table, &reasons, &sheets)
            .map_err(|_| Fault::Broken("write refused rows"))?;
        if bytes.len() > KEPT_BYTES_MAX {
            return Ok(None);
        }
        let id = self.doors.random::<12>().iter().fold(String::new(), |text, b| format!("{text}{b:02x}"));
        let kept = serde_json::json!({
            "account": self.caller.account, "ledger": self.form.ledger().id, "file": STANDARD.encode(bytes),
        });
        let (key, until) = (id.clone(), self.doors.wall.now().plus_micros(KEPT_MICROS));
        let keep = move |write: &mut dyn store::Write| {
            write.put_note(&accounts::note(kind::IMPORT, &key, &kept, Some(until))?)
        };
        self.doors.write_notes(keep).await?;
        Ok(Some(id))
    }
}

/// The answer with what became of the rows.
pub(super) fn complete(
    mut answer: ImportAnswer,
    form: &Form,
    said: &Said,
    notes: &Notes,
    mending: &Mending,
) -> ImportAnswer {
    let refused = refused_rows(said);
    let mending = mending.clone().without(&refused);
    let whole = |row: &&u64| !refused.contains(row);
    answer.accepted = said.accepted.iter().filter(whole).count() as u64;
    answer.known = said.known.difference(&said.accepted).filter(whole).count() as u64;
    answer.ledgers = form
        .ledgers()
        .filter_map(|ledger| {
            let (accepted, known) = *said.ledgers.get(ledger.id.as_str())?;
            Some(ImportLedger {
                ledger: ledger.id.to_string(),
                title: Words::from(&ledger.title),
                accepted,
                known,
            })
        })
        .collect();
    answer.mended = mended(&mending);
    answer.doubts = doubted(notes.doubts.iter().filter(|(row, _)| !refused.contains(row)));
    answer.changed = changed(notes.changes.iter().filter(|(row, _)| !refused.contains(row)));
    answer.refused_count = refused.len() as u64;
    let named = said.refused.iter().take(NAMED);
    answer.refused =
        named.map(|(row, refusals)| ImportRefused { row: *row, refusals: refusals.clone() }).collect();
    answer
}

fn refused_rows(said: &Said) -> BTreeSet<u64> {
    said.refused.keys().copied().collect()
}

fn mended(mending: &Mending) -> ImportMended {
    let group = |group: spreadsheets::mend::Group| MendedGroup {
        column: group.column,
        why: group.why.as_str().to_owned(),
        says: Words::from(&group.why.words()),
        count: group.count,
    };
    let cell = |cell: Mended| MendedCell {
        row: cell.row,
        column: cell.column,
        written: cell.written,
        taken: cell.taken,
        why: cell.why.as_str().to_owned(),
    };
    ImportMended {
        count: mending.count(),
        groups: mending.groups().into_iter().map(group).collect(),
        cells: mending.named(NAMED).into_iter().map(cell).collect(),
    }
}

/// Texts of which only somebody can say what is meant, with the codes that it can be.
pub(super) fn unknown(ledger: &Ledger, columns: &[Column], mending: &Mending) -> Vec<ImportUnknown> {
    let codes = |heading: &str| {
        let column = columns.iter().find(|column| column.name == heading)?;
        let Some(Target::Field(name)) = &column.target else { return None };
        match &ledger.field(name)?.kind {
            FieldType::Code { codes } | FieldType::Codes { codes } => Some(codes.as_slice()),
            _ => None,
        }
    };
    let unknown = mending.unknown().into_iter().map(|unknown| ImportUnknown {
        codes: codes(&unknown.column).unwrap_or_default().iter().map(CodeView::from).collect(),
        column: unknown.column,
        written: unknown.written,
        count: unknown.count,
    });
    unknown.collect()
}

/// Doubts by what they say; of each sort alike many are named.
fn doubted<'d>(doubts: impl Iterator<Item = &'d (u64, Doubted)>) -> ImportDoubts {
    let mut sorts: Vec<(&Label, Vec<&(u64, Doubted)>)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for doubt in doubts {
        let place = *places.entry(doubt.1.says.zh.as_str()).or_insert_with(|| {
            sorts.push((&doubt.1.says, Vec::new()));
            sorts.len() - 1
        });
        sorts[place].1.push(doubt);
    }
    let each = NAMED / sorts.len().max(1);
    let named = sorts.iter().flat_map(|(_, doubts)| doubts.iter().take(each.max(1)));
    let mut rows: Vec<ImportDoubt> = named.map(|(row, doubt)| view(*row, doubt)).collect();
    rows.sort_by_key(|doubt| doubt.row);
    ImportDoubts {
        count: sorts.iter().map(|(_, doubts)| doubts.len() as u64).sum(),
        groups: sorts
            .iter()
            .map(|(says, doubts)| DoubtGroup { says: Words::from(*says), count: doubts.len() as u64 })
            .collect(),
        rows,
    }
}

/// What rows change, with the first of them.
fn changed<'c>(changes: impl Iterator<Item = &'c (u64, Changed)> + Clone) -> ImportChanged {
    let view = |(row, change): &(u64, Changed)| ImportChange {
        row: *row,
        ledger: Words::from(&change.ledger),
        field: Words::from(&change.field),
        before: change.before.clone(),
        now: change.now.clone(),
    };
    ImportChanged { count: changes.clone().count() as u64, cells: changes.take(NAMED).map(view).collect() }
}

fn view(row: u64, doubt: &Doubted) -> ImportDoubt {
    let values = doubt.values.iter().map(|value| DoubtValue {
        ledger: value.ledger.to_string(),
        field: value.field.to_string(),
        label: Words::from(&value.label),
        value: value.value.to_string(),
    });
    ImportDoubt { row, says: Words::from(&doubt.says), values: values.collect() }
}

fn mended_sheet(mended: &[Mended]) -> Sheet<'static> {
    let row = |m: &Mended| {
        vec![
            m.row.to_string(),
            m.column.clone(),
            m.written.clone(),
            m.taken.clone(),
            m.why.words().zh.to_string(),
        ]
    };
    Sheet {
        name: "已更正的单元格",
        header: &["行", "列", "原文", "理解为", "原因"],
        rows: mended.iter().map(row).collect(),
    }
}

fn doubts_sheet(said: &Said, doubts: &[(u64, Doubted)]) -> Sheet<'static> {
    let row = |(row, doubt): &(u64, Doubted)| {
        let values = doubt.values.iter().map(|v| format!("{}：{}", v.label.zh, v.value));
        vec![row.to_string(), doubt.says.zh.to_string(), values.collect::<Vec<_>>().join("；")]
    };
    let stand = doubts.iter().filter(|(row, _)| !said.refused.contains_key(row));
    Sheet { name: "存疑", header: &["行", "疑点", "内容"], rows: stand.map(row).collect() }
}

fn changes_sheet(said: &Said, changes: &[(u64, Changed)]) -> Sheet<'static> {
    let row = |(row, change): &(u64, Changed)| {
        let names = [&change.ledger.zh, &change.field.zh].map(ToString::to_string);
        let [ledger, field] = names;
        vec![row.to_string(), ledger, field, change.before.clone(), change.now.clone()]
    };
    let stand = changes.iter().filter(|(row, _)| !said.refused.contains_key(row));
    Sheet {
        name: "已改为更正",
        header: &["行", "台账", "内容", "原为", "改为"],
        rows: stand.map(row).collect(),
    }
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
