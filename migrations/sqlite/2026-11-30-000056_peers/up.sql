-- Other servers with which this one exchanges referrals, and its own keys for that.

CREATE TABLE peer_own_keys (
    id BLOB NOT NULL PRIMARY KEY,
    -- The public part of the key that signs, and of the one to which others seal.
    signing_key BLOB NOT NULL,
    sealing_key BLOB NOT NULL,
    sealed_private_keys BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    -- Signs nothing since then, and opens for a while what was sealed before.
    retired_at BIGINT
) WITHOUT ROWID;

CREATE TABLE peers (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    address TEXT NOT NULL UNIQUE,
    signing_key BLOB NOT NULL UNIQUE,
    sealing_key BLOB NOT NULL,
    status TEXT NOT NULL CONSTRAINT peers_status CHECK (status IN ('active', 'removed')),
    -- What it said of its organisations, and when.
    organisations TEXT NOT NULL,
    organisations_read_at BIGINT,
    -- When it is asked again; how often in a row it did not answer.
    due_at BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    added_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX peers_due_at ON peers (status, due_at);
