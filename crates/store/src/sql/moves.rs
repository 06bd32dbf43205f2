//! Organisations that moved, and what follows them.

use super::{Connection, Shard, limit, statement::statements, transfer};
use crate::{
    cell::Cell,
    moving,
    paging::end_of,
    rows::{Followed, MoveRow},
    seam::Result,
    stored::{MOVING, MovingRow},
};

statements! {
    ORGS_FOLLOW = plain("UPDATE subject
        SET path = CAST($3 AS TEXT) || SUBSTR(path, LENGTH(CAST($2 AS TEXT)) + 1)
        WHERE shard = $1 AND org_kind IS NOT NULL AND path >= $2 AND path < $4");
    OLDEST = select(&MOVING, "ORDER BY n LIMIT 1");
    LAST = plain("SELECT COALESCE(MAX(n), 0) FROM moving WHERE shard = $1");
    DROP = plain("DELETE FROM moving WHERE shard = $1 AND n = $2");
}

impl<C: Connection> Shard<'_, C> {
    pub(super) fn is_moving(&mut self) -> Result<bool> {
        Ok(self.one::<MovingRow>(&OLDEST, [])?.is_some())
    }

    pub(super) fn queue_move(&mut self, row: &MoveRow) -> Result<()> {
        self.run(&ORGS_FOLLOW, [Cell::from(&row.old), (&row.new).into(), end_of(&row.old).into()])?;
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
        for cells in step.changed {
            self.change(table.upsert(), cells)?;
        }
        match step.next {
            Some(next) => self.upsert(&next)?,
            None => drop(self.run(&DROP, [n.into()])?),
        }
        Ok(Some(step.followed))
    }
}
