-- Schema version 3, PostgreSQL. Append-only: a released migration is never changed.

-- Notes whose time is over are forgotten once a day; most never expire.
CREATE INDEX note_expires ON note (shard, expires) WHERE expires IS NOT NULL;
