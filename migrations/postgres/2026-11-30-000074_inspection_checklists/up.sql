-- Checklists that inspectorates publish themselves: once, and never changed. Those that come with the program are no rows.
CREATE TABLE inspection_checklists (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    code text NOT NULL,
    version bigint NOT NULL,
    -- SHA-256 of what it says.
    hash text NOT NULL,
    document jsonb NOT NULL,
    published_by uuid NOT NULL REFERENCES accounts (id),
    published_at timestamptz NOT NULL,
    UNIQUE (organisation_id, code, version),
    UNIQUE (organisation_id, hash)
);
