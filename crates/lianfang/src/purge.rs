//! `lianfang purge`: what would go by retention, told first; then, when asked for, purged.
//!
//! Not here: what is due (`intake::purge`). A server does the same once a day.

use crate::{
    clock,
    config::Place,
    exit::{Failure, NOT_RIGHT},
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
        println!("未作任何改动。确认无误后加 --yes 执行 · nothing was changed; add --yes to do it");
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
        println!("启用的方案没有规定任何台账的保存期限 · no plan in force says how long a ledger is kept");
    }
    for line in lines {
        let title =
            in_force.plan.ledgers.get(&line.ledger).map(|l| l.title.zh.to_string()).unwrap_or_default();
        println!(
            "{title} {}（保存 {} 天 kept for {} days）: 到期 {} 条，涉及 {} 个对象 · {} facts due, about {} subjects{}",
            line.ledger,
            line.days,
            line.days,
            line.facts,
            line.subjects,
            line.facts,
            line.subjects,
            span(house.zone, line.oldest, line.newest)
        );
        for (by, facts) in &line.held {
            println!("  暂缓 {facts} 条：{} · held back: {facts}, {}", because(*by).0, because(*by).1);
        }
    }
}

fn tell_purged(zone: Zone, purged: &Purged) {
    for (ledger, of) in &purged.ledgers {
        println!("{ledger}: {}{}", of.facts, span(zone, Some(of.oldest), Some(of.newest)));
    }
    println!(
        "已清除 {} 条登记的内容、{} 项身份信息 · purged the content of {} facts and {} sealed fields",
        purged.facts, purged.sealed, purged.facts, purged.sealed
    );
    if purged.facts > 0 {
        println!(
            "此前的备份仍含这些内容，请按规定期限销毁 · backups from before still hold it: destroy them by your deadline"
        );
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
