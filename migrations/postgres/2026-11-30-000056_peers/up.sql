-- Other servers with which this one exchanges referrals, and its own keys for that.

CREATE TABLE peer_own_keys (
    id uuid NOT NULL PRIMARY KEY,
    -- The public part of the key that signs, and of the one to which others seal.
    signing_key bytea NOT NULL,
    sealing_key bytea NOT NULL,
    sealed_private_keys bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- Signs nothing since then, and opens for a while what was sealed before.
    retired_at timestamptz
);

CREATE TABLE peers (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    country text NOT NULL,
    address text NOT NULL UNIQUE,
    signing_key bytea NOT NULL UNIQUE,
    sealing_key bytea NOT NULL,
    status text NOT NULL CONSTRAINT peers_status CHECK (status IN ('active', 'removed')),
    -- What it said of its organisations, and when.
    organisations jsonb NOT NULL,
    organisations_read_at timestamptz,
    -- When it is asked again; how often in a row it did not answer.
    due_at timestamptz NOT NULL,
    failures bigint NOT NULL,
    added_at timestamptz NOT NULL
);
CREATE INDEX peers_due_at ON peers (status, due_at);
