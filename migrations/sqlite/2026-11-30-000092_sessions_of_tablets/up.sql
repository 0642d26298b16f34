-- The sessions of a tablet end when it is trusted no more; those of tablets of which that was said before end now.

CREATE TABLE sessions_anew (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    -- The day on which it was last refreshed; the hour is nobody's business.
    last_used_on TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_because TEXT CONSTRAINT sessions_ended_because CHECK (ended_because IN (
        'signed_out', 'signed_out_everywhere', 'token_reused', 'disabled', 'reset', 'password_changed', 'device_revoked')),
    sealed_account_key BLOB,
    previous_account_key BLOB,
    key_thumbprint TEXT
) WITHOUT ROWID;
INSERT INTO sessions_anew (id, account_id, created_at, last_used_on, expires_at, ended_at, ended_because,
        sealed_account_key, previous_account_key, key_thumbprint)
    SELECT id, account_id, created_at, last_used_on, expires_at, ended_at, ended_because,
        sealed_account_key, previous_account_key, key_thumbprint FROM sessions;

CREATE TABLE refresh_tokens_anew (
    token_hash BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions_anew (id),
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    sealed_account_key BLOB
) WITHOUT ROWID;
INSERT INTO refresh_tokens_anew (token_hash, session_id, expires_at, used_at, sealed_account_key)
    SELECT token_hash, session_id, expires_at, used_at, sealed_account_key FROM refresh_tokens;
DROP TABLE refresh_tokens;
DROP TABLE sessions;
ALTER TABLE sessions_anew RENAME TO sessions;
ALTER TABLE refresh_tokens_anew RENAME TO refresh_tokens;
CREATE INDEX sessions_account_id ON sessions (account_id);
CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id);

CREATE INDEX sessions_key_thumbprint ON sessions (key_thumbprint) WHERE key_thumbprint IS NOT NULL;

UPDATE sessions SET ended_because = 'device_revoked', sealed_account_key = NULL, previous_account_key = NULL,
        ended_at = (SELECT revoked_at FROM devices d WHERE d.key_thumbprint = sessions.key_thumbprint)
    WHERE ended_at IS NULL
        AND key_thumbprint IN (SELECT key_thumbprint FROM devices WHERE revoked_at IS NOT NULL);
