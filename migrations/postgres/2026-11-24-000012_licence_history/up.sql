-- Each import of a register is kept, each licence is a history of states, and an entry that may be an agency that is
-- known already waits for a person.

-- Whether the register's authority itself publishes the list, whether the list holds every licence, and whether it
-- holds licence numbers: what may be said of a number that is not on it. The next import writes what its mapping says.
ALTER TABLE registers ADD COLUMN is_official boolean NOT NULL DEFAULT FALSE;
ALTER TABLE registers ADD COLUMN is_complete boolean NOT NULL DEFAULT FALSE;
ALTER TABLE registers ADD COLUMN has_licence_numbers boolean NOT NULL DEFAULT FALSE;
UPDATE registers SET has_licence_numbers = TRUE
    WHERE name IN (SELECT register FROM agencies WHERE licence_number IS NOT NULL);

-- The entry into which a person has joined this one. It stays, so that its id keeps working.
ALTER TABLE agencies ADD COLUMN merged_into uuid REFERENCES agencies (id);
CREATE INDEX agencies_by_number ON agencies (country, licence_number_key);

-- What came of each list that was given to this service.
CREATE TABLE import_runs (
    id uuid NOT NULL PRIMARY KEY,
    register text NOT NULL REFERENCES registers (name),
    outcome text NOT NULL CONSTRAINT import_runs_outcome CHECK (outcome IN ('imported', 'refused')),
    -- Why nothing of it was taken over.
    refusal text,
    obtained text NOT NULL CONSTRAINT import_runs_obtained CHECK (obtained IN ('shipped', 'file', 'fetched')),
    source_name text NOT NULL,
    source_url text NOT NULL,
    -- The day on which the register said so.
    retrieved_on date NOT NULL,
    imported_at timestamptz NOT NULL,
    -- SHA-256 of the list, and its length; unknown when nothing was received.
    content_sha256 bytea,
    content_bytes bigint,
    -- How many rows of which kind.
    counts jsonb NOT NULL,
    -- What is wrong with rows: places and codes, nothing of what stands there.
    faults jsonb NOT NULL,
    CONSTRAINT import_runs_refusal CHECK ((outcome = 'refused') = (refusal IS NOT NULL))
);
CREATE INDEX import_runs_register ON import_runs (register, imported_at, id);

-- What was known of an agency's licence, from one act to the next; rows are added, never changed.
CREATE TABLE licence_states (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    sequence bigint NOT NULL,
    act text NOT NULL CONSTRAINT licence_states_act CHECK (act IN (
        'taken_over', 'listed', 'renewed', 'suspended', 'withdrawn', 'reinstated', 'renumbered', 'renamed', 'changed',
        'missing_from_source', 'returned_to_source', 'joined_by_person')),
    name text NOT NULL,
    licence_number text,
    licence_number_key text,
    status text NOT NULL,
    status_source text,
    status_basis text NOT NULL
        CONSTRAINT licence_states_status_basis CHECK (status_basis IN ('stated', 'listed')),
    valid_from date,
    expires_on date,
    missing_since date,
    -- The day of the list, or of the decision, that says so.
    observed_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    -- The import that brought it; none for what was there before imports were kept, and for a person's decision.
    run_id uuid REFERENCES import_runs (id),
    PRIMARY KEY (agency_id, sequence)
);
CREATE INDEX licence_states_number ON licence_states (licence_number_key, agency_id);

INSERT INTO licence_states (agency_id, sequence, act, name, licence_number, licence_number_key, status, status_source,
    status_basis, valid_from, expires_on, missing_since, observed_on, recorded_at, run_id)
SELECT id, 1, 'taken_over', name, licence_number, licence_number_key, licence_status, licence_status_source,
    licence_status_basis, licence_valid_from, licence_expires_on, missing_since, retrieved_on, updated_at, NULL
FROM agencies;

-- An entry that is new to a register and may be one that left it. Until somebody decides, they are two agencies.
CREATE TABLE agency_matches (
    id uuid NOT NULL PRIMARY KEY,
    register text NOT NULL REFERENCES registers (name),
    earlier_agency_id uuid NOT NULL REFERENCES agencies (id),
    later_agency_id uuid NOT NULL REFERENCES agencies (id),
    -- Codes that say in what they agree.
    reasons jsonb NOT NULL,
    run_id uuid NOT NULL REFERENCES import_runs (id),
    found_at timestamptz NOT NULL,
    status text NOT NULL CONSTRAINT agency_matches_status CHECK (status IN ('open', 'same', 'different')),
    version bigint NOT NULL,
    decided_at timestamptz,
    decided_by uuid REFERENCES accounts (id),
    -- In the words of who decided.
    decision_reason text,
    UNIQUE (earlier_agency_id, later_agency_id),
    CONSTRAINT agency_matches_decided CHECK (
        (status = 'open') = (decided_at IS NULL)
        AND (status = 'open') = (decided_by IS NULL)
        AND (status = 'open') = (decision_reason IS NULL))
);
CREATE INDEX agency_matches_queue ON agency_matches (status, found_at, id);

-- When each list that is fetched from an address is due, and how the last attempts went. One row is one lease: an
-- instance that fetches has taken it until `leased_until`.
CREATE TABLE register_fetches (
    register text NOT NULL PRIMARY KEY,
    url text NOT NULL,
    etag text,
    due_at timestamptz NOT NULL,
    leased_until timestamptz,
    -- Attempts that failed since the last that did not.
    failures bigint NOT NULL,
    attempted_at timestamptz,
    succeeded_at timestamptz,
    refusal text
);
