-- A key pair for each case that was filed in sealed mode, and who can open it.

-- The key pair of an account. Its private part is sealed under a key that comes from the password, or from a
-- passphrase of its own; the salt is not that of the password's hash.
CREATE TABLE account_keys (
    account_id BLOB NOT NULL PRIMARY KEY REFERENCES accounts (id),
    public_key BLOB NOT NULL,
    sealed_under TEXT NOT NULL CONSTRAINT account_keys_sealed_under
        CHECK (sealed_under IN ('password', 'passphrase')),
    salt BLOB NOT NULL,
    sealed_private_key BLOB NOT NULL,
    created_at BIGINT NOT NULL
) WITHOUT ROWID;

-- The private key of the account once more, under a secret that only the session's tokens hold; the one before
-- stays until the next refresh, for requests that are under way.
ALTER TABLE sessions ADD COLUMN sealed_account_key BLOB;
ALTER TABLE sessions ADD COLUMN previous_account_key BLOB;
-- The same under the refresh token itself; gone when the token is used.
ALTER TABLE refresh_tokens ADD COLUMN sealed_account_key BLOB;

-- A case that has a key pair was filed in sealed mode: its data keys are sealed to the public key before the
-- master key wraps them. A case without one was filed in server mode.
CREATE TABLE case_keys (
    case_id BLOB NOT NULL PRIMARY KEY,
    public_key BLOB NOT NULL
) WITHOUT ROWID;

-- The private key of a case, sealed to each who may open it.
CREATE TABLE case_key_holders (
    case_id BLOB NOT NULL REFERENCES case_keys (case_id),
    holder_kind TEXT NOT NULL CONSTRAINT case_key_holders_holder_kind
        CHECK (holder_kind IN ('receipt', 'handler', 'custodian')),
    -- The account; of the receipt the case itself.
    holder_id BLOB NOT NULL,
    sealed_private_key BLOB NOT NULL,
    PRIMARY KEY (case_id, holder_kind, holder_id)
) WITHOUT ROWID;
CREATE INDEX case_key_holders_holder_id ON case_key_holders (holder_id, case_id);
