-- Tablets of inspectors. Each is known by a key that never leaves it.

CREATE TABLE devices (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    -- What its holder calls it.
    name TEXT NOT NULL,
    -- RFC 7638, of the key with which it proves that a token is its own.
    key_thumbprint TEXT NOT NULL UNIQUE,
    registered_at BIGINT NOT NULL,
    -- From then on everything is answered with the instruction to wipe.
    revoked_at BIGINT,
    revoked_by BLOB REFERENCES accounts (id),
    revoked_because TEXT CONSTRAINT devices_revoked_because
        CHECK (revoked_because IN ('revoked', 'lost'))
) WITHOUT ROWID;
CREATE INDEX devices_organisation ON devices (organisation_id, id);
CREATE INDEX devices_account ON devices (account_id, id);

-- The key without which the session's tokens are worth nothing; null for a session at a desk.
ALTER TABLE sessions ADD COLUMN key_thumbprint TEXT;
