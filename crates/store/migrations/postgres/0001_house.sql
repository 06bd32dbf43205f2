-- Schema version 1, PostgreSQL. Append-only: a released migration is never changed.
-- Instants are microseconds since 1970 UTC, days are days since 1970, ids are 16 bytes. Every key begins with the shard.
-- Text is ordered by its bytes (collation C), as in SQLite and in memory.

-- The head of each shard's chain. Who writes to a shard holds its row.
CREATE TABLE head (
    shard TEXT COLLATE "C" NOT NULL,
    hash BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    unit BIGINT NOT NULL,
    received BIGINT NOT NULL,
    PRIMARY KEY (shard)
);

-- Which unit of work last changed the ground: organisations, roles, what holds for all below.
CREATE TABLE ground (
    shard TEXT COLLATE "C" NOT NULL,
    unit BIGINT NOT NULL,
    PRIMARY KEY (shard)
);

-- Units of work and their clock readings.
CREATE TABLE unit (
    shard TEXT COLLATE "C" NOT NULL,
    unit BIGINT NOT NULL,
    as_of BIGINT NOT NULL,
    seq_first BIGINT NOT NULL,
    seq_last BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (shard, unit)
);

-- Facts in order of their receipt. Few indexes: this table takes thousands of rows a second.
CREATE TABLE fact (
    shard TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    unit BIGINT NOT NULL,
    received BIGINT NOT NULL,
    id BYTEA NOT NULL,
    ledger TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    happened BIGINT NOT NULL,
    written BIGINT NOT NULL,
    org TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    corrects BYTEA,
    void BIGINT NOT NULL,
    history BIGINT NOT NULL,
    discharges TEXT COLLATE "C",
    body TEXT COLLATE "C",
    salt BYTEA,
    commitment BYTEA NOT NULL,
    PRIMARY KEY (shard, seq)
);
CREATE UNIQUE INDEX fact_id ON fact (shard, id);
CREATE INDEX fact_subject ON fact (shard, subject, happened, seq);
CREATE INDEX fact_ledger ON fact (shard, ledger, happened, seq);
CREATE INDEX fact_corrects ON fact (shard, corrects) WHERE corrects IS NOT NULL;

-- Registered subjects.
CREATE TABLE subject (
    shard TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    org_kind TEXT COLLATE "C",
    home TEXT COLLATE "C",
    path TEXT COLLATE "C" NOT NULL,
    also TEXT COLLATE "C" NOT NULL,
    profile TEXT COLLATE "C" NOT NULL,
    registered BIGINT NOT NULL,
    PRIMARY KEY (shard, id)
);
CREATE INDEX subject_org ON subject (shard, path) WHERE org_kind IS NOT NULL;

-- Where subjects lie: a row for each organisation that one belongs to now.
CREATE TABLE place (
    shard TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (shard, subject, path)
);
CREATE INDEX place_path ON place (shard, path, subject);

-- Dated memberships.
CREATE TABLE membership (
    shard TEXT COLLATE "C" NOT NULL,
    member TEXT COLLATE "C" NOT NULL,
    from_at BIGINT NOT NULL,
    of_group TEXT COLLATE "C" NOT NULL,
    ledger TEXT COLLATE "C" NOT NULL,
    root BYTEA NOT NULL,
    until_at BIGINT,
    PRIMARY KEY (shard, member, from_at, of_group, ledger, root)
);
CREATE INDEX membership_group ON membership (shard, of_group, member);

-- Roles in organisations and who holds them.
CREATE TABLE assignment (
    shard TEXT COLLATE "C" NOT NULL,
    root BYTEA NOT NULL,
    org TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    from_at BIGINT NOT NULL,
    seat TEXT COLLATE "C",
    until_at BIGINT,
    PRIMARY KEY (shard, root, org, role, account, from_at)
);
CREATE INDEX assignment_org ON assignment (shard, org);
CREATE INDEX assignment_account ON assignment (shard, account);

-- Facts that pass a signal's filter for a group.
CREATE TABLE signal_match (
    shard TEXT COLLATE "C" NOT NULL,
    root BYTEA NOT NULL,
    of_group TEXT COLLATE "C" NOT NULL,
    signal TEXT COLLATE "C" NOT NULL,
    happened BIGINT NOT NULL,
    PRIMARY KEY (shard, root, of_group, signal)
);
CREATE INDEX signal_match_group ON signal_match (shard, of_group, signal, happened);

-- Whose courses read facts about whom.
CREATE TABLE reading (
    shard TEXT COLLATE "C" NOT NULL,
    reader TEXT COLLATE "C" NOT NULL,
    root BYTEA NOT NULL,
    target TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (shard, reader, root)
);
CREATE INDEX reading_target ON reading (shard, target, reader);

