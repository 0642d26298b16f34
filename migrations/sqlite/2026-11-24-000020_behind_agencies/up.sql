-- Who is behind an agency: what sources say of it beside its register, from which agency it came, who acts for it.

-- Names that the newest list does not have: stated ones, and those that it had before. Derived, for its page and search.
ALTER TABLE agencies ADD COLUMN stated_names TEXT NOT NULL DEFAULT '[]';
-- Its sanctions and certificates with their days, newest first. Derived, so that a list reads one table.
ALTER TABLE agencies ADD COLUMN marks TEXT NOT NULL DEFAULT '[]';

-- What a source says of an agency. Said again under the same key, it replaces what was said before.
CREATE TABLE agency_statements (
    id BLOB NOT NULL PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    kind TEXT NOT NULL CONSTRAINT agency_statements_kind CHECK (kind IN (
        'name', 'branch', 'principal', 'job_order', 'sanction', 'certificate')),
    -- What makes it the same statement, such as the number of a job order.
    key TEXT NOT NULL,
    -- All of it, with its source.
    content TEXT NOT NULL,
    -- The days on which it holds.
    since TEXT NOT NULL,
    until TEXT,
    -- By what job orders are looked for.
    destination TEXT,
    occupation TEXT,
    status TEXT,
    -- An employer that is an entry of its own.
    other_agency_id BLOB REFERENCES agencies (id),
    recorded_at BIGINT NOT NULL,
    -- Who stated it; nobody when it came from a file.
    recorded_by BLOB REFERENCES accounts (id),
    version BIGINT NOT NULL,
    withdrawn_at BIGINT,
    withdrawn_by BLOB REFERENCES accounts (id),
    withdrawal_reason TEXT,
    UNIQUE (agency_id, kind, key),
    CONSTRAINT agency_statements_withdrawn CHECK (
        (withdrawn_at IS NULL) = (withdrawn_by IS NULL)
        AND (withdrawn_at IS NULL) = (withdrawal_reason IS NULL)),
    CONSTRAINT agency_statements_days CHECK (until IS NULL OR until >= since)
) WITHOUT ROWID;
CREATE INDEX agency_statements_list ON agency_statements (agency_id, kind, since, id);
CREATE INDEX agency_statements_other ON agency_statements (other_agency_id);

-- One agency that came out of another. Nobody is shown one before a person has given the evidence.
CREATE TABLE agency_successions (
    id BLOB NOT NULL PRIMARY KEY,
    earlier_agency_id BLOB NOT NULL REFERENCES agencies (id),
    later_agency_id BLOB NOT NULL REFERENCES agencies (id),
    status TEXT NOT NULL CONSTRAINT agency_successions_status
        CHECK (status IN ('proposed', 'confirmed', 'refused')),
    kind TEXT,
    -- Why it was proposed: codes.
    reasons TEXT NOT NULL,
    source TEXT,
    found_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by BLOB REFERENCES accounts (id),
    evidence TEXT,
    UNIQUE (earlier_agency_id, later_agency_id),
    CONSTRAINT agency_successions_two CHECK (earlier_agency_id <> later_agency_id),
    CONSTRAINT agency_successions_kind CHECK (status <> 'confirmed' OR kind IS NOT NULL),
    CONSTRAINT agency_successions_decided CHECK (
        (status = 'proposed') = (decided_at IS NULL)
        AND (status = 'proposed') = (decided_by IS NULL)
        AND (status = 'proposed') = (evidence IS NULL))
) WITHOUT ROWID;
CREATE INDEX agency_successions_later ON agency_successions (later_agency_id, status);
CREATE INDEX agency_successions_queue ON agency_successions (status, found_at, id);

-- Who acts for an agency, or says so. Many are persons: name and telephone are sealed, and found by keyed hashes only.
CREATE TABLE agency_sub_agents (
    id BLOB NOT NULL PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    name_hash BLOB NOT NULL,
    telephone_hash BLOB,
    sealed_content BLOB NOT NULL,
    is_person BOOLEAN NOT NULL,
    standing TEXT NOT NULL CONSTRAINT agency_sub_agents_standing
        CHECK (standing IN ('claimed', 'confirmed', 'denied')),
    -- Who says that they act for the agency.
    said_by TEXT NOT NULL CONSTRAINT agency_sub_agents_said_by
        CHECK (said_by IN ('register', 'agency', 'sub_agent', 'worker')),
    source TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    -- The day on which the agency said yes or no.
    answered_on TEXT,
    UNIQUE (agency_id, name_hash)
) WITHOUT ROWID;
CREATE INDEX agency_sub_agents_telephone ON agency_sub_agents (agency_id, telephone_hash);
