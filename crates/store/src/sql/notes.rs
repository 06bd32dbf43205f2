//! Packs, adoptions, the doors' small tables, sealed fields.

use super::{Connection, Shard, limit, statement::statements};
use crate::{
    cell::Cell,
    paging::end_of,
    rows::{AdoptionRow, NoteRow, PackRow, SealedRow},
    seam::Result,
    stored::{ADOPTION, NOTE, PACK, SEALED, SealedIndexRow},
};
use facts::{FactId, Instant, Name, SubjectId, chain::Hash};

statements! {
    ADOPTIONS = select(&ADOPTION, "ORDER BY from_at, pack, root");
    DROP_ADOPTION = plain("DELETE FROM adoption WHERE shard = $1 AND root = $2");
    PACK_BY_HASH = select(&PACK, "AND hash = $2");
    NOTE_BY_KEY = select(&NOTE, "AND kind = $2 AND key = $3");
    NOTES = select(&NOTE, "AND kind = $2 AND key >= $3 AND key < $4 AND key > $5 ORDER BY key LIMIT $6");
    NOTES_FROM = select(&NOTE, "AND kind = $2 AND key >= $3 AND key < $4 ORDER BY key LIMIT $5");
    DROP_NOTE = plain("DELETE FROM note WHERE shard = $1 AND kind = $2 AND key = $3");
    DROP_EXPIRED = plain("DELETE FROM note WHERE shard = $1 AND expires IS NOT NULL AND expires <= $2");
    SEALED_OF = select(&SEALED, "AND subject = $2 ORDER BY field");
    SEALED_BY_INDEX = plain("SELECT subject FROM sealed_index WHERE shard = $1 AND field = $2 AND blind = $3
        ORDER BY subject");
    DROP_INDEX = plain("DELETE FROM sealed_index WHERE shard = $1 AND subject = $2 AND field = $3");
    DROP_INDEXES = plain("DELETE FROM sealed_index WHERE shard = $1 AND subject = $2");
    DROP_SEALED = plain("DELETE FROM sealed WHERE shard = $1 AND subject = $2");
    DROP_FIELD = plain("DELETE FROM sealed WHERE shard = $1 AND subject = $2 AND field = $3");
    CLEAR_BASELINE = plain("DELETE FROM baseline WHERE shard = $1");
}

impl<C: Connection> Shard<'_, C> {
    pub(super) fn adopted(&mut self) -> Result<Vec<AdoptionRow>> {
        self.all(&ADOPTIONS, [])
    }

    pub(super) fn adopt(&mut self, root: FactId, row: Option<&AdoptionRow>) -> Result<()> {
        match row {
            // The row hangs on the root that it is recorded by, whatever it carries itself.
            Some(row) => self.upsert(&AdoptionRow { root, ..row.clone() }),
            None => self.run(&DROP_ADOPTION, [root.into()]).map(|_| ()),
        }
    }

    pub(super) fn pack_by_hash(&mut self, hash: &Hash) -> Result<Option<PackRow>> {
        self.one(&PACK_BY_HASH, [hash.into()])
    }

    pub(super) fn note_by_key(&mut self, kind: &str, key: &str) -> Result<Option<NoteRow>> {
        self.one(&NOTE_BY_KEY, [kind.into(), key.into()])
    }

    pub(super) fn notes_after(
        &mut self,
        kind: &str,
        prefix: &str,
        after: Option<&str>,
        n: usize,
    ) -> Result<Vec<NoteRow>> {
        let (kind, first, end) = (Cell::from(kind), Cell::from(prefix), Cell::from(end_of(prefix)));
        match after {
            Some(after) => self.all(&NOTES, [kind, first, end, after.into(), limit(n)]),
            None => self.all(&NOTES_FROM, [kind, first, end, limit(n)]),
        }
    }

    pub(super) fn forget_note(&mut self, kind: &str, key: &str) -> Result<()> {
        self.run(&DROP_NOTE, [kind.into(), key.into()]).map(|_| ())
    }

    pub(super) fn forget_expired(&mut self, at: Instant) -> Result<u64> {
        self.connection.overwrite()?;
        self.run(&DROP_EXPIRED, [at.into()])
    }

    pub(super) fn sealed_of(&mut self, subject: &SubjectId) -> Result<Vec<SealedRow>> {
        self.all(&SEALED_OF, [subject.into()])
    }

    pub(super) fn sealed_by_index(&mut self, field: &str, index: &[u8]) -> Result<Vec<SubjectId>> {
        let mut rows = self.rows(&SEALED_BY_INDEX, [field.into(), index.into()])?;
        rows.iter_mut().map(|row| row.subject()).collect()
    }

    pub(super) fn seal(&mut self, row: &SealedRow) -> Result<()> {
        self.run(&DROP_INDEX, [Cell::from(&row.subject), Cell::from(&row.field)])?;
        self.upsert(row)?;
        for blind in &row.indexes {
            self.upsert(&SealedIndexRow {
                field: row.field.clone(),
                blind: blind.clone(),
                subject: row.subject.clone(),
            })?;
        }
        Ok(())
    }

    pub(super) fn forget_sealed(&mut self, subject: &SubjectId, field: Option<&Name>) -> Result<u64> {
        self.connection.overwrite()?;
        if let Some(field) = field {
            self.run(&DROP_INDEX, [subject.into(), field.into()])?;
            return self.run(&DROP_FIELD, [subject.into(), field.into()]);
        }
        self.run(&DROP_INDEXES, [subject.into()])?;
        self.run(&DROP_SEALED, [subject.into()])
    }

    pub(super) fn forget_baseline(&mut self) -> Result<()> {
        self.run(&CLEAR_BASELINE, []).map(|_| ())
    }
}
