//! The raw engine beside the house: the rows that a round has just stored, inserted once more by the plain driver into a
//! table with the same columns and indexes, with the same durability, in transactions of the same sizes, in the same order.
//! What the house costs beyond that is what it does: HTTP, rights, checks, the chain, rules, duties, numbers.
//!
//! Not here: any use of `store`; a comparison with itself would say nothing.

use super::machine;
use crate::{
    clock,
    config::Place,
    exit::{Failure, STORE},
};
use facts::Label;
use postgres::types::{ToSql, Type};
use rusqlite::types::Value;
use std::path::Path;

/// What the raw engine took.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Raw {
    /// Rows inserted.
    pub rows: f64,
    /// In so many transactions.
    pub transactions: f64,
    /// Wall time.
    pub seconds: f64,
    /// CPU time of this process (of PostgreSQL, the client's part only).
    pub cpu_millis: f64,
}

/// Inserts again what came after the fact number `before`.
pub fn again(place: &Place, folder: &Path, before: u64) -> Result<Raw, Failure> {
    let before = i64::try_from(before).unwrap_or(i64::MAX);
    match place.store.strip_prefix("sqlite:") {
        Some(file) => {
            sqlite(file, &folder.join("raw.sqlite"), &place.shard, before).map_err(|e| failed(&e.to_string()))
        }
        None if place.store.starts_with("postgres") => {
            postgres(&place.store, &place.shard, before).map_err(|e| failed(&e.to_string()))
        }
        None => Ok(Raw::default()),
    }
}

/// As the house opens its file.
const LIKE_THE_HOUSE: &str = "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 20000; PRAGMA journal_size_limit = 268435456;
    PRAGMA temp_store = MEMORY; PRAGMA secure_delete = FAST;";

fn sqlite(house: &str, raw: &Path, shard: &str, before: i64) -> rusqlite::Result<Raw> {
    let mut connection = rusqlite::Connection::open(raw)?;
    connection.execute_batch(LIKE_THE_HOUSE)?;
    connection.execute("ATTACH ?1 AS house", [house])?;
    let made: i64 =
        connection
            .query_row("SELECT count(*) FROM main.sqlite_master WHERE name = 'fact'", [], |r| r.get(0))?;
    if made == 0 {
        let tables = "SELECT sql FROM house.sqlite_master WHERE tbl_name = 'fact' AND sql IS NOT NULL ORDER BY type DESC";
        let statements: Vec<String> =
            connection.prepare(tables)?.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
        connection.execute_batch(&statements.join(";\n"))?;
    }
    // The table is as large as the one of the house was.
    let earlier = "INSERT INTO main.fact SELECT * FROM house.fact
        WHERE shard = ?1 AND seq > (SELECT coalesce(max(seq), 0) FROM main.fact) AND seq <= ?2";
    connection.execute(earlier, (shard, before))?;
    let units = "SELECT seq_last - seq_first + 1 FROM house.unit WHERE shard = ?1 AND seq_first > ?2 AND seq_last >= seq_first ORDER BY unit";
    let sizes: Vec<i64> =
        connection.prepare(units)?.query_map((shard, before), |r| r.get(0))?.collect::<Result<_, _>>()?;
    let (columns, rows) = sqlite_rows(&connection, shard, before)?;
    connection.execute_batch("DETACH house")?;
    let marks = vec!["?"; columns].join(", ");
    let insert = format!("INSERT INTO fact VALUES ({marks})");
    let (watch, cpu) = (clock::stopwatch(), machine::cpu_millis(std::process::id()));
    let mut rest = rows.as_slice();
    for size in &sizes {
        let (now, later) = rest.split_at(usize::try_from(*size).unwrap_or(0).min(rest.len()));
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let mut statement = transaction.prepare_cached(&insert)?;
        for row in now {
            statement.execute(rusqlite::params_from_iter(row))?;
        }
        drop(statement);
        transaction.commit()?;
        rest = later;
    }
    Ok(Raw {
        rows: (rows.len() - rest.len()) as f64,
        transactions: sizes.len() as f64,
        seconds: watch.elapsed().as_secs_f64(),
        cpu_millis: machine::cpu_millis(std::process::id()) - cpu,
    })
}

