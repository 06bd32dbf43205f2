//! `lianfang import` and `lianfang export`: spreadsheets in, ledgers out, by the same doors that everybody uses.
//!
//! Not here: reading of spreadsheets and the check of facts (`server`, `spreadsheets`, `facts`).

use crate::{
    door::{Door, Pass, encoded, unwritten},
    exit::{Failure, NOT_RIGHT},
    lang,
    progress::Progress,
};
use clap::{Args, ValueEnum};
use facts::Label;
use serde_json::{Map, Value, json};
use std::{
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

/// A spreadsheet to import.
#[derive(Args)]
pub struct Import {
    /// CSV（UTF-8 或 GBK）或 XLSX 文件 · file to import
    file: PathBuf,
    /// 台账 · ledger
    #[arg(long, required_unless_present = "line_list")]
    ledger: Option<String>,
    /// 病例一览表的名称：每行一例，分入各台账 · name of a line list, whose rows are facts of several ledgers
    #[arg(long, conflicts_with = "ledger")]
    line_list: Option<String>,
    /// 一览表没有的内容，如 --set disease:covid，可重复 · what every row of a line list says; may be repeated
    #[arg(long, requires = "line_list")]
    set: Vec<String>,
    /// 一览表新登记人员所属单位 · where persons belong who are registered by a line list
    #[arg(long, requires = "line_list")]
    home: Option<String>,
    /// 日期顺序：dmy、mdy、ymd · order of dates where a column does not tell it
    #[arg(long)]
    dates: Option<String>,
    /// 内容的含义，如 --means 转归=出院=recovered，可重复 · heading=written=meaning; may be repeated
    #[arg(long)]
    means: Vec<String>,
    /// 与已录入内容不同的行：refuse 退回（默认），correct 作为更正 · rows that say something known otherwise
    #[arg(long, value_parser = ["refuse", "correct"])]
    changes: Option<String>,
    /// 列对应，如 --mapping "体温(℃)=celsius"，可重复；等号后为空则忽略该列 · heading=field; may be repeated
    #[arg(long)]
    mapping: Vec<String>,
    /// 填报单位（行内未写时） · organisation of rows that name none
    #[arg(long)]
    org: Option<String>,
    /// 历史数据：不提醒任何人 · facts of the past: nobody is reminded
    #[arg(long)]
    history: bool,
    /// 只预览，不写入 · only say what would be done
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    pass: Pass,
}

/// A ledger to export.
#[derive(Args)]
pub struct Export {
    /// 台账 · ledger
    #[arg(long)]
    ledger: String,
    /// 格式 · format
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// 输出文件；缺省为标准输出（xlsx 为 LEDGER.xlsx） · file; default: standard output, for xlsx LEDGER.xlsx
    #[arg(long)]
    to: Option<PathBuf>,
    /// 只要这个单位及其下级 · only of this organisation and below
    #[arg(long)]
    org: Option<String>,
    /// 自（含） · happened not before
    #[arg(long)]
    from: Option<String>,
    /// 至（不含） · happened before
    #[arg(long)]
    until: Option<String>,
    #[command(flatten)]
    pass: Pass,
}

/// How a ledger is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// CSV in UTF-8.
    Csv,
    /// A workbook.
    Xlsx,
    /// Lines of JSON.
    Ndjson,
}

impl Format {
    fn word(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Ndjson => "ndjson",
        }
    }
}

/// Imports; rows that were refused go into a spreadsheet beside the file, to be mended and sent again.
pub fn import(import: &Import) -> Result<(), Failure> {
    let bytes = std::fs::read(&import.file).map_err(|e| Failure::file(&import.file, &e))?;
    let mapping = mapping(&import.mapping)?;
    let mut query = match (&import.line_list, &import.ledger) {
        (Some(list), _) => format!("/imports/linelist?list={}", encoded(list)),
        (None, ledger) => format!("/imports?ledger={}", encoded(ledger.as_deref().unwrap_or_default())),
    };
    let (set, means) = (import.set.join(","), means(&import.means)?);
    let asked = [
        ("mapping", mapping.map(|mapping| mapping.to_string())),
        ("means", means.map(|means| means.to_string())),
        ("set", Some(set).filter(|set| !set.is_empty())),
        ("home", import.home.clone()),
        ("dates", import.dates.clone()),
        ("org", import.org.clone()),
        ("changes", import.changes.clone()),
    ];
    for (name, value) in asked {
        query += &value.map_or(String::new(), |value| format!("&{name}={}", encoded(&value)));
    }
    for (name, set) in [("dry_run", import.dry_run), ("history", import.history)] {
        query += &if set { format!("&{name}=1") } else { String::new() };
    }
    let door = Door::open(&import.pass, true)?;
    let answer = waiting("导入 import", || door.send(&query, &bytes));
    let answer = match answer {
        Ok(answer) => answer,
        Err(failure) => return door.close().and(Err(failure)),
    };
    tell(import, &answer);
    let kept = match answer["refused_file"].as_str() {
        Some(id) => keep_refused(&door, id, &import.file),
        None => Ok(None),
    };
    door.close()?;
    let refused = answer["refused_count"].as_u64().unwrap_or(0);
    let kept = kept?;
    if refused > 0 {
        return Err(some_refused(refused, kept.as_deref()));
    }
    if let Some(path) = kept {
        let said = lang::told("更正和疑点见", "what was mended and doubted is listed in");
        println!("{said} {}", path.display());
    }
    Ok(())
}

