-- What every area uses: answers of writes, keys of subjects, reference data.

-- The answers of writes, sealed under the Idempotency-Key, which is not kept.
CREATE TABLE idempotency (
    key_hash BLOB NOT NULL PRIMARY KEY,
    request_hash BLOB NOT NULL,
    answer BLOB NOT NULL,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX idempotency_expires_at ON idempotency (expires_at);

-- The keys under which a subject's data is sealed, wrapped by a master key outside the database.
-- Erasing a subject deletes its rows here.
CREATE TABLE data_keys (
    subject_id BLOB NOT NULL,
    class TEXT NOT NULL CONSTRAINT data_keys_class CHECK (class IN ('confidential', 'identity', 'account')),
    master_key_id TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (subject_id, class)
) WITHOUT ROWID;
CREATE INDEX data_keys_master_key_id ON data_keys (master_key_id);

-- Reference data as imported: one row per list, its content as JSON.
CREATE TABLE code_lists (
    name TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL,
    imported_at BIGINT NOT NULL
) WITHOUT ROWID;

-- What was imported when, so that a second start has nothing to do.
CREATE TABLE reference_imports (
    source TEXT NOT NULL PRIMARY KEY,
    content_hash BLOB NOT NULL,
    imported_at BIGINT NOT NULL
) WITHOUT ROWID;
