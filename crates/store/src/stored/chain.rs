//! Head, units of work and facts as rows.

use super::{Stored, Table};
use crate::{
    cell::{Cell, Cells},
    rows::{Link, UnitRow},
    seam::Result,
};
use facts::{Body, Fact, Recorded, chain::Head};

/// The head of a shard's chain; who writes to the shard holds this row.
pub static HEAD: Table = Table::kept("head", 0, &["hash", "seq", "unit", "received"]);

/// Which unit of work last changed the ground.
pub static GROUND: Table = Table::kept("ground", 0, &["unit"]);

/// Units of work.
pub static UNIT: Table = Table::kept("unit", 1, &["unit", "as_of", "seq_first", "seq_last", "hash"]);

/// Facts.
pub static FACT: Table = Table::kept(
    "fact",
    1,
    &[
        "seq",
        "unit",
        "received",
        "id",
        "ledger",
        "subject",
        "happened",
        "written",
        "org",
        "account",
        "corrects",
        "void",
        "history",
        "discharges",
        "body",
        "salt",
        "commitment",
    ],
);

/// The stamp of the ground.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GroundRow(pub u64);

impl Stored for GroundRow {
    fn table() -> &'static Table {
        &GROUND
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![self.0.into()])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        Ok(GroundRow(row.count()?))
    }
}

impl Stored for Head {
    fn table() -> &'static Table {
        &HEAD
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![Cell::from(&self.hash), self.seq.into(), self.unit.into(), self.received.into()])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        Ok(Head { hash: row.hash()?, seq: row.count()?, unit: row.count()?, received: row.instant()? })
    }
}

impl Stored for UnitRow {
    fn table() -> &'static Table {
        &UNIT
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![
            self.unit.into(),
            self.as_of.into(),
            self.seq_first.into(),
            self.seq_last.into(),
            Cell::from(&self.hash),
        ])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        Ok(UnitRow {
            unit: row.count()?,
            as_of: row.instant()?,
            seq_first: row.count()?,
            seq_last: row.count()?,
            hash: row.hash()?,
        })
    }
}

impl Stored for Link {
    fn table() -> &'static Table {
        &FACT
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        let Recorded { seq, unit, received, fact, purged: _ } = &self.recorded;
        Ok(vec![
            (*seq).into(),
            (*unit).into(),
            (*received).into(),
            fact.id.into(),
            Cell::from(&fact.ledger),
            Cell::from(&fact.subject),
            fact.at.into(),
            fact.written.into(),
            Cell::from(&fact.org),
            Cell::from(&fact.by),
            fact.corrects.into(),
            fact.void.into(),
            fact.history.into(),
            fact.discharges.as_ref().into(),
            self.body_json.as_deref().into(),
            self.salt.as_ref().map(|salt| salt.as_slice()).into(),
            Cell::from(&self.body),
        ])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        let (seq, unit, received) = (row.count()?, row.count()?, row.instant()?);
        let mut fact = Fact {
            id: row.fact()?,
            ledger: row.name()?,
            subject: row.subject()?,
            at: row.instant()?,
            written: row.instant()?,
            org: row.subject()?,
            by: row.short()?,
            body: Body::new(),
            corrects: row.maybe_fact()?,
            void: row.yes()?,
            history: row.yes()?,
            discharges: row.maybe_text()?.map(Into::into),
        };
        let (body_json, salt, body) = (row.maybe_text()?, row.maybe_fixed()?, row.hash()?);
        if let Some(json) = &body_json {
            fact.body = row.parse(json)?;
        }
        let purged = salt.is_none();
        Ok(Link { recorded: Recorded { seq, unit, received, purged, fact }, body_json, salt, body })
    }
}

impl Stored for Recorded {
    fn table() -> &'static Table {
        &FACT
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Err(crate::seam::Error {
            doing: "write a fact",
            said: "a fact is kept with its commitment only".into(),
            again: false,
        })
    }

    fn read(row: &mut Cells) -> Result<Self> {
        Link::read(row).map(|link| link.recorded)
    }
}
