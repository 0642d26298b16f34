-- Each import of a register is kept, each licence is a history of states, and an entry that may be an agency that is
-- known already waits for a person.

-- Whether the register's authority itself publishes the list, whether the list holds every licence, and whether it
-- holds licence numbers: what may be said of a number that is not on it. The next import writes what its mapping says.
ALTER TABLE registers ADD COLUMN is_official BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE registers ADD COLUMN is_complete BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE registers ADD COLUMN has_licence_numbers BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE registers SET has_licence_numbers = TRUE
    WHERE name IN (SELECT register FROM agencies WHERE licence_number IS NOT NULL);

-- The entry into which a person has joined this one. It stays, so that its id keeps working.
ALTER TABLE agencies ADD COLUMN merged_into BLOB REFERENCES agencies (id);
CREATE INDEX agencies_by_number ON agencies (country, licence_number_key);

-- What came of each list that was given to this service.
CREATE TABLE import_runs (
    id BLOB NOT NULL PRIMARY KEY,
    register TEXT NOT NULL REFERENCES registers (name),
    outcome TEXT NOT NULL CONSTRAINT import_runs_outcome CHECK (outcome IN ('imported', 'refused')),
    -- Why nothing of it was taken over.
    refusal TEXT,
    obtained TEXT NOT NULL CONSTRAINT import_runs_obtained CHECK (obtained IN ('shipped', 'file', 'fetched')),
    source_name TEXT NOT NULL,
    source_url TEXT NOT NULL,
    -- The day on which the register said so.
    retrieved_on TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    -- SHA-256 of the list, and its length; unknown when nothing was received.
    content_sha256 BLOB,
    content_bytes BIGINT,
    -- How many rows of which kind.
    counts TEXT NOT NULL,
    -- What is wrong with rows: places and codes, nothing of what stands there.
    faults TEXT NOT NULL,
    CONSTRAINT import_runs_refusal CHECK ((outcome = 'refused') = (refusal IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX import_runs_register ON import_runs (register, imported_at, id);

-- What was known of an agency's licence, from one act to the next; rows are added, never changed.
CREATE TABLE licence_states (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    sequence BIGINT NOT NULL,
    act TEXT NOT NULL CONSTRAINT licence_states_act CHECK (act IN (
        'taken_over', 'listed', 'renewed', 'suspended', 'withdrawn', 'reinstated', 'renumbered', 'renamed', 'changed',
        'missing_from_source', 'returned_to_source', 'joined_by_person')),
    name TEXT NOT NULL,
    licence_number TEXT,
    licence_number_key TEXT,
    status TEXT NOT NULL,
    status_source TEXT,
    status_basis TEXT NOT NULL
        CONSTRAINT licence_states_status_basis CHECK (status_basis IN ('stated', 'listed')),
    valid_from TEXT,
    expires_on TEXT,
    missing_since TEXT,
    -- The day of the list, or of the decision, that says so.
    observed_on TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    -- The import that brought it; none for what was there before imports were kept, and for a person's decision.
    run_id BLOB REFERENCES import_runs (id),
    PRIMARY KEY (agency_id, sequence)
) WITHOUT ROWID;
CREATE INDEX licence_states_number ON licence_states (licence_number_key, agency_id);

INSERT INTO licence_states (agency_id, sequence, act, name, licence_number, licence_number_key, status, status_source,
    status_basis, valid_from, expires_on, missing_since, observed_on, recorded_at, run_id)
SELECT id, 1, 'taken_over', name, licence_number, licence_number_key, licence_status, licence_status_source,
    licence_status_basis, licence_valid_from, licence_expires_on, missing_since, retrieved_on, updated_at, NULL
FROM agencies;

-- An entry that is new to a register and may be one that left it. Until somebody decides, they are two agencies.
CREATE TABLE agency_matches (
    id BLOB NOT NULL PRIMARY KEY,
    register TEXT NOT NULL REFERENCES registers (name),
    earlier_agency_id BLOB NOT NULL REFERENCES agencies (id),
    later_agency_id BLOB NOT NULL REFERENCES agencies (id),
    -- Codes that say in what they agree.
    reasons TEXT NOT NULL,
    run_id BLOB NOT NULL REFERENCES import_runs (id),
    found_at BIGINT NOT NULL,
    status TEXT NOT NULL CONSTRAINT agency_matches_status CHECK (status IN ('open', 'same', 'different')),
    version BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by BLOB REFERENCES accounts (id),
    -- In the words of who decided.
    decision_reason TEXT,
    UNIQUE (earlier_agency_id, later_agency_id),
    CONSTRAINT agency_matches_decided CHECK (
        (status = 'open') = (decided_at IS NULL)
        AND (status = 'open') = (decided_by IS NULL)
        AND (status = 'open') = (decision_reason IS NULL))
) WITHOUT ROWID;
CREATE INDEX agency_matches_queue ON agency_matches (status, found_at, id);

-- When each list that is fetched from an address is due, and how the last attempts went. One row is one lease: an
-- instance that fetches has taken it until `leased_until`.
CREATE TABLE register_fetches (
    register TEXT NOT NULL PRIMARY KEY,
    url TEXT NOT NULL,
    etag TEXT,
    due_at BIGINT NOT NULL,
    leased_until BIGINT,
    -- Attempts that failed since the last that did not.
    failures BIGINT NOT NULL,
    attempted_at BIGINT,
    succeeded_at BIGINT,
    refusal TEXT
) WITHOUT ROWID;
