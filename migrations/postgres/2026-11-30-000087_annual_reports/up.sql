-- The annual report of an inspectorate (C081, Art. 20 and 21): what it writes itself for a year, and what it has published.

CREATE TABLE inspection_annual_statements (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    year bigint NOT NULL,
    document jsonb NOT NULL,
    version bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (organisation_id, year)
);

-- Each change of one: rows are only ever added.
CREATE TABLE inspection_annual_statement_events (
    statement_id uuid NOT NULL REFERENCES inspection_annual_statements (id),
    -- The version that it made.
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts (id),
    -- Members that changed, as they were and as they are since.
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    PRIMARY KEY (statement_id, version)
);

-- Published reports: rows are only ever added, so that a record that changes later changes no figure.
CREATE TABLE inspection_annual_editions (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    year bigint NOT NULL,
    -- Counts the editions of a year, from 1.
    edition bigint NOT NULL,
    -- With exact figures, for the inspectorate.
    exact jsonb NOT NULL,
    -- As everybody reads it.
    published jsonb NOT NULL,
    -- SHA-256 of the canonical JSON of what is published.
    sha256 text NOT NULL,
    published_by uuid NOT NULL REFERENCES accounts (id),
    published_at timestamptz NOT NULL,
    UNIQUE (organisation_id, year, edition)
);
