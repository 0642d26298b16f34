-- Signed reports of visits: what was signed, by whom, when. Rows are only ever added; a change afterwards makes another number.
CREATE TABLE inspection_reports (
    id uuid NOT NULL PRIMARY KEY,
    visit_id uuid NOT NULL REFERENCES inspection_visits (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- Counts the reports of a visit, from 1.
    number bigint NOT NULL,
    content jsonb NOT NULL,
    -- SHA-256 of the canonical JSON of the content.
    sha256 text NOT NULL,
    signed_by uuid NOT NULL REFERENCES accounts (id),
    signed_at timestamptz NOT NULL,
    method text NOT NULL,
    UNIQUE (visit_id, number)
);