/// `heading=field` pairs as an object.
fn mapping(pairs: &[String]) -> Result<Option<Value>, Failure> {
    let mut map = Map::new();
    for pair in pairs {
        // A heading may hold the sign, a field never does.
        let (heading, field) =
            pair.rsplit_once('=').filter(|(heading, _)| !heading.is_empty()).ok_or_else(|| {
                Failure::new(
                    crate::exit::USAGE,
                    Label::new(format!("“{pair}”不是列对应"), format!("{pair:?} is no mapping")),
                    Label::new("写法：--mapping 表头=字段", "write --mapping heading=field"),
                )
            })?;
        map.insert(heading.to_owned(), json!(field));
    }
    Ok((!map.is_empty()).then_some(Value::Object(map)))
}

/// `heading=written=meaning` triples as an object of objects.
fn means(triples: &[String]) -> Result<Option<Value>, Failure> {
    let mut map = Map::new();
    for triple in triples {
        let parts = triple.rsplit_once('=').and_then(|(rest, meaning)| {
            let (heading, written) = rest.split_once('=')?;
            Some((heading, written, meaning))
        });
        let (heading, written, meaning) = parts.ok_or_else(|| {
            Failure::new(
                crate::exit::USAGE,
                Label::new(format!("“{triple}”不是含义说明"), format!("{triple:?} says no meaning")),
                Label::new("写法：--means 表头=原文=含义", "write --means heading=written=meaning"),
            )
        })?;
        if let Some(texts) = map.entry(heading).or_insert_with(|| json!({})).as_object_mut() {
            texts.insert(written.to_owned(), json!(meaning));
        }
    }
    Ok((!map.is_empty()).then_some(Value::Object(map)))
}

fn tell(import: &Import, answer: &Value) {
    let (rows, encoding) = (&answer["rows"], answer["encoding"].as_str().unwrap_or("?"));
    println!(
        "{}  {} ({encoding})",
        import.file.display(),
        lang::told(format!("{rows} 行"), format!("{rows} rows"))
    );
    for column in answer["columns"].as_array().into_iter().flatten() {
        let field = column["field"].as_str().unwrap_or("—");
        println!("  {} → {field}", column["name"].as_str().unwrap_or_default());
    }
    if import.dry_run {
        for row in answer["preview"].as_array().into_iter().flatten().take(5) {
            let fact = &row["fact"];
            println!("  {}: {} {} {}", row["row"], fact["subject"], fact["at"], fact["body"]);
        }
        println!("{}", lang::told("仅预览，未写入", "only a preview; nothing was written"));
    }
    let (accepted, known, refused) = (&answer["accepted"], &answer["known"], &answer["refused_count"]);
    let said = lang::told(
        format!("接受 {accepted}，已有 {known}，未接受 {refused}"),
        format!("accepted {accepted}, known {known}, refused {refused}"),
    );
    println!("{said}");
    if let Some(count) = answer["changed"]["count"].as_u64().filter(|count| *count > 0) {
        println!("  {}", lang::told(format!("作为更正 {count} 处"), format!("corrected {count}")));
    }
    tell_mended(answer);
    for row in answer["refused"].as_array().into_iter().flatten().take(10) {
        for refusal in row["refusals"].as_array().into_iter().flatten() {
            let (code, field) =
                (refusal["code"].as_str().unwrap_or_default(), refusal["field"].as_str().unwrap_or_default());
            let words = |label: &Value| {
                lang::told(label["zh"].as_str().unwrap_or("?"), label["en"].as_str().unwrap_or("?"))
            };
            let place = lang::told(format!("第 {} 行", row["row"]), format!("row {}", row["row"]));
            println!("  {place}  {code} {field}  {}", words(&refusal["says"]));
            println!("      → {}", words(&refusal["hint"]));
        }
    }
}

/// Says what was mended and what is doubted; each cell and row is in the file beside.
fn tell_mended(answer: &Value) {
    let groups = |of: &str| answer[of]["groups"].as_array().cloned().unwrap_or_default();
    let words =
        |label: &Value| lang::told(label["zh"].as_str().unwrap_or("?"), label["en"].as_str().unwrap_or("?"));
    for group in groups("mended") {
        let (count, column) = (&group["count"], group["column"].as_str().unwrap_or_default());
        let said = lang::told(format!("更正 {count} 格"), format!("mended {count}"));
        println!("  {said}  {column}  {}", words(&group["says"]));
    }
    for group in groups("doubts") {
        let count = &group["count"];
        let said = lang::told(format!("存疑 {count}"), format!("doubts {count}"));
        println!("  {said}  {}", words(&group["says"]));
    }
    for text in answer["unknown"].as_array().into_iter().flatten().take(10) {
        let (column, written) =
            (text["column"].as_str().unwrap_or_default(), text["written"].as_str().unwrap_or_default());
        let said = lang::told("含义不明，可用 --means 说明", "not known; say it with --means");
        println!("  {said}  {column}={written} ({})", text["count"]);
    }
}

