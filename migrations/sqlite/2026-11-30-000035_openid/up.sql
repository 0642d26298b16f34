-- Signing in with an external OpenID provider.

-- Which account is whom at the provider; the subject is kept as a keyed hash.
CREATE TABLE openid_links (
    account_id BLOB NOT NULL PRIMARY KEY REFERENCES accounts (id),
    issuer TEXT NOT NULL,
    subject_hash BLOB NOT NULL,
    linked_at BIGINT NOT NULL,
    CONSTRAINT openid_links_subject UNIQUE (subject_hash)
) WITHOUT ROWID;

-- Tokens with which holders of accounts link them.
CREATE TABLE openid_invitations (
    token_hash BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX openid_invitations_account_id ON openid_invitations (account_id);

-- Sign-ins under way. What must come back is sealed under the state, which only the client has.
CREATE TABLE openid_sign_ins (
    state_hash BLOB NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX openid_sign_ins_expires_at ON openid_sign_ins (expires_at);
