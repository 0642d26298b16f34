-- Checklists that inspectorates publish themselves: once, and never changed. Those that come with the program are no rows.
CREATE TABLE inspection_checklists (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- SHA-256 of what it says.
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    published_by BLOB NOT NULL REFERENCES accounts (id),
    published_at BIGINT NOT NULL,
    UNIQUE (organisation_id, code, version),
    UNIQUE (organisation_id, hash)
) WITHOUT ROWID;