fn sqlite_rows(
    connection: &rusqlite::Connection,
    shard: &str,
    before: i64,
) -> rusqlite::Result<(usize, Vec<Vec<Value>>)> {
    let mut select =
        connection.prepare("SELECT * FROM house.fact WHERE shard = ?1 AND seq > ?2 ORDER BY seq")?;
    let columns = select.column_count();
    let row =
        |r: &rusqlite::Row<'_>| (0..columns).map(|n| r.get::<_, Value>(n)).collect::<Result<Vec<_>, _>>();
    let rows = select.query_map((shard, before), row)?.collect::<Result<_, _>>()?;
    Ok((columns, rows))
}

fn postgres(url: &str, shard: &str, before: i64) -> Result<Raw, postgres::Error> {
    let mut client = postgres::Client::connect(url, postgres::NoTls)?;
    client.batch_execute(
        "DROP TABLE IF EXISTS bench_raw_fact; CREATE TABLE bench_raw_fact (LIKE fact INCLUDING ALL)",
    )?;
    client.execute(
        "INSERT INTO bench_raw_fact SELECT * FROM fact WHERE shard = $1 AND seq <= $2",
        &[&shard, &before],
    )?;
    let units = "SELECT seq_last - seq_first + 1 FROM unit WHERE shard = $1 AND seq_first > $2 AND seq_last >= seq_first ORDER BY unit";
    let sizes: Vec<i64> = client.query(units, &[&shard, &before])?.iter().map(|r| r.get(0)).collect();
    let found =
        client.query("SELECT * FROM fact WHERE shard = $1 AND seq > $2 ORDER BY seq", &[&shard, &before])?;
    let rows: Vec<Vec<Box<dyn ToSql + Sync>>> = found.iter().map(cells).collect();
    let marks: Vec<String> =
        (1..=found.first().map_or(0, postgres::Row::len)).map(|n| format!("${n}")).collect();
    let mut raw = Raw { transactions: sizes.len() as f64, ..Raw::default() };
    if !rows.is_empty() {
        let insert = client.prepare(&format!("INSERT INTO bench_raw_fact VALUES ({})", marks.join(", ")))?;
        let (watch, cpu) = (clock::stopwatch(), machine::cpu_millis(std::process::id()));
        let mut rest = rows.iter();
        for size in &sizes {
            let mut transaction = client.transaction()?;
            for row in rest.by_ref().take(usize::try_from(*size).unwrap_or(0)) {
                let values: Vec<&(dyn ToSql + Sync)> = row.iter().map(AsRef::as_ref).collect();
                transaction.execute(&insert, &values)?;
                raw.rows += 1.0;
            }
            transaction.commit()?;
        }
        raw.seconds = watch.elapsed().as_secs_f64();
        raw.cpu_millis = machine::cpu_millis(std::process::id()) - cpu;
    }
    client.batch_execute("DROP TABLE bench_raw_fact")?;
    Ok(raw)
}

fn cells(row: &postgres::Row) -> Vec<Box<dyn ToSql + Sync>> {
    let cell = |(n, column): (usize, &postgres::Column)| -> Box<dyn ToSql + Sync> {
        match *column.type_() {
            Type::INT8 => Box::new(row.get::<_, Option<i64>>(n)),
            Type::BYTEA => Box::new(row.get::<_, Option<Vec<u8>>>(n)),
            _ => Box::new(row.get::<_, Option<String>>(n)),
        }
    };
    row.columns().iter().enumerate().map(cell).collect()
}

fn failed(problem: &str) -> Failure {
    Failure::new(
        STORE,
        Label::new(format!("对照写入失败：{problem}"), format!("the raw inserts failed: {problem}")),
        Label::new("请检查磁盘空间和 --store", "check the disk and --store"),
    )
}
