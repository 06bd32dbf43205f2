//! `lianfang purge`: what would go by retention, told first; then, when asked for, purged.
//!
//! Not here: what is due (`intake::purge`). A server does the same once a day.

use crate::{
    clock,
    config::Place,
    exit::{Failure, NOT_RIGHT},
    lang,
};
use clap::Args;
use facts::{Instant, Label, Zone};
use intake::{
    House,
    purge::{DueLine, Purged, Standstill},
};

/// Whether it is meant.
#[derive(Args)]
pub struct Purge {
    #[command(flatten)]
    place: Place,
    /// 执行清除；不加则只列出将清除的内容 · do it; without this only what would go is told
    #[arg(long)]
    yes: bool,
}

/// Tells what would be purged, or purges it.
pub fn run(purge: &Purge) -> Result<(), Failure> {
    let house = purge.place.standing_house()?;
    let now = clock::now();
    let due = house.purge_due(now)?;
    tell_due(&house, &due);
    if !purge.yes {
        let said = ("未作任何改动。确认无误后加 --yes 执行", "nothing was changed; add --yes to do it");
        println!("{}", lang::told(said.0, said.1));
        return Ok(());
    }
    let purged = house.purge_all(now, &mut clock::Random)?;
    if purged.facts == 0 && due.iter().any(|line| line.facts > 0) {
        return Err(unsaid());
    }
    tell_purged(house.zone, &purged);
    Ok(())
}

/// Nothing is purged where no ledger says so.
fn unsaid() -> Failure {
    Failure::new(
        NOT_RIGHT,
        Label::new(
            "启用的方案没有“到期清除”台账，未作清除",
            "no plan in force has the ledgers in which a purge says what it did; nothing was purged",
        ),
        Label::new("请重新启用基础方案的当前版本", "put a plan on the present base pack in force first"),
    )
}

fn tell_due(house: &House, lines: &[DueLine]) {
    let in_force = house.in_force();
    if lines.is_empty() {
        let said =
            ("启用的方案没有规定任何台账的保存期限", "no plan in force says how long a ledger is kept");
        println!("{}", lang::told(said.0, said.1));
    }
    for line in lines {
        let title =
            in_force.plan.ledgers.get(&line.ledger).map(|l| lang::label(&l.title)).unwrap_or_default();
        let (days, facts, subjects) = (line.days, line.facts, line.subjects);
        let said = lang::told(
            format!("保存 {days} 天，到期 {facts} 条，涉及 {subjects} 个对象"),
            format!("kept for {days} days: {facts} facts due, about {subjects} subjects"),
        );
        println!("{title} {}: {said}{}", line.ledger, span(house.zone, line.oldest, line.newest));
        for (by, facts) in &line.held {
            let (zh, en) = because(*by);
            println!(
                "  {}",
                lang::told(format!("暂缓 {facts} 条：{zh}"), format!("held back: {facts}, {en}"))
            );
        }
    }
}

fn tell_purged(zone: Zone, purged: &Purged) {
    for (ledger, of) in &purged.ledgers {
        println!("{ledger}: {}{}", of.facts, span(zone, Some(of.oldest), Some(of.newest)));
    }
    let (facts, sealed) = (purged.facts, purged.sealed);
    let said = lang::told(
        format!("已清除 {facts} 条登记的内容、{sealed} 项身份信息"),
        format!("purged the content of {facts} facts and {sealed} sealed fields"),
    );
    println!("{said}");
    if purged.facts > 0 {
        let said = lang::told(
            "此前的备份仍含这些内容，请按规定期限销毁",
            "backups from before still hold it: destroy them by your deadline",
        );
        println!("{said}");
    }
}

fn span(zone: Zone, oldest: Option<Instant>, newest: Option<Instant>) -> String {
    match (oldest, newest) {
        (Some(oldest), Some(newest)) => format!("  {} – {}", zone.date_of(oldest), zone.date_of(newest)),
        _ => String::new(),
    }
}

fn because(by: Standstill) -> (&'static str, &'static str) {
    match by {
        Standstill::Course => ("该对象的管控期尚未结束", "a course of the subject is under way"),
        Standstill::Reader => {
            ("他人的管控期仍要查看", "somebody else's course reads facts about the subject")
        }
        Standstill::Outcome => {
            ("未办结的任务、状态或预警以它为依据", "a duty, status or alert under way rests on it")
        }
    }
}
