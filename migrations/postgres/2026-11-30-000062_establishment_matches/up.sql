-- Establishments that may be one, what people decide about them, and which safety report is about which.

CREATE TABLE establishment_matches (
    id uuid NOT NULL PRIMARY KEY,
    country text NOT NULL,
    earlier_id uuid NOT NULL REFERENCES establishments (id),
    later_id uuid NOT NULL REFERENCES establishments (id),
    reasons jsonb NOT NULL,
    status text NOT NULL CONSTRAINT establishment_matches_status CHECK (status IN ('open', 'same', 'different')),
    found_at timestamptz NOT NULL,
    version bigint NOT NULL,
    decided_at timestamptz,
    decided_by uuid,
    decision_reason text,
    UNIQUE (earlier_id, later_id)
);
CREATE INDEX establishment_matches_status_index ON establishment_matches (country, status, found_at, id);

CREATE TABLE establishment_merges (
    id uuid NOT NULL PRIMARY KEY,
    match_id uuid NOT NULL REFERENCES establishment_matches (id),
    country text NOT NULL,
    from_id uuid NOT NULL REFERENCES establishments (id),
    into_id uuid NOT NULL REFERENCES establishments (id),
    -- The version of the one that stayed which the merger made.
    into_version bigint NOT NULL,
    -- What was known of the one that stayed, before and after.
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    merged_at timestamptz NOT NULL,
    merged_by uuid NOT NULL,
    reason text NOT NULL,
    undone_at timestamptz,
    undone_by uuid,
    undo_reason text,
    version bigint NOT NULL
);
CREATE INDEX establishment_merges_into ON establishment_merges (into_id, into_version);
CREATE INDEX establishment_merges_country ON establishment_merges (country, merged_at, id);

-- Which report is about which establishment. The id stands sealed under the report's key; it is counted by a keyed
-- hash. Of the time the month is kept, so that nobody sees when somebody spoke.
CREATE TABLE safety_report_establishments (
    report_id uuid NOT NULL PRIMARY KEY REFERENCES safety_reports (id),
    sealed_establishment bytea NOT NULL,
    establishment_hash bytea NOT NULL,
    linked_in date NOT NULL
);
CREATE INDEX safety_report_establishments_hash ON safety_report_establishments (establishment_hash, linked_in);
