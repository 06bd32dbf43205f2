//! Head, units of work, facts.

use super::{Connection, Shard, in_text, limit, statement::statements};
use crate::{
    cell::Cell,
    rows::{Link, UnitRow},
    seam::Result,
    stored::{FACT, GROUND, GroundRow, HEAD, Stored, UNIT},
};
use facts::{
    FactId, Instant, Name, Recorded, SubjectId,
    chain::{Hash, Head, Salt},
};
use std::collections::BTreeMap;

// A fact's ledger is looked for in a text `,a,b,`: one statement serves lists of any length. An empty text means all.
statements! {
    HEAD_OF = select(&HEAD, "");
    GROUND_OF = select(&GROUND, "");
    BY_ID = select(&FACT, "AND id = $2");
    OF_ROOT = select(&FACT, "AND (id = $2 OR corrects = $2) ORDER BY seq");
    OF_IDS = select(&FACT, "AND id IN ($*)");
    CORRECTING = select(&FACT, "AND corrects IN ($*)");
    ABOUT = select(&FACT, "AND subject = $2 AND happened >= $3
        AND ($4 = '' OR replace($4, ',' || ledger || ',', '') <> $4)");
    ABOUT_CORRECTIONS = select_from(&FACT, "c", "fact m
        JOIN fact c ON c.shard = m.shard AND c.corrects = COALESCE(m.corrects, m.id)
        WHERE m.shard = $1 AND m.subject = $2 AND m.happened >= $3
        AND ($4 = '' OR replace($4, ',' || m.ledger || ',', '') <> $4)");
    ABOUT_ROOTS = select_from(&FACT, "r", "fact m
        JOIN fact r ON r.shard = m.shard AND r.id = m.corrects
        WHERE m.shard = $1 AND m.subject = $2 AND m.happened >= $3 AND m.corrects IS NOT NULL
        AND ($4 = '' OR replace($4, ',' || m.ledger || ',', '') <> $4)");
    OF_SUBJECTS = select(&FACT, "AND ($2 = '' OR replace($2, ',' || ledger || ',', '') <> $2) AND subject IN ($*)");
    OF_SUBJECTS_CORRECTIONS = select_from(&FACT, "c", "fact m
        JOIN fact c ON c.shard = m.shard AND c.corrects = COALESCE(m.corrects, m.id)
        WHERE m.shard = $1 AND ($2 = '' OR replace($2, ',' || m.ledger || ',', '') <> $2) AND m.subject IN ($*)");
    OF_SUBJECTS_ROOTS = select_from(&FACT, "r", "fact m
        JOIN fact r ON r.shard = m.shard AND r.id = m.corrects
        WHERE m.shard = $1 AND ($2 = '' OR replace($2, ',' || m.ledger || ',', '') <> $2)
        AND m.corrects IS NOT NULL AND m.subject IN ($*)");
    LINKS = select(&FACT, "AND seq >= $2 ORDER BY seq LIMIT $3");
    KEPT_BEFORE = select(&FACT, "AND ledger = $2 AND happened < $3 AND (happened, seq) > ($4, $5)
        AND salt IS NOT NULL ORDER BY happened, seq LIMIT $6");
    UNITS = select(&UNIT, "AND unit >= $2 ORDER BY unit LIMIT $3");
    PURGE = plain("UPDATE fact SET body = NULL, salt = NULL WHERE shard = $1 AND id = $2 AND salt IS NOT NULL");
}

impl<C: Connection> Shard<'_, C> {
    pub(super) fn head_now(&mut self) -> Result<Head> {
        Ok(self.one(&HEAD_OF, [])?.unwrap_or_default())
    }

    pub(super) fn ground_now(&mut self) -> Result<u64> {
        Ok(self.one::<GroundRow>(&GROUND_OF, [])?.map_or(0, |row| row.0))
    }

    pub(super) fn fact_by_id(&mut self, id: FactId) -> Result<Option<Recorded>> {
        self.one(&BY_ID, [id.into()])
    }

    pub(super) fn chain_of_root(&mut self, root: FactId) -> Result<Vec<Recorded>> {
        self.all(&OF_ROOT, [root.into()])
    }

    pub(super) fn chains_of_roots(&mut self, roots: &[FactId]) -> Result<Vec<Recorded>> {
        let list: Vec<Cell> = roots.iter().map(|id| (*id).into()).collect();
        let mut found = self.each_of(&OF_IDS, list.clone())?;
        found.extend(self.each_of(&CORRECTING, list)?);
        Ok(in_order(found))
    }

    pub(super) fn chains_about(
        &mut self,
        subject: &SubjectId,
        ledgers: &[Name],
        from: Instant,
    ) -> Result<Vec<Recorded>> {
        let params = [Cell::from(subject), from.into(), in_text(ledgers)];
        let mut found: Vec<Recorded> = self.all(&ABOUT, params.clone())?;
        if found.is_empty() {
            return Ok(found);
        }
        let corrections = found.iter().any(|r| r.fact.corrects.is_some());
        if corrections {
            found.extend(self.all(&ABOUT_ROOTS, params.clone())?);
        }
        found.extend(self.all(&ABOUT_CORRECTIONS, params)?);
        Ok(in_order(found))
    }

    pub(super) fn chains_about_any(
        &mut self,
        subjects: &[SubjectId],
        ledgers: &[Name],
    ) -> Result<Vec<Recorded>> {
        let (list, fixed) = (subjects.iter().map(Cell::from).collect::<Vec<_>>(), [in_text(ledgers)]);
        let mut found: Vec<Recorded> = self.each_with(&OF_SUBJECTS, &fixed, &list)?;
        if found.iter().any(|r| r.fact.corrects.is_some()) {
            found.extend(self.each_with(&OF_SUBJECTS_ROOTS, &fixed, &list)?);
        }
        found.extend(self.each_with(&OF_SUBJECTS_CORRECTIONS, &fixed, &list)?);
        Ok(in_order(found))
    }

    pub(super) fn links_from(&mut self, seq: u64, n: usize) -> Result<Vec<Link>> {
        self.all(&LINKS, [seq.into(), limit(n)])
    }

    pub(super) fn kept_before(
        &mut self,
        ledger: &Name,
        until: Instant,
        (at, seq): (Instant, u64),
        n: usize,
    ) -> Result<Vec<Recorded>> {
        self.all(&KEPT_BEFORE, [ledger.into(), until.into(), at.into(), seq.into(), limit(n)])
    }

    pub(super) fn units_from(&mut self, unit: u64, n: usize) -> Result<Vec<UnitRow>> {
        self.all(&UNITS, [unit.into(), limit(n)])
    }

    pub(super) fn append(
        &mut self,
        recorded: &Recorded,
        body_json: &str,
        salt: &Salt,
        body: &Hash,
    ) -> Result<()> {
        let link = Link {
            recorded: recorded.clone(),
            body_json: Some(body_json.into()),
            salt: Some(*salt),
            body: *body,
        };
        self.insert(&link)
    }

    pub(super) fn purge(&mut self, ids: &[FactId]) -> Result<u64> {
        self.connection.overwrite()?;
        let mut purged = 0;
        for id in ids {
            purged += self.run(&PURGE, [(*id).into()])?;
        }
        Ok(purged)
    }

    /// Creates the head of a shard that has none.
    pub fn begin(&mut self) -> Result<()> {
        let text = format!("{} ON CONFLICT (shard) DO NOTHING", HEAD.insert());
        let cells = Head::default().cells()?;
        self.change(&text, cells).map(|_| ())
    }
}

/// In order of seq, each once.
fn in_order(found: Vec<Recorded>) -> Vec<Recorded> {
    found.into_iter().map(|r| (r.seq, r)).collect::<BTreeMap<_, _>>().into_values().collect()
}