/// Fetches the refused rows; gives the file that they are in now.
fn keep_refused(door: &Door, id: &str, file: &Path) -> Result<Option<PathBuf>, Failure> {
    let mut name = file.as_os_str().to_owned();
    name.push(".refused.xlsx");
    let path = PathBuf::from(name);
    let mut bytes = Vec::new();
    door.read(&format!("/imports/{id}/refused.xlsx"))?.read_to_end(&mut bytes).map_err(|e| unwritten(&e))?;
    std::fs::write(&path, bytes).map_err(|e| Failure::file(&path, &e))?;
    Ok(Some(path))
}

/// Exports to a file or the standard output. A file appears under its name only when it is whole.
pub fn export(export: &Export) -> Result<(), Failure> {
    let mut query =
        format!("/facts/export?ledger={}&format={}", encoded(&export.ledger), export.format.word());
    for (name, value) in [("org", &export.org), ("from", &export.from), ("until", &export.until)] {
        if let Some(value) = value {
            query += &format!("&{name}={}", encoded(value));
        }
    }
    let door = Door::open(&export.pass, false)?;
    let done = door.read(&query).and_then(|reader| {
        let named = || PathBuf::from(format!("{}.xlsx", export.ledger));
        let to = export.to.clone().or_else(|| (export.format == Format::Xlsx).then(named));
        into_file_or_out(reader, to.as_deref())
    });
    door.close().and(done)
}

/// Writes a file whole or not at all, or to standard output.
pub fn into_file_or_out(reader: impl Read, to: Option<&Path>) -> Result<(), Failure> {
    match to {
        Some(path) => into_file(reader, path),
        None => match pour(reader, &mut io::stdout().lock(), None) {
            // Whoever reads has had enough (`… | head`).
            Err(problem) if problem.kind() != io::ErrorKind::BrokenPipe => Err(unwritten(&problem)),
            _ => Ok(()),
        },
    }
}

fn into_file(reader: impl Read, path: &Path) -> Result<(), Failure> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let bar = Progress::unknown("导出 export");
    let written = File::create(&part).and_then(|mut file| {
        let bytes = pour(reader, &mut file, Some(&bar))?;
        file.sync_all()?;
        std::fs::rename(&part, path)?;
        Ok(bytes)
    });
    bar.finish();
    match written {
        Ok(bytes) => {
            let size = lang::told(format!("{bytes} 字节"), format!("{bytes} bytes"));
            eprintln!("{}  {size}", path.display());
            Ok(())
        }
        Err(problem) => {
            let _ = std::fs::remove_file(&part);
            Err(unwritten(&problem))
        }
    }
}

fn pour(mut reader: impl Read, into: &mut dyn Write, bar: Option<&Progress>) -> io::Result<u64> {
    let (mut buffer, mut bytes) = (vec![0; 64 * 1024], 0);
    loop {
        let n = reader.read(&mut buffer)?;
        if n == 0 {
            into.flush()?;
            return Ok(bytes);
        }
        into.write_all(buffer.get(..n).unwrap_or_default())?;
        bytes += n as u64;
        if let Some(bar) = bar {
            bar.at(bytes);
        }
    }
}

/// Shows that something goes on while it is waited for.
fn waiting<T: Send>(what: &'static str, work: impl FnOnce() -> T + Send) -> T {
    let (bar, done) = (Progress::unknown(what), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut ticks = 0;
            while !done.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(100));
                ticks += 1;
                bar.at(ticks);
            }
        });
        let found = work();
        done.store(true, Ordering::Relaxed);
        bar.finish();
        found
    })
}

fn some_refused(n: u64, file: Option<&Path>) -> Failure {
    let hint = match file.map(Path::display) {
        Some(file) => Label::new(
            format!("请在 {file} 中按“未接受原因”一列改好，再导入该文件；已接受的行不会重复"),
            format!(
                "mend the rows in {file} as its last column says and import that file; rows that were taken stay as they are"
            ),
        ),
        None => Label::new("请按上面的原因修改后再导入", "mend the rows as told above and import again"),
    };
    Failure::new(NOT_RIGHT, Label::new(format!("{n} 行未被接受"), format!("{n} rows were refused")), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_become_a_mapping() {
        let pairs = ["体温(℃)=celsius".to_owned(), "a=b=c".to_owned(), "备注=".to_owned()];
        let expected = json!({ "体温(℃)": "celsius", "a=b": "c", "备注": "" });
        assert_eq!(mapping(&pairs).expect("reads"), Some(expected));
        assert_eq!(mapping(&[]).expect("reads"), None);
        assert!(mapping(&["=x".to_owned()]).is_err() && mapping(&["x".to_owned()]).is_err());
    }
}
