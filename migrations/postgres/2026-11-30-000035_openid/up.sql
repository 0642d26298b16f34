-- Signing in with an external OpenID provider.

-- Which account is whom at the provider; the subject is kept as a keyed hash.
CREATE TABLE openid_links (
    account_id uuid NOT NULL PRIMARY KEY REFERENCES accounts (id),
    issuer text NOT NULL,
    subject_hash bytea NOT NULL,
    linked_at timestamptz NOT NULL,
    CONSTRAINT openid_links_subject UNIQUE (subject_hash)
);

-- Tokens with which holders of accounts link them.
CREATE TABLE openid_invitations (
    token_hash bytea NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    expires_at timestamptz NOT NULL
);
CREATE INDEX openid_invitations_account_id ON openid_invitations (account_id);

-- Sign-ins under way. What must come back is sealed under the state, which only the client has.
CREATE TABLE openid_sign_ins (
    state_hash bytea NOT NULL PRIMARY KEY,
    sealed bytea NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX openid_sign_ins_expires_at ON openid_sign_ins (expires_at);
