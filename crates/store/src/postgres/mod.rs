//! The shared home: PostgreSQL. Several servers may use one database; the head row of a shard orders their writing.
//!
//! Not here: SQL (`sql`), columns (`stored`). Not yet here: TLS to the database (`NoTls`); keep the way to it inside of
//! the house's network or on a Unix socket. The client runs its own runtime: call it from a thread of its own, never
//! from async code.

mod connection;
mod pool;
mod tls;

use crate::{
    migrate,
    seam::{Error, Home, Read, Result, Write},
    sql::{Connection, Shard},
};
use connection::{Engine, failed};
use pool::Pool;
use postgres::IsolationLevel;
use std::time::Duration;

/// How often a unit of work is begun anew when the engine asks for it.
const TRIES: u32 = 5;
/// Any number, the same in all servers: who holds it migrates.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_xact_lock(7741520115)";
const HOLD_HEAD: &str = "SELECT seq FROM head WHERE shard = $1 FOR UPDATE";

/// A home in a PostgreSQL database.
pub struct Postgres {
    pool: Pool,
}

/// An error, and whether nothing can have been committed.
struct Broken {
    error: Error,
    nothing_done: bool,
}

impl From<Error> for Broken {
    fn from(error: Error) -> Self {
        Broken { error, nothing_done: true }
    }
}

impl Postgres {
    /// Opens a database by its URL, creating and migrating what is missing. The database itself has to exist.
    pub fn open(url: &str) -> Result<Self> {
        // The words of the parser may repeat the URL, and there may be a password in it.
        let (url, tls) = tls::of_url(url)?;
        let config: postgres::Config = url.parse().map_err(|_| Error {
            doing: "open the store",
            said: "this is no PostgreSQL URL (postgres://user:password@host/database)".into(),
            again: false,
        })?;
        let home = Postgres { pool: Pool::new(config, tls) };
        home.migrate()?;
        Ok(home)
    }

    fn migrate(&self) -> Result<()> {
        let failed = || failed("migrate the store");
        let mut pooled = self.pool.take()?;
        let (client, _) = pooled.parts()?;
        let mut step = client.transaction().map_err(failed())?;
        step.batch_execute(MIGRATION_LOCK).map_err(failed())?;
        step.batch_execute(migrate::SCHEMA_VERSION).map_err(failed())?;
        let row = step.query_one(migrate::VERSION_NOW, &[]).map_err(failed())?;
        let version: Option<i64> = row.try_get(0).map_err(failed())?;
        let version = u32::try_from(version.unwrap_or(0)).unwrap_or(u32::MAX);
        for (makes, migration) in migrate::missing_from(version)? {
            step.batch_execute(migration.postgres).map_err(failed())?;
            let insert = "INSERT INTO schema_version (version) VALUES ($1)";
            step.execute(insert, &[&i64::from(makes)]).map_err(failed())?;
        }
        step.commit().map_err(failed())
    }

    fn write_once(
        &self,
        shard: &str,
        work: &mut dyn FnMut(&mut dyn Write) -> Result<()>,
    ) -> std::result::Result<(), Broken> {
        let mut pooled = self.pool.take()?;
        let (client, statements) = pooled.parts()?;
        // Each statement sees what was committed before it, and the head row keeps all other writers of the shard out.
        let begun = client.build_transaction().isolation_level(IsolationLevel::ReadCommitted).start();
        let transaction = begun.map_err(failed("begin to write"))?;
        let mut engine = Engine { transaction, statements };
        let head = [crate::cell::Cell::from(shard)];
        if engine.query(HOLD_HEAD, &head)?.is_empty() {
            Shard::new(&mut engine, shard).begin()?;
            engine.query(HOLD_HEAD, &head)?;
        }
        let mut rows = Shard::new(&mut engine, shard);
        work(&mut rows)?;
        rows.whole()?;
        let committed = engine.transaction.commit();
        committed.map_err(|e| Broken { nothing_done: e.code().is_some(), error: failed("commit")(e) })
    }

    fn read_once(&self, work: &mut dyn FnMut(&mut Engine<'_>) -> Result<()>) -> Result<()> {
        let mut pooled = self.pool.take()?;
        let (client, statements) = pooled.parts()?;
        let snapshot =
            client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
        let transaction = snapshot.start().map_err(failed("begin to read"))?;
        let mut engine = Engine { transaction, statements };
        work(&mut engine)?;
        engine.transaction.rollback().map_err(failed("end reading"))
    }
}

impl Home for Postgres {
    fn write(&self, shard: &str, work: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
        let mut tried = 0;
        loop {
            tried += 1;
            match self.write_once(shard, work) {
                Ok(()) => return Ok(()),
                // A connection lost while committing may have committed: then only the caller, who knows whether the
                // work may be done twice, can try again.
                Err(Broken { error, nothing_done: true }) if error.again && tried < TRIES => {
                    self.pause(tried)
                }
                Err(broken) => return Err(broken.error),
            }
        }
    }

    fn read(&self, shard: &str, work: &mut dyn FnMut(&mut dyn Read) -> Result<()>) -> Result<()> {
        self.snapshot(&mut |engine| work(&mut Shard::new(engine, shard)))
    }

    fn shards(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        self.snapshot(&mut |engine| {
            names = crate::sql::shards(engine)?;
            Ok(())
        })?;
        Ok(names)
    }

    fn schema_version(&self) -> Result<u32> {
        let mut found = 0;
        self.snapshot(&mut |engine| {
            let rows = engine.query(migrate::VERSION_NOW, &[])?;
            if let Some(crate::cell::Cell::Int(n)) = rows.first().and_then(|row| row.first()) {
                found = u32::try_from(*n).unwrap_or(u32::MAX);
            }
            Ok(())
        })?;
        Ok(found)
    }
}

impl Postgres {
    /// Reads, and reads again on another connection when the first one was lost.
    fn snapshot(&self, work: &mut dyn FnMut(&mut Engine<'_>) -> Result<()>) -> Result<()> {
        let mut tried = 0;
        loop {
            tried += 1;
            match self.read_once(work) {
                Err(e) if e.again && tried < TRIES => self.pause(tried),
                done => return done,
            }
        }
    }

    /// Waits a little before the next try. When one connection was lost, those that lie idle are likely lost too.
    fn pause(&self, tried: u32) {
        self.pool.forget_idle();
        std::thread::sleep(Duration::from_millis(10 << tried));
    }
}
