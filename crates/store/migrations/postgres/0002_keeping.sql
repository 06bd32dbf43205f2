-- Schema version 2, PostgreSQL. Append-only: a released migration is never changed.

-- The packs that an adopted pack extends, by hash: `id=hash,…`.
ALTER TABLE adoption ADD COLUMN bases TEXT COLLATE "C" NOT NULL DEFAULT '';

-- What stood after the last purge, row by row: the ground that a rebuild starts from.
CREATE TABLE baseline (
    shard TEXT COLLATE "C" NOT NULL,
    of_table TEXT COLLATE "C" NOT NULL,
    n BIGINT NOT NULL,
    cells TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (shard, of_table, n)
);
