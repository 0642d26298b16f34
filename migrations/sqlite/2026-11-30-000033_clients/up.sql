-- Programs of organisations that call the service with a credential of their own.

CREATE TABLE clients (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    authentication TEXT NOT NULL CONSTRAINT clients_authentication
        CHECK (authentication IN ('client_secret_basic', 'private_key_jwt')),
    -- The public key, when the client signs its assertions.
    public_key TEXT,
    status TEXT NOT NULL CONSTRAINT clients_status CHECK (status IN ('active', 'revoked')),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_on TEXT,
    CONSTRAINT clients_key CHECK ((authentication = 'private_key_jwt') = (public_key IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX clients_organisation_id ON clients (organisation_id, id);

-- Keyed hashes of the secrets that are good; the one before the last is so for a while.
CREATE TABLE client_secrets (
    secret_hash BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT
) WITHOUT ROWID;
CREATE INDEX client_secrets_client_id ON client_secrets (client_id);

-- Signed assertions that were used, so that none is used twice.
CREATE TABLE client_assertions (
    assertion_hash BLOB NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX client_assertions_expires_at ON client_assertions (expires_at);
