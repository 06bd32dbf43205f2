-- Schema version 3, PostgreSQL. Append-only: a released migration is never changed.

-- Statuses of a name in order of their key. Those that are over pile up for years: until when one holds stands in the
-- index, so that they are passed over without being read.
CREATE INDEX standing_status ON standing (shard, name, key, moment, until_at) WHERE kind = 'status';
