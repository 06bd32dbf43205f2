//! The embedded home: one SQLite file in WAL mode. One connection writes, a few others read snapshots beside it.
//!
//! Not here: SQL (`sql`), columns (`stored`).

mod connection;

use crate::{
    migrate,
    seam::{Error, Home, Read, Result, Write},
    sql::Shard,
};
use connection::{Engine, failed};
use rusqlite::{OpenFlags, TransactionBehavior, config::DbConfig};
use std::{
    path::Path,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// How long a writer waits for another process.
const BUSY: Duration = Duration::from_secs(10);
/// Connections for reading that are kept when they are not in use.
const IDLE_MAX: usize = 8;
/// Prepared statements kept per connection.
const STATEMENTS: usize = 256;

/// Before there are tables: pages hold a few rows with their bodies.
const PAGES: &str = "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;";
/// `FULL`: what was committed survives a power cut. `secure_delete`: what is removed is overwritten where that costs no
/// further writing; a purge overwrites it all. The checkpoint comes late (160 MiB), so that a stream of facts writes each page once.
const WRITER: &str = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -65536;
    PRAGMA wal_autocheckpoint = 20000; PRAGMA journal_size_limit = 268435456; PRAGMA temp_store = MEMORY;
    PRAGMA secure_delete = FAST;";
const READER: &str = "PRAGMA query_only = ON; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF;";

/// A home in a file.
pub struct Sqlite {
    path: String,
    writer: Mutex<rusqlite::Connection>,
    readers: Mutex<Vec<rusqlite::Connection>>,
}

impl Sqlite {
    /// Opens a file, creating and migrating what is missing.
    pub fn open(path: &str) -> Result<Self> {
        if path.is_empty() || path.contains(":memory:") {
            return Err(Error {
                doing: "open the store",
                said: "sqlite: needs the name of a file".into(),
                again: false,
            });
        }
        if let Some(folder) = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| Error {
                doing: "make the folder of the store",
                said: e.to_string(),
                again: false,
            })?;
        }
        let mut writer = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        writer.execute_batch(PAGES).map_err(failed("open the store"))?;
        writer.execute_batch(WRITER).map_err(failed("open the store"))?;
        migrate(&mut writer)?;
        Ok(Sqlite { path: path.to_owned(), writer: Mutex::new(writer), readers: Mutex::default() })
    }

    fn reader(&self) -> Result<rusqlite::Connection> {
        if let Some(idle) = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Ok(idle);
        }
        let reader = connect(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        reader.execute_batch(READER).map_err(failed("open the store"))?;
        Ok(reader)
    }

    /// Runs something in a snapshot. A connection comes back for the next reader only after all went well.
    fn snapshot(&self, work: impl FnOnce(&mut Engine<'_>) -> Result<()>) -> Result<()> {
        let mut reader = self.reader()?;
        let begun = reader.transaction_with_behavior(TransactionBehavior::Deferred);
        let transaction = begun.map_err(failed("begin to read"))?;
        work(&mut Engine(&transaction))?;
        transaction.finish().map_err(failed("end reading"))?;
        let mut idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_MAX {
            idle.push(reader);
        }
        Ok(())
    }
}

fn connect(path: &str, flags: OpenFlags) -> Result<rusqlite::Connection> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = rusqlite::Connection::open_with_flags(path, flags).map_err(failed("open the store"))?;
    connection.busy_timeout(BUSY).map_err(failed("open the store"))?;
    // Otherwise a statement is planned anew each time a range begins somewhere else: more work than running it.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(failed("open the store"))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn migrate(writer: &mut rusqlite::Connection) -> Result<()> {
    let failed = || failed("migrate the store");
    let step = writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed())?;
    step.execute_batch(migrate::SCHEMA_VERSION).map_err(failed())?;
    for (makes, migration) in migrate::missing_from(version(&step)?)? {
        step.execute_batch(migration.sqlite).map_err(failed())?;
        step.execute("INSERT INTO schema_version (version) VALUES (?1)", [makes]).map_err(failed())?;
    }
    step.commit().map_err(failed())
}

fn version(connection: &rusqlite::Connection) -> Result<u32> {
    let version: rusqlite::Result<Option<u32>> =
        connection.query_row(migrate::VERSION_NOW, [], |row| row.get(0));
    version.map(Option::unwrap_or_default).map_err(failed("read the version of the schema"))
}

impl Home for Sqlite {
    fn write(&self, shard: &str, work: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = writer.transaction_with_behavior(TransactionBehavior::Immediate);
        // Dropped without a commit, also when `work` panics, the transaction is rolled back.
        let transaction = begun.map_err(failed("begin to write"))?;
        // A purge before this one may have asked for more.
        transaction.execute_batch(connection::FAST).map_err(failed("begin to write"))?;
        let mut engine = Engine(&transaction);
        let mut rows = Shard::new(&mut engine, shard);
        rows.begin()?;
        work(&mut rows)?;
        rows.whole()?;
        transaction.commit().map_err(failed("commit"))
    }

    fn read(&self, shard: &str, work: &mut dyn FnMut(&mut dyn Read) -> Result<()>) -> Result<()> {
        self.snapshot(|engine| work(&mut Shard::new(engine, shard)))
    }

    fn shards(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        self.snapshot(|engine| {
            names = crate::sql::shards(engine)?;
            Ok(())
        })?;
        Ok(names)
    }

    fn schema_version(&self) -> Result<u32> {
        let mut found = 0;
        self.snapshot(|engine| {
            found = version(engine.0)?;
            Ok(())
        })?;
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `PRAGMA synchronous` says for `FULL`: the log is on the disk when a commit returns.
    const FULL: i64 = 2;

    fn durability(home: &Sqlite) -> (String, i64) {
        let writer = home.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mode = writer.query_row("PRAGMA journal_mode", [], |row| row.get(0)).expect("a mode");
        (mode, writer.query_row("PRAGMA synchronous", [], |row| row.get(0)).expect("a setting"))
    }

    /// Asked of the connection that commits, not of the file: the setting is the connection's own.
    #[test]
    fn what_is_committed_is_on_the_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("house.db").display().to_string();
        for opened in ["new", "again"] {
            let home = Sqlite::open(&path).expect("opens");
            assert_eq!(durability(&home), ("wal".to_owned(), FULL), "{opened}");
            home.write("one", &mut |write| write.set_ground(1)).expect("a unit of work");
            // A purge changes settings of this connection for its time.
            home.write("one", &mut |write| write.purge_bodies(&[]).map(drop)).expect("a purge");
            home.write("one", &mut |write| write.set_ground(2)).expect("a unit of work");
            assert_eq!(durability(&home), ("wal".to_owned(), FULL), "{opened}, after work");
        }
    }
}
