-- Organisations, their staff, sessions, receipts, and the log of what staff opened.

CREATE TABLE organisations (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL CONSTRAINT organisations_status CHECK (status IN ('active', 'inactive')),
    created_at BIGINT NOT NULL
) WITHOUT ROWID;

-- Countries in which an organisation works and whose requests it takes.
CREATE TABLE organisation_countries (
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    country TEXT NOT NULL,
    PRIMARY KEY (organisation_id, country)
) WITHOUT ROWID;
CREATE INDEX organisation_countries_country ON organisation_countries (country, organisation_id);

-- What an organisation can do; requests are routed by it.
CREATE TABLE organisation_competences (
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    competence TEXT NOT NULL,
    PRIMARY KEY (organisation_id, competence)
) WITHOUT ROWID;

-- The account name is sealed; name_hash finds it.
CREATE TABLE accounts (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    name_hash BLOB NOT NULL,
    sealed_name BLOB NOT NULL,
    display_name TEXT NOT NULL,
    password_hash TEXT,
    sealed_totp_secret BLOB,
    totp_confirmed_at BIGINT,
    totp_last_step BIGINT,
    status TEXT NOT NULL CONSTRAINT accounts_status CHECK (status IN ('invited', 'active', 'disabled')),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (name_hash)
) WITHOUT ROWID;
CREATE INDEX accounts_organisation_id ON accounts (organisation_id, id);

CREATE TABLE account_roles (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL CONSTRAINT account_roles_role
        CHECK (role IN ('case_worker', 'inspector', 'moderator', 'editor', 'administrator')),
    PRIMARY KEY (account_id, role)
) WITHOUT ROWID;

-- One-time tokens with which a new member of staff sets a password.
CREATE TABLE set_up_tokens (
    token_hash BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX set_up_tokens_account_id ON set_up_tokens (account_id);

-- One row per sign-in; an access token is good only while its session is.
CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_because TEXT CONSTRAINT sessions_ended_because
        CHECK (ended_because IN ('signed_out', 'signed_out_everywhere', 'token_reused', 'disabled', 'password_changed'))
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

-- Keys that sign access tokens. The private part is sealed; the public part stays published for a
-- while after the key has been replaced.
CREATE TABLE signing_keys (
    id BLOB NOT NULL PRIMARY KEY,
    public_key BLOB NOT NULL,
    sealed_private_key BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    published_until BIGINT
) WITHOUT ROWID;

-- Receipt codes, as keyed hashes only.
CREATE TABLE receipts (
    id BLOB NOT NULL PRIMARY KEY,
    code_hash BLOB NOT NULL,
    subject_kind TEXT NOT NULL CONSTRAINT receipts_subject_kind
        CHECK (subject_kind IN ('review', 'assistance_request', 'safety_report')),
    subject_id BLOB NOT NULL,
    status TEXT NOT NULL CONSTRAINT receipts_status
        CHECK (status IN ('issued', 'confirmed', 'erased')),
    created_at BIGINT NOT NULL,
    UNIQUE (code_hash),
    UNIQUE (subject_kind, subject_id)
) WITHOUT ROWID;

-- Every opening of a sealed record and every act of staff, each row hashed together with the one
-- before it, so that a row changed or taken out is noticed.
CREATE TABLE audit_entries (
    sequence BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    account_id BLOB,
    organisation_id BLOB,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    detail TEXT,
    hash BLOB NOT NULL
);
CREATE INDEX audit_entries_organisation_id ON audit_entries (organisation_id, sequence);
CREATE INDEX audit_entries_subject_id ON audit_entries (subject_id, sequence);

-- The end of the chain: locked while an entry is added.
CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY CONSTRAINT audit_head_one CHECK (id = 1),
    sequence BIGINT NOT NULL,
    hash BLOB NOT NULL
);
INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, zeroblob(32));
