//! Whole tables out of memory and in.

use super::shard::Shard;
use crate::{
    cell::{Cell, Cells},
    rows::*,
    seam::Result,
    stored::*,
};
use facts::chain::Head;
use std::collections::BTreeSet;

type Each<'a> = &'a mut dyn FnMut(Vec<Cell>) -> Result<()>;

fn all<'a, T: Stored + 'a>(rows: impl IntoIterator<Item = &'a T>, each: Each<'_>) -> Result<()> {
    rows.into_iter().try_for_each(|row| each(row.cells()?))
}

/// All rows of a table, in order of their key.
pub(super) fn export(shard: &Shard, table: &str, each: Each<'_>) -> Result<()> {
    match crate::stored::table(table)?.name {
        "head" => all(shard.exists.then_some(&shard.head.get(&()).copied().unwrap_or_default()), each),
        "unit" => all(shard.units.values(), each),
        "fact" => all(shard.links.values(), each),
        "subject" => all(shard.subjects.values(), each),
        "place" => {
            let places = shard.subjects.values().flat_map(|row| {
                let paths: BTreeSet<_> = row.paths().cloned().collect();
                paths.into_iter().map(|path| PlaceRow { subject: row.id.clone(), path })
            });
            all(&places.collect::<Vec<_>>(), each)
        }
        "membership" => all(shard.memberships.values().flatten(), each),
        "assignment" => all(shard.assignments.values(), each),
        "signal_match" => all(shard.matches.values(), each),
        "reading" => all(shard.readings.values(), each),
        "duty" => all(shard.duties.values(), each),
        "standing" => all(shard.standing.values(), each),
        "history" => all(shard.history.values(), each),
        "ground" => all(shard.ground.values(), each),
        "moment" => all(shard.moments.values(), each),
        "touched" => all(shard.touched.values(), each),
        "moving" => all(shard.moves.values(), each),
        "counter" => all(shard.counters.values(), each),
        "contribution" => shard.contributions.iter().try_for_each(|(root, rows)| {
            rows.iter().try_for_each(|adds| each(CountedRow { root: *root, adds: adds.clone() }.cells()?))
        }),
        "outbox" => all(shard.outbox.values(), each),
        "read_mark" => all(shard.read_marks.values(), each),
        "pack" => all(shard.packs.values(), each),
        "adoption" => all(shard.adoptions.values(), each),
        "note" => all(shard.notes.values(), each),
        "sealed" => all(shard.sealed.values(), each),
        "baseline" => all(shard.baseline.values(), each),
        _ => shard.sealed_indexes.iter().try_for_each(|((field, blind), subjects)| {
            subjects.iter().try_for_each(|subject| {
                let (field, blind, subject) = (field.clone(), blind.clone(), subject.clone());
                each(SealedIndexRow { field, blind, subject }.cells()?)
            })
        }),
    }
}

/// Adds a row as it was exported.
pub(super) fn import(shard: &mut Shard, name: &str, row: Vec<Cell>) -> Result<()> {
    let table = table(name)?;
    if row.len() != table.columns.len() {
        return Err(shard.fail("take in a row", "it has not the columns of the table"));
    }
    let row = &mut Cells::new(table.name, row);
    match table.name {
        "head" => drop(shard.head.put((), Head::read(row)?)),
        "unit" => shard.add_unit_row(UnitRow::read(row)?)?,
        "fact" => shard.add_link(Link::read(row)?)?,
        "history" => shard.add_entry(HistoryRow::read(row)?)?,
        "duty" => shard.set_duty(DutyRow::read(row)?),
        "standing" => shard.set_standing(StandingRow::read(row)?),
        "ground" => drop(shard.ground.put((), GroundRow::read(row)?)),
        "moment" => shard.set_moment(MomentRow::read(row)?),
        "touched" => shard.set_touched(TouchedRow::read(row)?),
        "moving" => {
            let row = MovingRow::read(row)?;
            shard.moves.put(row.n, row);
        }
        "counter" => {
            let row = CounterRow::read(row)?;
            let key = (row.indicator.clone(), crate::cell::day_number(row.day), row.path.clone());
            shard.counters.put(key, row);
        }
        "contribution" => {
            let row = CountedRow::read(row)?;
            let mut rows = shard.contributions.get(&row.root).cloned().unwrap_or_default();
            rows.push(row.adds);
            shard.set_contributions(row.root, rows);
        }
        _ => return import_known(shard, table.name, row),
    }
    Ok(())
}

/// Subjects, and what the doors keep.
fn import_known(shard: &mut Shard, table: &str, row: &mut Cells) -> Result<()> {
    match table {
        "subject" => {
            let row = SubjectRow::read(row)?;
            shard.subjects.put(row.id.clone(), row);
        }
        // Places are kept with their subjects.
        "place" => {}
        "membership" => {
            let row = MembershipRow::read(row)?;
            let mut rows = shard.memberships.get(&row.member).cloned().unwrap_or_default();
            let member = row.member.clone();
            rows.push(row);
            shard.set_memberships(&member, rows);
        }
        "assignment" => shard.set_assignment(AssignmentRow::read(row)?),
        "signal_match" => shard.set_match(MatchRow::read(row)?),
        "reading" => shard.set_reading(ReadingRow::read(row)?),
        "outbox" => {
            let row = MessageRow::read(row)?;
            shard.outbox.put(row.key.clone(), row);
        }
        "read_mark" => {
            let row = ReadMarkRow::read(row)?;
            shard.read_marks.put(row.key.clone(), row);
        }
        "pack" => {
            let row = PackRow::read(row)?;
            shard.packs.put(row.hash, row);
        }
        "adoption" => {
            let row = AdoptionRow::read(row)?;
            shard.adoptions.put(row.root, row);
        }
        "note" => {
            let row = NoteRow::read(row)?;
            shard.notes.put((row.kind.clone(), row.key.clone()), row);
        }
        "sealed" => {
            let row = SealedRow::read(row)?;
            shard.sealed.put((row.subject.clone(), row.field.clone()), row);
        }
        "baseline" => {
            let row = BaselineRow::read(row)?;
            shard.baseline.put((row.of_table.clone(), row.n), row);
        }
        _ => {
            let row = SealedIndexRow::read(row)?;
            shard.set_sealed_index(&row.field, &row.blind, &row.subject);
        }
    }
    Ok(())
}
