-- Tablets of inspectors. Each is known by a key that never leaves it.

CREATE TABLE devices (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- What its holder calls it.
    name text NOT NULL,
    -- RFC 7638, of the key with which it proves that a token is its own.
    key_thumbprint text NOT NULL UNIQUE,
    registered_at timestamptz NOT NULL,
    -- From then on everything is answered with the instruction to wipe.
    revoked_at timestamptz,
    revoked_by uuid REFERENCES accounts (id),
    revoked_because text CONSTRAINT devices_revoked_because
        CHECK (revoked_because IN ('revoked', 'lost'))
);
CREATE INDEX devices_organisation ON devices (organisation_id, id);
CREATE INDEX devices_account ON devices (account_id, id);

-- The key without which the session's tokens are worth nothing; null for a session at a desk.
ALTER TABLE sessions ADD COLUMN key_thumbprint text;
