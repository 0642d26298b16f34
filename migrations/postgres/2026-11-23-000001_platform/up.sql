-- What every area uses: answers of writes, keys of subjects, reference data.

-- The answers of writes, sealed under the Idempotency-Key, which is not kept.
CREATE TABLE idempotency (
    key_hash bytea NOT NULL CONSTRAINT idempotency_key_hash_key PRIMARY KEY,
    request_hash bytea NOT NULL,
    answer bytea NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX idempotency_expires_at ON idempotency (expires_at);

-- The keys under which a subject's data is sealed, wrapped by a master key outside the database.
-- Erasing a subject deletes its rows here.
CREATE TABLE data_keys (
    subject_id uuid NOT NULL,
    class text NOT NULL CONSTRAINT data_keys_class CHECK (class IN ('confidential', 'identity', 'account')),
    master_key_id text NOT NULL,
    wrapped bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (subject_id, class)
);
CREATE INDEX data_keys_master_key_id ON data_keys (master_key_id);

-- Reference data as imported: one row per list, its content as JSON.
CREATE TABLE code_lists (
    name text NOT NULL PRIMARY KEY,
    content jsonb NOT NULL,
    imported_at timestamptz NOT NULL
);

-- What was imported when, so that a second start has nothing to do.
CREATE TABLE reference_imports (
    source text NOT NULL PRIMARY KEY,
    content_hash bytea NOT NULL,
    imported_at timestamptz NOT NULL
);
