-- Establishments that may be one, what people decide about them, and which safety report is about which.

CREATE TABLE establishment_matches (
    id BLOB NOT NULL PRIMARY KEY,
    country TEXT NOT NULL,
    earlier_id BLOB NOT NULL REFERENCES establishments (id),
    later_id BLOB NOT NULL REFERENCES establishments (id),
    reasons TEXT NOT NULL,
    status TEXT NOT NULL CONSTRAINT establishment_matches_status CHECK (status IN ('open', 'same', 'different')),
    found_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by BLOB,
    decision_reason TEXT,
    UNIQUE (earlier_id, later_id)
) WITHOUT ROWID;
CREATE INDEX establishment_matches_status_index ON establishment_matches (country, status, found_at, id);

CREATE TABLE establishment_merges (
    id BLOB NOT NULL PRIMARY KEY,
    match_id BLOB NOT NULL REFERENCES establishment_matches (id),
    country TEXT NOT NULL,
    from_id BLOB NOT NULL REFERENCES establishments (id),
    into_id BLOB NOT NULL REFERENCES establishments (id),
    -- The version of the one that stayed which the merger made.
    into_version BIGINT NOT NULL,
    -- What was known of the one that stayed, before and after.
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    merged_at BIGINT NOT NULL,
    merged_by BLOB NOT NULL,
    reason TEXT NOT NULL,
    undone_at BIGINT,
    undone_by BLOB,
    undo_reason TEXT,
    version BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX establishment_merges_into ON establishment_merges (into_id, into_version);
CREATE INDEX establishment_merges_country ON establishment_merges (country, merged_at, id);

-- Which report is about which establishment. The id stands sealed under the report's key; it is counted by a keyed
-- hash. Of the time the month is kept, so that nobody sees when somebody spoke.
CREATE TABLE safety_report_establishments (
    report_id BLOB NOT NULL PRIMARY KEY REFERENCES safety_reports (id),
    sealed_establishment BLOB NOT NULL,
    establishment_hash BLOB NOT NULL,
    linked_in TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX safety_report_establishments_hash ON safety_report_establishments (establishment_hash, linked_in);
