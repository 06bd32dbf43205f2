//! Subjects, memberships, assignments, matches and readings as rows.

use super::{Stored, Table};
use crate::{
    cell::{Cell, Cells, json_of},
    rows::{AssignmentRow, MembershipRow, SubjectRow},
    seam::Result,
};
use facts::{FactId, Instant, Name, SubjectId};
use smol_str::SmolStr;

/// Registered subjects.
pub static SUBJECT: Table =
    Table::computed("subject", 1, &["id", "org_kind", "home", "path", "also", "profile", "registered"]);

/// Where each subject lies: a row for each of its paths, so that the subjects of a subtree are found.
pub static PLACE: Table = Table::computed("place", 2, &["subject", "path"]);

/// Dated memberships.
pub static MEMBERSHIP: Table =
    Table::computed("membership", 5, &["member", "from_at", "of_group", "ledger", "root", "until_at"]);

/// Roles held.
pub static ASSIGNMENT: Table =
    Table::computed("assignment", 5, &["root", "org", "role", "account", "from_at", "seat", "until_at"]);

/// Facts that pass a signal's filter.
pub static SIGNAL_MATCH: Table =
    Table::computed("signal_match", 3, &["root", "of_group", "signal", "happened"]);

/// Who reads facts about whom.
pub static READING: Table = Table::computed("reading", 2, &["reader", "root", "target"]);

/// One of the paths of a subject.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlaceRow {
    /// Who or what.
    pub subject: SubjectId,
    /// Path of an organisation that it belongs to now.
    pub path: SmolStr,
}

/// A fact that passes a signal's filter for a group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatchRow {
    /// The fact.
    pub root: FactId,
    /// The group.
    pub group: SubjectId,
    /// The signal.
    pub signal: Name,
    /// When it happened.
    pub at: Instant,
}

/// A course of `reader` reads facts about `target`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadingRow {
    /// Whose course.
    pub reader: SubjectId,
    /// The fact that says so.
    pub root: FactId,
    /// About whom it reads.
    pub target: SubjectId,
}

impl Stored for SubjectRow {
    fn table() -> &'static Table {
        &SUBJECT
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![
            Cell::from(&self.id),
            self.org_kind.as_ref().into(),
            self.home.as_ref().into(),
            Cell::from(&self.path),
            json_of(&self.also)?.into(),
            json_of(&self.profile)?.into(),
            self.registered.into(),
        ])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        Ok(SubjectRow {
            id: row.subject()?,
            org_kind: row.maybe_text()?.map(Name::new),
            home: row.maybe_subject()?,
            path: row.short()?,
            also: row.json()?,
            profile: row.json()?,
            registered: row.instant()?,
        })
    }
}

impl Stored for PlaceRow {
    fn table() -> &'static Table {
        &PLACE
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![Cell::from(&self.subject), Cell::from(&self.path)])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        Ok(PlaceRow { subject: row.subject()?, path: row.short()? })
    }
}

impl Stored for MembershipRow {
    fn table() -> &'static Table {
        &MEMBERSHIP
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![
            Cell::from(&self.member),
            self.from.into(),
            Cell::from(&self.group),
            Cell::from(&self.ledger),
            self.root.into(),
            self.until.into(),
        ])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        let (member, from, group) = (row.subject()?, row.instant()?, row.subject()?);
        let (ledger, root, until) = (row.name()?, row.fact()?, row.maybe_instant()?);
        Ok(MembershipRow { member, group, from, until, ledger, root })
    }
}

impl Stored for AssignmentRow {
    fn table() -> &'static Table {
        &ASSIGNMENT
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![
            self.root.into(),
            Cell::from(&self.org),
            Cell::from(&self.role),
            Cell::from(&self.account),
            self.from.into(),
            self.seat.as_ref().into(),
            self.until.into(),
        ])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        let (root, org, role, account) = (row.fact()?, row.subject()?, row.name()?, row.short()?);
        let (from, seat, until) = (row.instant()?, row.maybe_subject()?, row.maybe_instant()?);
        Ok(AssignmentRow { org, role, account, seat, from, until, root })
    }
}

impl Stored for MatchRow {
    fn table() -> &'static Table {
        &SIGNAL_MATCH
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![self.root.into(), Cell::from(&self.group), Cell::from(&self.signal), self.at.into()])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        Ok(MatchRow { root: row.fact()?, group: row.subject()?, signal: row.name()?, at: row.instant()? })
    }
}

impl Stored for ReadingRow {
    fn table() -> &'static Table {
        &READING
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![Cell::from(&self.reader), self.root.into(), Cell::from(&self.target)])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        Ok(ReadingRow { reader: row.subject()?, root: row.fact()?, target: row.subject()? })
    }
}
