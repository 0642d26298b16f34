-- The annual report of an inspectorate (C081, Art. 20 and 21): what it writes itself for a year, and what it has published.

CREATE TABLE inspection_annual_statements (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    year BIGINT NOT NULL,
    document TEXT NOT NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (organisation_id, year)
) WITHOUT ROWID;

-- Each change of one: rows are only ever added.
CREATE TABLE inspection_annual_statement_events (
    statement_id BLOB NOT NULL REFERENCES inspection_annual_statements (id),
    -- The version that it made.
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    -- Members that changed, as they were and as they are since.
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (statement_id, version)
) WITHOUT ROWID;

-- Published reports: rows are only ever added, so that a record that changes later changes no figure.
CREATE TABLE inspection_annual_editions (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    year BIGINT NOT NULL,
    -- Counts the editions of a year, from 1.
    edition BIGINT NOT NULL,
    -- With exact figures, for the inspectorate.
    exact TEXT NOT NULL,
    -- As everybody reads it.
    published TEXT NOT NULL,
    -- SHA-256 of the canonical JSON of what is published.
    sha256 TEXT NOT NULL,
    published_by BLOB NOT NULL REFERENCES accounts (id),
    published_at BIGINT NOT NULL,
    UNIQUE (organisation_id, year, edition)
) WITHOUT ROWID;
