-- What organisations that take requests declare about themselves.

CREATE TABLE organisation_coverages (
    organisation_id BLOB NOT NULL PRIMARY KEY REFERENCES organisations (id),
    version BIGINT NOT NULL,
    -- Areas, issues, languages, sexes, opening hours, capacity and time to answer.
    coverage TEXT NOT NULL,
    changed_at BIGINT NOT NULL
) WITHOUT ROWID;
