-- Organisations, their staff, sessions, receipts, and the log of what staff opened.

CREATE TABLE organisations (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL,
    status text NOT NULL CONSTRAINT organisations_status CHECK (status IN ('active', 'inactive')),
    created_at timestamptz NOT NULL
);

-- Countries in which an organisation works and whose requests it takes.
CREATE TABLE organisation_countries (
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    country text NOT NULL,
    PRIMARY KEY (organisation_id, country)
);
CREATE INDEX organisation_countries_country ON organisation_countries (country, organisation_id);

-- What an organisation can do; requests are routed by it.
CREATE TABLE organisation_competences (
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    competence text NOT NULL,
    PRIMARY KEY (organisation_id, competence)
);

-- The account name is sealed; name_hash finds it.
CREATE TABLE accounts (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    name_hash bytea NOT NULL,
    sealed_name bytea NOT NULL,
    display_name text NOT NULL,
    password_hash text,
    sealed_totp_secret bytea,
    totp_confirmed_at timestamptz,
    totp_last_step bigint,
    status text NOT NULL CONSTRAINT accounts_status CHECK (status IN ('invited', 'active', 'disabled')),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (name_hash)
);
CREATE INDEX accounts_organisation_id ON accounts (organisation_id, id);

CREATE TABLE account_roles (
    account_id uuid NOT NULL REFERENCES accounts (id),
    role text NOT NULL CONSTRAINT account_roles_role
        CHECK (role IN ('case_worker', 'inspector', 'moderator', 'editor', 'administrator')),
    PRIMARY KEY (account_id, role)
);

-- One-time tokens with which a new member of staff sets a password.
CREATE TABLE set_up_tokens (
    token_hash bytea NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    expires_at timestamptz NOT NULL
);
CREATE INDEX set_up_tokens_account_id ON set_up_tokens (account_id);

-- One row per sign-in; an access token is good only while its session is.
CREATE TABLE sessions (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_because text CONSTRAINT sessions_ended_because
        CHECK (ended_because IN ('signed_out', 'signed_out_everywhere', 'token_reused', 'disabled', 'password_changed'))
);
CREATE INDEX sessions_account_id ON sessions (account_id);

-- Each refresh token is used once; using it again ends the session.
CREATE TABLE refresh_tokens (
    token_hash bytea NOT NULL PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id),
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id);

-- Keys that sign access tokens. The private part is sealed; the public part stays published for a
-- while after the key has been replaced.
CREATE TABLE signing_keys (
    id uuid NOT NULL PRIMARY KEY,
    public_key bytea NOT NULL,
    sealed_private_key bytea NOT NULL,
    created_at timestamptz NOT NULL,
    published_until timestamptz
);

-- Receipt codes, as keyed hashes only.
CREATE TABLE receipts (
    id uuid NOT NULL PRIMARY KEY,
    code_hash bytea NOT NULL,
    subject_kind text NOT NULL CONSTRAINT receipts_subject_kind
        CHECK (subject_kind IN ('review', 'assistance_request', 'safety_report')),
    subject_id uuid NOT NULL,
    status text NOT NULL CONSTRAINT receipts_status
        CHECK (status IN ('issued', 'confirmed', 'erased')),
    created_at timestamptz NOT NULL,
    UNIQUE (code_hash),
    UNIQUE (subject_kind, subject_id)
);

-- Every opening of a sealed record and every act of staff, each row hashed together with the one
-- before it, so that a row changed or taken out is noticed.
CREATE TABLE audit_entries (
    sequence bigint NOT NULL PRIMARY KEY,
    at timestamptz NOT NULL,
    account_id uuid,
    organisation_id uuid,
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    detail text,
    hash bytea NOT NULL
);
CREATE INDEX audit_entries_organisation_id ON audit_entries (organisation_id, sequence);
CREATE INDEX audit_entries_subject_id ON audit_entries (subject_id, sequence);

-- The end of the chain: locked while an entry is added.
CREATE TABLE audit_head (
    id bigint NOT NULL PRIMARY KEY CONSTRAINT audit_head_one CHECK (id = 1),
    sequence bigint NOT NULL,
    hash bytea NOT NULL
);
INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));
