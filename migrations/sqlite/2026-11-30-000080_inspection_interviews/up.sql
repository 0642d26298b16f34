-- What workers answered at a visit, sealed under a key of each interview. No name, no time but the day, nothing that leads
-- to a request for help.
CREATE TABLE inspection_interviews (
    -- That of its record, which says how great the risk is and nothing else.
    id BLOB NOT NULL PRIMARY KEY REFERENCES inspection_records (id),
    visit_id BLOB NOT NULL REFERENCES inspection_visits (id),
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    script_hash TEXT NOT NULL,
    -- Counts the interviews with one script at one visit, from 1: a summary is of whole groups.
    number BIGINT NOT NULL,
    taken_on TEXT NOT NULL,
    sealed_answers BLOB NOT NULL,
    UNIQUE (visit_id, script_hash, number)
) WITHOUT ROWID;
