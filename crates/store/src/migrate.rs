//! Migrations: numbered, append-only, in both dialects; and the running of those that are missing.
//!
//! Not here: the lock that keeps two servers from migrating at once (each engine's own).

use crate::seam::{Error, Result};

/// One step of the schema.
pub struct Migration {
    /// What it is, for SQLite.
    pub sqlite: &'static str,
    /// What it is, for PostgreSQL.
    pub postgres: &'static str,
}

/// All steps; the first one makes version 1. A released step is never changed: a new one is added at the end.
pub const MIGRATIONS: [Migration; 3] = [
    Migration {
        sqlite: include_str!("../migrations/sqlite/0001_house.sql"),
        postgres: include_str!("../migrations/postgres/0001_house.sql"),
    },
    Migration {
        sqlite: include_str!("../migrations/sqlite/0002_keeping.sql"),
        postgres: include_str!("../migrations/postgres/0002_keeping.sql"),
    },
    Migration {
        sqlite: include_str!("../migrations/sqlite/0003_expiry.sql"),
        postgres: include_str!("../migrations/postgres/0003_expiry.sql"),
    },
];

/// The version that these steps lead to.
pub const VERSION: u32 = MIGRATIONS.len() as u32;

/// Where the version is kept; the same text on both engines.
pub const SCHEMA_VERSION: &str = "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)";

/// What the version is now; no row is version 0.
pub const VERSION_NOW: &str = "SELECT MAX(version) FROM schema_version";

/// The steps that are missing from a version on, with the version that each makes.
pub fn missing_from(version: u32) -> Result<impl Iterator<Item = (u32, &'static Migration)>> {
    if version > VERSION {
        return Err(Error {
            doing: "open the store",
            said: format!(
                "it has schema version {version}, this program knows {VERSION}: use a newer program"
            ),
            again: false,
        });
    }
    Ok((1..).zip(MIGRATIONS.iter()).filter(move |(makes, _)| *makes > version))
}
