//! Organisations that moved, and what follows them.

use super::{Connection, Shard, limit, statement::statements, transfer};
use crate::{
    cell::Cell,
    moving,
    paging::end_of,
    rows::{Followed, MoveRow, SubjectRow},
    seam::Result,
    stored::{MOVING, MovingRow, SUBJECT},
};

statements! {
    ORGS_BELOW = select(&SUBJECT, "AND org_kind IS NOT NULL AND path >= $2 AND path < $3 ORDER BY id");
    OLDEST = select(&MOVING, "ORDER BY n LIMIT 1");
    LAST = plain("SELECT COALESCE(MAX(n), 0) FROM moving WHERE shard = $1");
    DROP = plain("DELETE FROM moving WHERE shard = $1 AND n = $2");
}

impl<C: Connection> Shard<'_, C> {
    pub(super) fn is_moving(&mut self) -> Result<bool> {
        Ok(self.one::<MovingRow>(&OLDEST, [])?.is_some())
    }

    pub(super) fn queue_move(&mut self, row: &MoveRow) -> Result<()> {
        let below: Vec<SubjectRow> =
            self.all(&ORGS_BELOW, [Cell::from(&row.old), end_of(&row.old).into()])?;
        for org in below.into_iter().filter_map(|org| org.following(row)) {
            self.register(&org)?;
        }
        let n = self.number(&LAST, [])? + 1;
        let part = moving::PARTS[0].into();
        self.insert(&MovingRow { n, moving: row.clone(), part, after: String::new() })
    }

    pub(super) fn go_on_moving(&mut self, most: usize) -> Result<Option<Followed>> {
        let Some(row) = self.one::<MovingRow>(&OLDEST, [])? else { return Ok(None) };
        let (table, after) = moving::place(&row)?;
        let text = if after.is_some() { transfer::next_rows(table) } else { transfer::first_rows(table) };
        let rows = self.ask(&text, after.into_iter().flatten().chain([limit(most)]))?;
        let n = row.n;
        let step = moving::follow(row, rows, most)?;
        for subject in &step.moved {
            self.register(subject)?;
        }
        match step.next {
            Some(next) => self.upsert(&next)?,
            None => drop(self.run(&DROP, [n.into()])?),
        }
        Ok(Some(step.followed))
    }
}
