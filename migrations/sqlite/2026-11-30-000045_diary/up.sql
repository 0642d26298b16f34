-- What a person writes down of each day's work and pay. What an entry says, its day too, is sealed
-- under the request's key.

CREATE TABLE assistance_diary_entries (
    id BLOB NOT NULL PRIMARY KEY,
    request_id BLOB NOT NULL REFERENCES assistance_requests (id),
    -- 1 as it was first written; one more with each edit.
    version BIGINT NOT NULL,
    -- When it was written, by the clock of the person's telephone.
    entered_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    sealed_entry BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX assistance_diary_entries_request_id ON assistance_diary_entries (request_id);

-- What entries said before they were edited.
CREATE TABLE assistance_diary_versions (
    entry_id BLOB NOT NULL REFERENCES assistance_diary_entries (id),
    version BIGINT NOT NULL,
    entered_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    sealed_entry BLOB NOT NULL,
    PRIMARY KEY (entry_id, version)
) WITHOUT ROWID;

-- By what a claim is reckoned: each side's own rule, sealed.
CREATE TABLE assistance_claim_rules (
    request_id BLOB NOT NULL REFERENCES assistance_requests (id),
    author TEXT NOT NULL CONSTRAINT assistance_claim_rules_author
        CHECK (author IN ('reporter', 'organisation')),
    sealed_rule BLOB NOT NULL,
    stated_at BIGINT NOT NULL,
    PRIMARY KEY (request_id, author)
) WITHOUT ROWID;
