-- Lists of establishments, which are imported again and again.

CREATE TABLE establishment_imports (
    id BLOB NOT NULL PRIMARY KEY,
    country TEXT NOT NULL,
    source TEXT NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    account_id BLOB,
    imported_at BIGINT NOT NULL,
    content_sha256 BLOB NOT NULL,
    content_bytes BIGINT NOT NULL,
    counts TEXT NOT NULL,
    -- Places and codes; nothing of what stands there.
    faults TEXT NOT NULL,
    -- Rows of the list before that are not on this one.
    missing TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX establishment_imports_country ON establishment_imports (country, imported_at, id);

-- What a list said last of each row: only what it says anew changes an establishment.
CREATE TABLE establishment_source_rows (
    country TEXT NOT NULL,
    source TEXT NOT NULL,
    row_key TEXT NOT NULL,
    establishment_id BLOB NOT NULL REFERENCES establishments (id),
    stated TEXT NOT NULL,
    import_id BLOB NOT NULL REFERENCES establishment_imports (id),
    missing_since BIGINT,
    PRIMARY KEY (country, source, row_key)
) WITHOUT ROWID;
CREATE INDEX establishment_source_rows_establishment ON establishment_source_rows (establishment_id);
