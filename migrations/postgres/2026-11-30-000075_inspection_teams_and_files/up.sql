-- Whose a visit was: rows are only ever added.
CREATE TABLE inspection_team_changes (
    id uuid NOT NULL PRIMARY KEY,
    visit_id uuid NOT NULL REFERENCES inspection_visits (id),
    at timestamptz NOT NULL,
    -- Null: the service itself.
    account_id uuid,
    -- The inspectors, as it was and as it is since.
    before jsonb NOT NULL,
    after jsonb NOT NULL
);
CREATE INDEX inspection_team_changes_visit ON inspection_team_changes (visit_id, at);

-- The file of a record of evidence, sealed under the key of its visit.
CREATE TABLE inspection_files (
    record_id uuid NOT NULL PRIMARY KEY REFERENCES inspection_records (id),
    visit_id uuid NOT NULL REFERENCES inspection_visits (id),
    file_id uuid NOT NULL UNIQUE,
    received_at timestamptz NOT NULL
);
