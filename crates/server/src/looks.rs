//! The record of looks: at somebody's identity, and at lists that left as files. A look is recorded before anything is
//! shown.
//!
//! Not here: who may look (each route), and who sees the record (`routes::looks`).

use crate::{
    accounts::{kind, note},
    caller::Caller,
    error::Answer,
    files,
    state::Doors,
    wire::{ExportView, LookView},
};
use facts::{FieldType, Privacy};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use views::words::Words;

/// Records a look; its key.
pub async fn record(doors: &Doors, look: LookView) -> Answer<String> {
    let [a, b, c, d] = doors.random::<4>();
    // Newest first in order of key.
    let key = format!("{:020}-{a:02x}{b:02x}{c:02x}{d:02x}", i64::MAX - doors.wall.now().0);
    let kept = note(kind::LOOK, &key, &look, None)?;
    doors.write_notes(move |write| write.put_note(&kept)).await?;
    Ok(key)
}

/// A list that is asked for as a file: its name, and what it is filtered by.
pub struct Listed {
    /// The name, as it stands in the address.
    pub name: &'static str,
    /// The filters.
    pub filters: BTreeMap<String, String>,
}

impl Listed {
    /// A list with the parameters that it is asked with: an object of texts and numbers.
    pub fn of(name: &'static str, ask: &impl Serialize) -> Self {
        let asked = serde_json::to_value(ask).unwrap_or_default();
        let given = asked.as_object().into_iter().flatten();
        let filters =
            given.filter_map(|(name, value)| Some((name.clone(), masked(name, &given_text(value)?))));
        Listed { name, filters: filters.collect() }
    }
}

/// The text of a parameter that was given; none where there was none.
fn given_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        other => Some(other.to_string()),
    }
}

/// What somebody is searched by is personal data itself, and is kept as lists show it.
fn masked(filter: &str, text: &str) -> String {
    let kind = match filter {
        "id_number" => FieldType::CitizenId,
        "phone" => FieldType::Phone,
        "name" | "text" => FieldType::PersonName,
        _ => return text.to_owned(),
    };
    vault::mask(&kind, text)
}

/// The look at a list that leaves as a file: below the organisation that it is asked for, else wherever the caller sees.
pub fn at_list(doors: &Doors, caller: &Caller, of: Listed, format: files::Kind) -> LookView {
    let org = of.filters.get("org").or_else(|| of.filters.get("under")).cloned();
    let seen = caller.scope.paths_for(Privacy::Internal);
    let last = |path: &str| path.rsplit('/').find(|step| !step.is_empty()).map(str::to_owned);
    let within = match org {
        Some(org) => vec![org],
        None => seen.iter().filter_map(|path| last(path)).collect(),
    };
    let export = ExportView {
        list: of.name.to_owned(),
        title: title(of.name),
        filters: of.filters,
        within,
        format: format.end().to_owned(),
        rows: None,
        whole: false,
    };
    LookView {
        account: caller.account.to_string(),
        at: doors.wall.now().to_string(),
        export: Some(export),
        ..LookView::default()
    }
}

/// The file has ended: how many rows went into it, and whether it was sent whole. Blocks.
pub fn ended(doors: &Doors, key: &str, mut look: LookView, rows: u64, whole: bool) {
    if let Some(export) = &mut look.export {
        (export.rows, export.whole) = (Some(rows), whole);
    }
    let write = |write: &mut dyn store::Write| write.put_note(&note(kind::LOOK, key, &look, None)?);
    if let Err(error) = doors.house.home.write(&doors.house.shard, &mut { write }) {
        tracing::warn!(%error, "the end of an export was not recorded");
    }
}

fn title(list: &str) -> Words {
    match list {
        "facts" => Words::new("台账记录", "records"),
        "subjects" => Words::new("档案名单", "person files"),
        "duties" => Words::new("任务", "duties"),
        "card" => Words::new("传染病报告卡", "report card"),
        "cases" => Words::new("病例一览", "line list"),
        "followup" => Words::new("随访表", "follow-up grid"),
        "courses" => Words::new("管控期", "courses"),
        "alerts" => Words::new("预警信号", "signals"),
        "looks" => Words::new("查看记录", "record of looks"),
        "accounts" => Words::new("用户", "users"),
        "deliveries" => Words::new("消息投递", "delivery"),
        "purges" => Words::new("到期清除", "purges"),
        "gaps" => Words::new("责任未落实", "gaps"),
        other => Words::same(other),
    }
}
