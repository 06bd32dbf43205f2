-- Schema version 1, SQLite. Append-only: a released migration is never changed.
-- Instants are microseconds since 1970 UTC, days are days since 1970, ids are 16 bytes. Every key begins with the shard.
-- Tables whose rows are small or arrive in order of their key are clustered by it (WITHOUT ROWID).

-- The head of each shard's chain. Who writes to a shard holds its row.
CREATE TABLE head (
    shard TEXT NOT NULL,
    hash BLOB NOT NULL,
    seq INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    received INTEGER NOT NULL,
    PRIMARY KEY (shard)
) STRICT, WITHOUT ROWID;

-- Which unit of work last changed the ground: organisations, roles, what holds for all below.
CREATE TABLE ground (
    shard TEXT NOT NULL,
    unit INTEGER NOT NULL,
    PRIMARY KEY (shard)
) STRICT, WITHOUT ROWID;

-- Units of work and their clock readings.
CREATE TABLE unit (
    shard TEXT NOT NULL,
    unit INTEGER NOT NULL,
    as_of INTEGER NOT NULL,
    seq_first INTEGER NOT NULL,
    seq_last INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (shard, unit)
) STRICT, WITHOUT ROWID;

-- Facts in order of their receipt. Few indexes: this table takes thousands of rows a second.
CREATE TABLE fact (
    shard TEXT NOT NULL,
    seq INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    received INTEGER NOT NULL,
    id BLOB NOT NULL,
    ledger TEXT NOT NULL,
    subject TEXT NOT NULL,
    happened INTEGER NOT NULL,
    written INTEGER NOT NULL,
    org TEXT NOT NULL,
    account TEXT NOT NULL,
    corrects BLOB,
    void INTEGER NOT NULL,
    history INTEGER NOT NULL,
    discharges TEXT,
    body TEXT,
    salt BLOB,
    commitment BLOB NOT NULL,
    PRIMARY KEY (shard, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX fact_id ON fact (shard, id);
CREATE INDEX fact_subject ON fact (shard, subject, happened, seq);
CREATE INDEX fact_ledger ON fact (shard, ledger, happened, seq);
CREATE INDEX fact_corrects ON fact (shard, corrects) WHERE corrects IS NOT NULL;

-- Registered subjects.
CREATE TABLE subject (
    shard TEXT NOT NULL,
    id TEXT NOT NULL,
    org_kind TEXT,
    home TEXT,
    path TEXT NOT NULL,
    also TEXT NOT NULL,
    profile TEXT NOT NULL,
    registered INTEGER NOT NULL,
    PRIMARY KEY (shard, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX subject_org ON subject (shard, path) WHERE org_kind IS NOT NULL;

-- Where subjects lie: a row for each organisation that one belongs to now.
CREATE TABLE place (
    shard TEXT NOT NULL,
    subject TEXT NOT NULL,
    path TEXT NOT NULL,
    PRIMARY KEY (shard, subject, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX place_path ON place (shard, path, subject);

-- Dated memberships.
CREATE TABLE membership (
    shard TEXT NOT NULL,
    member TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    of_group TEXT NOT NULL,
    ledger TEXT NOT NULL,
    root BLOB NOT NULL,
    until_at INTEGER,
    PRIMARY KEY (shard, member, from_at, of_group, ledger, root)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_group ON membership (shard, of_group, member);

-- Roles in organisations and who holds them.
CREATE TABLE assignment (
    shard TEXT NOT NULL,
    root BLOB NOT NULL,
    org TEXT NOT NULL,
    role TEXT NOT NULL,
    account TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    seat TEXT,
    until_at INTEGER,
    PRIMARY KEY (shard, root, org, role, account, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_org ON assignment (shard, org);
CREATE INDEX assignment_account ON assignment (shard, account);

-- Facts that pass a signal's filter for a group.
CREATE TABLE signal_match (
    shard TEXT NOT NULL,
    root BLOB NOT NULL,
    of_group TEXT NOT NULL,
    signal TEXT NOT NULL,
    happened INTEGER NOT NULL,
    PRIMARY KEY (shard, root, of_group, signal)
) STRICT, WITHOUT ROWID;
CREATE INDEX signal_match_group ON signal_match (shard, of_group, signal, happened);

-- Whose courses read facts about whom.
CREATE TABLE reading (
    shard TEXT NOT NULL,
    reader TEXT NOT NULL,
    root BLOB NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (shard, reader, root)
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_target ON reading (shard, target, reader);

-- Duties: JSON beside what lists filter by. `owed` is 1 while a duty is open or overdue, `last` is when anything
-- could last concern it.
CREATE TABLE duty (
    shard TEXT NOT NULL,
    key TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    owed INTEGER NOT NULL,
    due INTEGER NOT NULL,
    last INTEGER NOT NULL,
    role TEXT NOT NULL,
    holder TEXT,
    taken TEXT,
    asked TEXT,
    json TEXT NOT NULL,
    PRIMARY KEY (shard, key)
) STRICT;
CREATE INDEX duty_list ON duty (shard, owed, due, key);
CREATE INDEX duty_subject ON duty (shard, subject, owed, due, key, name);
CREATE INDEX duty_asked ON duty (shard, asked, role, owed, due, key);
CREATE INDEX duty_ended ON duty (shard, subject, last) WHERE owed = 0;

-- Alerts, courses, statuses.
CREATE TABLE standing (
    shard TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    moment INTEGER NOT NULL,
    until_at INTEGER,
    open INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (shard, kind, key)
) STRICT;
CREATE INDEX standing_subject ON standing (shard, subject, kind, key);
CREATE INDEX standing_list ON standing (shard, kind, open, moment, key);

-- What happened to outcomes, unit by unit.
CREATE TABLE history (
    shard TEXT NOT NULL,
    unit INTEGER NOT NULL,
    n INTEGER NOT NULL,
    as_of INTEGER NOT NULL,
    subject TEXT NOT NULL,
    key TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (shard, unit, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX history_subject ON history (shard, subject, unit, n);

-- When to look again at whom, for which part of the plan.
CREATE TABLE moment (
    shard TEXT NOT NULL,
    subject TEXT NOT NULL,
    part TEXT NOT NULL,
    moment INTEGER NOT NULL,
    PRIMARY KEY (shard, subject, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX moment_due ON moment (shard, moment, subject, part);

-- Subjects that wait to be judged again, in order of n: since when, and whether only history touched them.
CREATE TABLE touched (
    shard TEXT NOT NULL,
    subject TEXT NOT NULL,
    n INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    quiet INTEGER NOT NULL,
    PRIMARY KEY (shard, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX touched_n ON touched (shard, n);

-- Organisations that moved, in order of n: what is listed below the old path follows, table by table, key by key.
CREATE TABLE moving (
    shard TEXT NOT NULL,
    n INTEGER NOT NULL,
    old_path TEXT NOT NULL,
    new_path TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    quiet INTEGER NOT NULL,
    part TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (shard, n)
) STRICT, WITHOUT ROWID;

-- Sums of contributions.
CREATE TABLE counter (
    shard TEXT NOT NULL,
    indicator TEXT NOT NULL,
    day INTEGER NOT NULL,
    path TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (shard, indicator, day, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX counter_path ON counter (shard, indicator, path, day, n);

-- What each fact adds to counters.
CREATE TABLE contribution (
    shard TEXT NOT NULL,
    root BLOB NOT NULL,
    indicator TEXT NOT NULL,
    path TEXT NOT NULL,
    day INTEGER NOT NULL,
    subject TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (shard, root, indicator, path, day, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX contribution_day ON contribution (shard, indicator, day, root, path, subject);

-- Messages that are to leave the house.
CREATE TABLE outbox (
    shard TEXT NOT NULL,
    key TEXT NOT NULL,
    unit INTEGER NOT NULL,
    happened INTEGER NOT NULL,
    role TEXT NOT NULL,
    org TEXT,
    kind TEXT NOT NULL,
    outcome TEXT NOT NULL,
    subject TEXT,
    PRIMARY KEY (shard, key)
) STRICT;
CREATE INDEX outbox_list ON outbox (shard, happened, key);
CREATE INDEX outbox_org ON outbox (shard, role, org, happened, key);

-- Who has read a message.
CREATE TABLE read_mark (
    shard TEXT NOT NULL,
    key TEXT NOT NULL,
    account TEXT NOT NULL,
    read_at INTEGER NOT NULL,
    PRIMARY KEY (shard, key)
) STRICT, WITHOUT ROWID;

-- Packs, with their files as JSON.
CREATE TABLE pack (
    shard TEXT NOT NULL,
    hash BLOB NOT NULL,
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    files TEXT NOT NULL,
    PRIMARY KEY (shard, hash)
) STRICT;

-- Plans put in force.
CREATE TABLE adoption (
    shard TEXT NOT NULL,
    root BLOB NOT NULL,
    pack TEXT NOT NULL,
    version TEXT NOT NULL,
    hash BLOB NOT NULL,
    scope TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER,
    PRIMARY KEY (shard, root)
) STRICT, WITHOUT ROWID;

-- The doors' small tables: accounts, sessions, tokens, mappings, settings.
CREATE TABLE note (
    shard TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    json TEXT NOT NULL,
    expires INTEGER,
    PRIMARY KEY (shard, kind, key)
) STRICT, WITHOUT ROWID;

-- Sealed personal fields.
CREATE TABLE sealed (
    shard TEXT NOT NULL,
    subject TEXT NOT NULL,
    field TEXT NOT NULL,
    ciphertext BLOB NOT NULL,
    indexes BLOB NOT NULL,
    key_version INTEGER NOT NULL,
    PRIMARY KEY (shard, subject, field)
) STRICT, WITHOUT ROWID;

-- Blind indexes of sealed fields.
CREATE TABLE sealed_index (
    shard TEXT NOT NULL,
    field TEXT NOT NULL,
    blind BLOB NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (shard, field, blind, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX sealed_index_subject ON sealed_index (shard, subject, field);

-- What the planner takes the tables to be before anybody has measured them. Without it SQLite believes that a shard has
-- ten rows, and searches whole shards instead of using an index.
ANALYZE;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('head', 'head', '10 1'),
    ('ground', 'ground', '10 1'),
    ('unit', 'unit', '500000 500000 1'),
    ('fact', 'fact', '2000000 2000000 1'),
    ('fact', 'fact_id', '2000000 2000000 1'),
    ('fact', 'fact_subject', '2000000 2000000 50 2 1'),
    ('fact', 'fact_ledger', '2000000 2000000 50000 2 1'),
    ('fact', 'fact_corrects', '100000 100000 1'),
    ('subject', 'subject', '500000 500000 1'),
    ('subject', 'subject_org', '20000 20000 1'),
    ('place', 'place', '1200000 1200000 2 1'),
    ('place', 'place_path', '1200000 1200000 50 1'),
    ('membership', 'membership', '1000000 1000000 3 2 1 1 1'),
    ('membership', 'membership_group', '1000000 1000000 50 1'),
    ('assignment', 'assignment', '10000 10000 2 1 1 1 1'),
    ('assignment', 'assignment_org', '10000 10000 5'),
    ('assignment', 'assignment_account', '10000 10000 3'),
    ('signal_match', 'signal_match', '100000 100000 2 1 1'),
    ('signal_match', 'signal_match_group', '100000 100000 500 50 2'),
    ('reading', 'reading', '100000 100000 3 1'),
    ('reading', 'reading_target', '100000 100000 5 1'),
    ('duty', 'sqlite_autoindex_duty_1', '1000000 1000000 1'),
    ('duty', 'duty_list', '1000000 1000000 500000 10 1'),
    ('duty', 'duty_subject', '1000000 1000000 20 10 2 1 1'),
    ('duty', 'duty_ended', '900000 900000 20 2'),
    ('duty', 'duty_asked', '1000000 1000000 1000 500 250 2 1'),
    ('standing', 'sqlite_autoindex_standing_1', '300000 300000 100000 1'),
    ('standing', 'standing_subject', '300000 300000 5 3 1'),
    ('standing', 'standing_list', '300000 300000 100000 50000 5 1'),
    ('history', 'history', '3000000 3000000 6 1'),
    ('history', 'history_subject', '3000000 3000000 20 3 1'),
    ('moment', 'moment', '300000 300000 3 1'),
    ('moment', 'moment_due', '300000 300000 20 2 1'),
    ('touched', 'touched', '1000 1000 1'),
    ('touched', 'touched_n', '1000 1000 1'),
    ('moving', 'moving', '10 10 1'),
    ('counter', 'counter', '2000000 2000000 50000 200 1'),
    ('counter', 'counter_path', '2000000 2000000 50000 100 1 1'),
    ('contribution', 'contribution', '2000000 2000000 3 2 1 1 1'),
    ('contribution', 'contribution_day', '2000000 2000000 50000 200 2 1 1'),
    ('outbox', 'sqlite_autoindex_outbox_1', '1000000 1000000 1'),
    ('outbox', 'outbox_list', '1000000 1000000 2 1'),
    ('outbox', 'outbox_org', '1000000 1000000 50000 500 2 1'),
    ('read_mark', 'read_mark', '500000 500000 1'),
    ('pack', 'sqlite_autoindex_pack_1', '20 20 1'),
    ('adoption', 'adoption', '20 20 1'),
    ('note', 'note', '10000 10000 2000 1'),
    ('sealed', 'sealed', '1000000 1000000 3 1'),
    ('sealed_index', 'sealed_index', '3000000 3000000 1000000 2 1'),
    ('sealed_index', 'sealed_index_subject', '3000000 3000000 6 2');
ANALYZE sqlite_schema;
