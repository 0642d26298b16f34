-- Lists of establishments, which are imported again and again.

CREATE TABLE establishment_imports (
    id uuid NOT NULL PRIMARY KEY,
    country text NOT NULL,
    source text NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    account_id uuid,
    imported_at timestamptz NOT NULL,
    content_sha256 bytea NOT NULL,
    content_bytes bigint NOT NULL,
    counts jsonb NOT NULL,
    -- Places and codes; nothing of what stands there.
    faults jsonb NOT NULL,
    -- Rows of the list before that are not on this one.
    missing jsonb NOT NULL
);
CREATE INDEX establishment_imports_country ON establishment_imports (country, imported_at, id);

-- What a list said last of each row: only what it says anew changes an establishment.
CREATE TABLE establishment_source_rows (
    country text NOT NULL,
    source text NOT NULL,
    row_key text COLLATE "C" NOT NULL,
    establishment_id uuid NOT NULL REFERENCES establishments (id),
    stated jsonb NOT NULL,
    import_id uuid NOT NULL REFERENCES establishment_imports (id),
    missing_since timestamptz,
    PRIMARY KEY (country, source, row_key)
);
CREATE INDEX establishment_source_rows_establishment ON establishment_source_rows (establishment_id);
