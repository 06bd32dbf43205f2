//! `lianfang map`: the shapes of areas in and out, by the same doors that everybody uses.
//!
//! Not here: which shapes are in order (`server`, `PUT /areas/map`).

use crate::{
    door::{Door, Pass},
    exchange::into_file_or_out,
    exit::{Failure, NOT_RIGHT},
    lang,
};
use clap::{Args, Subcommand};
use facts::Label;
use serde_json::Value;
use std::path::PathBuf;

/// What is to be done with the map.
#[derive(Subcommand)]
pub enum MapCommand {
    /// 上传各地区轮廓（GeoJSON），替换原有 · bring the shapes of areas; they replace those that are there
    Set(Set),
    /// 取出各地区轮廓 · give the shapes of areas as GeoJSON
    Show(Show),
}

/// Shapes to bring.
#[derive(Args)]
pub struct Set {
    /// GeoJSON 文件，每个要素写明 org 或 code · a FeatureCollection whose features name an organisation
    file: PathBuf,
    #[command(flatten)]
    pass: Pass,
}

/// Where shapes go.
#[derive(Args)]
pub struct Show {
    /// 写入文件（默认输出到屏幕） · file to write; default: standard output
    #[arg(long)]
    to: Option<PathBuf>,
    #[command(flatten)]
    pass: Pass,
}

/// Does it.
pub fn run(command: &MapCommand) -> Result<(), Failure> {
    match command {
        MapCommand::Set(set) => bring(set),
        MapCommand::Show(show) => give(show),
    }
}

fn bring(set: &Set) -> Result<(), Failure> {
    let bytes = std::fs::read(&set.file).map_err(|e| Failure::file(&set.file, &e))?;
    let door = Door::open(&set.pass, true)?;
    let answer = door.put("/areas/map", &bytes);
    door.close()?;
    let answer = answer?;
    let listed = |name: &str| answer[name].as_array().cloned().unwrap_or_default();
    let (taken, without) = (answer["taken"].as_u64().unwrap_or(0), listed("without_shape").len());
    let (zh, en) = (
        format!("已收 {taken} 个地区的轮廓，尚无轮廓的 {without} 个"),
        format!("{taken} shapes taken, {without} areas without a shape"),
    );
    println!("{}", lang::told(zh, en));
    let unknown: Vec<String> =
        listed("unknown").iter().filter_map(Value::as_str).map(str::to_owned).collect();
    if unknown.is_empty() { Ok(()) } else { Err(nobodys(&unknown)) }
}

fn nobodys(unknown: &[String]) -> Failure {
    let (n, names) = (unknown.len(), unknown.join(", "));
    Failure::new(
        NOT_RIGHT,
        Label::new(
            format!("{n} 个轮廓对不上组织：{names}"),
            format!("{n} shapes belong to no organisation that is known here: {names}"),
        ),
        Label::new(
            "其余已收；请核对 org（组织编号）或 code（区划代码）后重新上传整个文件",
            "the others were taken; mend org (its id) or code (its division code) and send the whole file again",
        ),
    )
}

fn give(show: &Show) -> Result<(), Failure> {
    let door = Door::open(&show.pass, false)?;
    let done = door.read("/areas/map").and_then(|reader| into_file_or_out(reader, show.to.as_deref()));
    door.close().and(done)
}
