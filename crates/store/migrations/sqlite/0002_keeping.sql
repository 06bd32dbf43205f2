-- Schema version 2, SQLite. Append-only: a released migration is never changed.

-- The packs that an adopted pack extends, by hash: `id=hash,…`.
ALTER TABLE adoption ADD COLUMN bases TEXT NOT NULL DEFAULT '';

-- What stood after the last purge, row by row: the ground that a rebuild starts from.
CREATE TABLE baseline (
    shard TEXT NOT NULL,
    of_table TEXT NOT NULL,
    n INTEGER NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (shard, of_table, n)
) STRICT, WITHOUT ROWID;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('baseline', 'baseline', '3000000 3000000 300000 1');
ANALYZE sqlite_schema;
