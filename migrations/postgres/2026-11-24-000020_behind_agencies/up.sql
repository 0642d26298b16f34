-- Who is behind an agency: what sources say of it beside its register, from which agency it came, who acts for it.

-- Names that the newest list does not have: stated ones, and those that it had before. Derived, for its page and search.
ALTER TABLE agencies ADD COLUMN stated_names jsonb NOT NULL DEFAULT '[]';
-- Its sanctions and certificates with their days, newest first. Derived, so that a list reads one table.
ALTER TABLE agencies ADD COLUMN marks jsonb NOT NULL DEFAULT '[]';

-- What a source says of an agency. Said again under the same key, it replaces what was said before.
CREATE TABLE agency_statements (
    id uuid NOT NULL PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies (id),
    kind text NOT NULL CONSTRAINT agency_statements_kind CHECK (kind IN (
        'name', 'branch', 'principal', 'job_order', 'sanction', 'certificate')),
    -- What makes it the same statement, such as the number of a job order.
    key text NOT NULL,
    -- All of it, with its source.
    content jsonb NOT NULL,
    -- The days on which it holds.
    since date NOT NULL,
    until date,
    -- By what job orders are looked for.
    destination text,
    occupation text,
    status text,
    -- An employer that is an entry of its own.
    other_agency_id uuid REFERENCES agencies (id),
    recorded_at timestamptz NOT NULL,
    -- Who stated it; nobody when it came from a file.
    recorded_by uuid REFERENCES accounts (id),
    version bigint NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_by uuid REFERENCES accounts (id),
    withdrawal_reason text,
    UNIQUE (agency_id, kind, key),
    CONSTRAINT agency_statements_withdrawn CHECK (
        (withdrawn_at IS NULL) = (withdrawn_by IS NULL)
        AND (withdrawn_at IS NULL) = (withdrawal_reason IS NULL)),
    CONSTRAINT agency_statements_days CHECK (until IS NULL OR until >= since)
);
CREATE INDEX agency_statements_list ON agency_statements (agency_id, kind, since, id);
CREATE INDEX agency_statements_other ON agency_statements (other_agency_id);

-- One agency that came out of another. Nobody is shown one before a person has given the evidence.
CREATE TABLE agency_successions (
    id uuid NOT NULL PRIMARY KEY,
    earlier_agency_id uuid NOT NULL REFERENCES agencies (id),
    later_agency_id uuid NOT NULL REFERENCES agencies (id),
    status text NOT NULL CONSTRAINT agency_successions_status
        CHECK (status IN ('proposed', 'confirmed', 'refused')),
    kind text,
    -- Why it was proposed: codes.
    reasons jsonb NOT NULL,
    source jsonb,
    found_at timestamptz NOT NULL,
    version bigint NOT NULL,
    decided_at timestamptz,
    decided_by uuid REFERENCES accounts (id),
    evidence text,
    UNIQUE (earlier_agency_id, later_agency_id),
    CONSTRAINT agency_successions_two CHECK (earlier_agency_id <> later_agency_id),
    CONSTRAINT agency_successions_kind CHECK (status <> 'confirmed' OR kind IS NOT NULL),
    CONSTRAINT agency_successions_decided CHECK (
        (status = 'proposed') = (decided_at IS NULL)
        AND (status = 'proposed') = (decided_by IS NULL)
        AND (status = 'proposed') = (evidence IS NULL))
);
CREATE INDEX agency_successions_later ON agency_successions (later_agency_id, status);
CREATE INDEX agency_successions_queue ON agency_successions (status, found_at, id);

-- Who acts for an agency, or says so. Many are persons: name and telephone are sealed, and found by keyed hashes only.
CREATE TABLE agency_sub_agents (
    id uuid NOT NULL PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies (id),
    name_hash bytea NOT NULL,
    telephone_hash bytea,
    sealed_content bytea NOT NULL,
    is_person boolean NOT NULL,
    standing text NOT NULL CONSTRAINT agency_sub_agents_standing
        CHECK (standing IN ('claimed', 'confirmed', 'denied')),
    -- Who says that they act for the agency.
    said_by text NOT NULL CONSTRAINT agency_sub_agents_said_by
        CHECK (said_by IN ('register', 'agency', 'sub_agent', 'worker')),
    source jsonb NOT NULL,
    recorded_at timestamptz NOT NULL,
    version bigint NOT NULL,
    -- The day on which the agency said yes or no.
    answered_on date,
    UNIQUE (agency_id, name_hash)
);
CREATE INDEX agency_sub_agents_telephone ON agency_sub_agents (agency_id, telephone_hash);
