-- Sessions tell on which day they were last used, and may end because the account was reset. No
-- version before this one could sign anybody in, so both tables are empty and are made anew.

DROP TABLE refresh_tokens;
DROP TABLE sessions;

-- One row per sign-in; an access token is good only while its session is.
CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    -- The day on which it was last refreshed; the hour is nobody's business.
    last_used_on TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_because TEXT CONSTRAINT sessions_ended_because
        CHECK (ended_because IN ('signed_out', 'signed_out_everywhere', 'token_reused', 'disabled', 'reset', 'password_changed'))
) WITHOUT ROWID;
CREATE INDEX sessions_account_id ON sessions (account_id);

-- Each refresh token is used once; using it again ends the session.
CREATE TABLE refresh_tokens (
    token_hash BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    expires_at BIGINT NOT NULL,
    used_at BIGINT
) WITHOUT ROWID;
CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id);
