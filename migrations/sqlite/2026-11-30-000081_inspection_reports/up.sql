-- Signed reports of visits: what was signed, by whom, when. Rows are only ever added; a change afterwards makes another number.
CREATE TABLE inspection_reports (
    id BLOB NOT NULL PRIMARY KEY,
    visit_id BLOB NOT NULL REFERENCES inspection_visits (id),
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    -- Counts the reports of a visit, from 1.
    number BIGINT NOT NULL,
    content TEXT NOT NULL,
    -- SHA-256 of the canonical JSON of the content.
    sha256 TEXT NOT NULL,
    signed_by BLOB NOT NULL REFERENCES accounts (id),
    signed_at BIGINT NOT NULL,
    method TEXT NOT NULL,
    UNIQUE (visit_id, number)
) WITHOUT ROWID;
