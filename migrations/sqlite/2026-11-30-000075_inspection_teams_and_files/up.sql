-- Whose a visit was: rows are only ever added.
CREATE TABLE inspection_team_changes (
    id BLOB NOT NULL PRIMARY KEY,
    visit_id BLOB NOT NULL REFERENCES inspection_visits (id),
    at BIGINT NOT NULL,
    -- Null: the service itself.
    account_id BLOB,
    -- The inspectors, as it was and as it is since.
    before TEXT NOT NULL,
    after TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX inspection_team_changes_visit ON inspection_team_changes (visit_id, at);

-- The file of a record of evidence, sealed under the key of its visit.
CREATE TABLE inspection_files (
    record_id BLOB NOT NULL PRIMARY KEY REFERENCES inspection_records (id),
    visit_id BLOB NOT NULL REFERENCES inspection_visits (id),
    file_id BLOB NOT NULL UNIQUE,
    received_at BIGINT NOT NULL
) WITHOUT ROWID;
