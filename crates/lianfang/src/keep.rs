//! Keeping: `verify`, `rebuild`, `move`, `backup`, `restore`.

use crate::{
    config::{Place, must_exist},
    exit::{Failure, INPUT, NOT_RIGHT},
    lang, packs,
    progress::Progress,
};
use facts::{Label, ledger::Act};
use std::{path::Path, sync::Arc};
use store::memory::Memory;

/// Walks the hash chain.
pub fn verify(place: &Place) -> Result<(), Failure> {
    must_exist(&place.store)?;
    let home = place.home()?;
    let packs = packs::shipped()?;
    let ledgers = packs.iter().flat_map(|p| &p.ledgers).filter(|l| l.act == Some(Act::Purge));
    let purging: Vec<_> = ledgers.map(|l| l.id.clone()).collect();
    let bar = Progress::unknown("校验 verify");
    let purges = |ledger: &facts::Name| purging.contains(ledger);
    let verified = intake::purge::verify(&*home, &place.shard, &purges, &mut |seq| bar.at(seq));
    bar.finish();
    match verified? {
        Ok(found) => {
            let (facts, units, purged) = (found.facts, found.units, found.purged);
            let said = lang::told(
                format!("链条完整：{facts} 条登记，{units} 个批次，已清除正文 {purged} 条"),
                format!("the chain holds: {facts} facts, {units} units, {purged} bodies purged"),
            );
            println!("{said}\n{}", found.head.hash.to_hex());
            Ok(())
        }
        Err(fault) => Err(Failure::new(NOT_RIGHT, fault.says(), fault.hint())),
    }
}

/// Replays the chain in memory and compares with what is stored.
pub fn rebuild(place: &Place) -> Result<(), Failure> {
    let house = place.standing_house()?;
    let total = house.read(|read| read.head())?.seq;
    let bar = Progress::new("重建 rebuild", total);
    let rebuilt = intake::rebuild::rebuild(&house, Arc::new(Memory::default()), &mut |done| bar.at(done))?;
    bar.finish();
    for difference in &rebuilt.differences {
        println!("{difference}");
    }
    let (facts, units, rows, wrong) = (rebuilt.facts, rebuilt.units, rebuilt.rows, rebuilt.wrong);
    if wrong == 0 {
        if rebuilt.from_unit > 0 {
            let from = rebuilt.from_unit;
            let said = lang::told(
                format!("自到期清除后的基线（第 {from} 批）起重放"),
                format!("replayed from the baseline after the last purge (unit {from})"),
            );
            println!("{said}");
        }
        let said = lang::told(
            format!("重建一致：{facts} 条登记，{units} 个批次，逐行比对 {rows} 行"),
            format!("rebuilt the same: {facts} facts, {units} units, {rows} rows compared one by one"),
        );
        println!("{said}");
        return Ok(());
    }
    Err(Failure::new(
        NOT_RIGHT,
        Label::new(format!("重建结果有 {wrong} 处不同"), format!("{wrong} things came out differently")),
        Label::new("请保留此库并报告", "keep this store and report it"),
    ))
}

/// Copies every shard from one store to another, checked by chain heads and counts.
pub fn relocate(from: &str, to: &str) -> Result<(), Failure> {
    must_exist(from)?;
    let (source, target) = (store::open(from)?, store::open(to)?);
    let bar = Progress::unknown("搬迁 move");
    let moved = store::copy(&*source, &*target, &mut |rows| bar.at(rows))?;
    bar.finish();
    let (shards, rows) = (moved.shards, moved.rows);
    let said = lang::told(
        format!("已搬迁 {shards} 个分片、{rows} 行，链头与行数一致"),
        format!("moved {shards} shards, {rows} rows; heads and counts agree"),
    );
    println!("{said}");
    Ok(())
}

/// Writes a backup: a SQLite store of its own, verified.
pub fn backup(place: &Place, to: &Path) -> Result<(), Failure> {
    if to.exists() {
        return Err(Failure::new(
            INPUT,
            Label::new(format!("{} 已存在", to.display()), format!("{} exists", to.display())),
            Label::new(
                "请换一个文件名，备份不会覆盖旧文件",
                "choose another name; a backup never overwrites",
            ),
        ));
    }
    relocate(&place.store, &format!("sqlite:{}", to.display()))
}

/// Brings a backup back into an empty store.
pub fn restore(place: &Place, from: &Path) -> Result<(), Failure> {
    relocate(&format!("sqlite:{}", from.display()), &place.store)
}