-- Duties: JSON beside what lists filter by. `owed` is 1 while a duty is open or overdue, `last` is when anything
-- could last concern it.
CREATE TABLE duty (
    shard TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    owed BIGINT NOT NULL,
    due BIGINT NOT NULL,
    last BIGINT NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    holder TEXT COLLATE "C",
    taken TEXT COLLATE "C",
    asked TEXT COLLATE "C",
    json TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (shard, key)
);
CREATE INDEX duty_list ON duty (shard, owed, due, key);
CREATE INDEX duty_subject ON duty (shard, subject, owed, due, key, name);
CREATE INDEX duty_asked ON duty (shard, asked, role, owed, due, key);
CREATE INDEX duty_ended ON duty (shard, subject, last) WHERE owed = 0;

-- Alerts, courses, statuses.
CREATE TABLE standing (
    shard TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    moment BIGINT NOT NULL,
    until_at BIGINT,
    open BIGINT NOT NULL,
    json TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (shard, kind, key)
);
CREATE INDEX standing_subject ON standing (shard, subject, kind, key);
CREATE INDEX standing_list ON standing (shard, kind, open, moment, key);

-- What happened to outcomes, unit by unit.
CREATE TABLE history (
    shard TEXT COLLATE "C" NOT NULL,
    unit BIGINT NOT NULL,
    n BIGINT NOT NULL,
    as_of BIGINT NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    json TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (shard, unit, n)
);
CREATE INDEX history_subject ON history (shard, subject, unit, n);

-- When to look again at whom, for which part of the plan.
CREATE TABLE moment (
    shard TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    part TEXT COLLATE "C" NOT NULL,
    moment BIGINT NOT NULL,
    PRIMARY KEY (shard, subject, part)
);
CREATE INDEX moment_due ON moment (shard, moment, subject, part);

-- Subjects that wait to be judged again, in order of n: since when, and whether only history touched them.
CREATE TABLE touched (
    shard TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    n BIGINT NOT NULL,
    from_at BIGINT NOT NULL,
    quiet BIGINT NOT NULL,
    PRIMARY KEY (shard, subject)
);
CREATE INDEX touched_n ON touched (shard, n);

-- Organisations that moved, in order of n: what is listed below the old path follows, table by table, key by key.
CREATE TABLE moving (
    shard TEXT COLLATE "C" NOT NULL,
    n BIGINT NOT NULL,
    old_path TEXT COLLATE "C" NOT NULL,
    new_path TEXT COLLATE "C" NOT NULL,
    from_at BIGINT NOT NULL,
    quiet BIGINT NOT NULL,
    part TEXT COLLATE "C" NOT NULL,
    after TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (shard, n)
);

-- Sums of contributions.
CREATE TABLE counter (
    shard TEXT COLLATE "C" NOT NULL,
    indicator TEXT COLLATE "C" NOT NULL,
    day BIGINT NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (shard, indicator, day, path)
);
CREATE INDEX counter_path ON counter (shard, indicator, path, day, n);

-- What each fact adds to counters.
CREATE TABLE contribution (
    shard TEXT COLLATE "C" NOT NULL,
    root BYTEA NOT NULL,
    indicator TEXT COLLATE "C" NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    day BIGINT NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (shard, root, indicator, path, day, subject)
);
CREATE INDEX contribution_day ON contribution (shard, indicator, day, root, path, subject);

-- Messages that are to leave the house.
CREATE TABLE outbox (
    shard TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    unit BIGINT NOT NULL,
    happened BIGINT NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    org TEXT COLLATE "C",
    kind TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C",
    PRIMARY KEY (shard, key)
);
CREATE INDEX outbox_list ON outbox (shard, happened, key);
CREATE INDEX outbox_org ON outbox (shard, role, org, happened, key);

-- Who has read a message.
CREATE TABLE read_mark (
    shard TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    read_at BIGINT NOT NULL,
    PRIMARY KEY (shard, key)
);

-- Packs, with their files as JSON.
CREATE TABLE pack (
    shard TEXT COLLATE "C" NOT NULL,
    hash BYTEA NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    files TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (shard, hash)
);

-- Plans put in force.
CREATE TABLE adoption (
    shard TEXT COLLATE "C" NOT NULL,
    root BYTEA NOT NULL,
    pack TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    hash BYTEA NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT,
    PRIMARY KEY (shard, root)
);

-- The doors' small tables: accounts, sessions, tokens, mappings, settings.
CREATE TABLE note (
    shard TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    json TEXT COLLATE "C" NOT NULL,
    expires BIGINT,
    PRIMARY KEY (shard, kind, key)
);

-- Sealed personal fields.
CREATE TABLE sealed (
    shard TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    ciphertext BYTEA NOT NULL,
    indexes BYTEA NOT NULL,
    key_version BIGINT NOT NULL,
    PRIMARY KEY (shard, subject, field)
);

-- Blind indexes of sealed fields.
CREATE TABLE sealed_index (
    shard TEXT COLLATE "C" NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    blind BYTEA NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (shard, field, blind, subject)
);
CREATE INDEX sealed_index_subject ON sealed_index (shard, subject, field);
