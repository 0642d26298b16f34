-- Programs of organisations that call the service with a credential of their own.

CREATE TABLE clients (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    name text NOT NULL,
    scopes jsonb NOT NULL,
    authentication text NOT NULL CONSTRAINT clients_authentication
        CHECK (authentication IN ('client_secret_basic', 'private_key_jwt')),
    -- The public key, when the client signs its assertions.
    public_key jsonb,
    status text NOT NULL CONSTRAINT clients_status CHECK (status IN ('active', 'revoked')),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_on date,
    CONSTRAINT clients_key CHECK ((authentication = 'private_key_jwt') = (public_key IS NOT NULL))
);
CREATE INDEX clients_organisation_id ON clients (organisation_id, id);

-- Keyed hashes of the secrets that are good; the one before the last is so for a while.
CREATE TABLE client_secrets (
    secret_hash bytea NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz
);
CREATE INDEX client_secrets_client_id ON client_secrets (client_id);

-- Signed assertions that were used, so that none is used twice.
CREATE TABLE client_assertions (
    assertion_hash bytea NOT NULL PRIMARY KEY,
    expires_at timestamptz NOT NULL
);
CREATE INDEX client_assertions_expires_at ON client_assertions (expires_at);
