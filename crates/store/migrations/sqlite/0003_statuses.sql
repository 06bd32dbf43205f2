-- Schema version 3, SQLite. Append-only: a released migration is never changed.

-- Statuses of a name in order of their key. Those that are over pile up for years: until when one holds stands in the
-- index, so that they are passed over without being read.
CREATE INDEX standing_status ON standing (shard, name, key, moment, until_at) WHERE kind = 'status';

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('standing', 'standing_status', '100000 100000 20000 1 1 1');
ANALYZE sqlite_schema;
