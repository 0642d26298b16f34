-- What a person writes down of each day's work and pay. What an entry says, its day too, is sealed
-- under the request's key.

CREATE TABLE assistance_diary_entries (
    id uuid NOT NULL CONSTRAINT assistance_diary_entries_id_key PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES assistance_requests (id),
    -- 1 as it was first written; one more with each edit.
    version bigint NOT NULL,
    -- When it was written, by the clock of the person's telephone.
    entered_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    sealed_entry bytea NOT NULL
);
CREATE INDEX assistance_diary_entries_request_id ON assistance_diary_entries (request_id);

-- What entries said before they were edited.
CREATE TABLE assistance_diary_versions (
    entry_id uuid NOT NULL REFERENCES assistance_diary_entries (id),
    version bigint NOT NULL,
    entered_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    sealed_entry bytea NOT NULL,
    PRIMARY KEY (entry_id, version)
);

-- By what a claim is reckoned: each side's own rule, sealed.
CREATE TABLE assistance_claim_rules (
    request_id uuid NOT NULL REFERENCES assistance_requests (id),
    author text NOT NULL CONSTRAINT assistance_claim_rules_author
        CHECK (author IN ('reporter', 'organisation')),
    sealed_rule bytea NOT NULL,
    stated_at timestamptz NOT NULL,
    PRIMARY KEY (request_id, author)
);
