-- Reports of dangers at work and their photos. What was told is sealed; what is plain is needed to
-- route and sort.

CREATE TABLE safety_reports (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    country TEXT NOT NULL,
    danger_now BOOLEAN NOT NULL,
    -- Also in safety_report_hazards, for finding; here for showing.
    hazard_codes TEXT NOT NULL,
    wants_update BOOLEAN NOT NULL,
    -- What was told: description, place, employer, injury, time, who reports, in which language.
    sealed_report BLOB NOT NULL,
    status TEXT NOT NULL CONSTRAINT safety_reports_status CHECK (status IN (
        'received', 'confirmed', 'investigating', 'action_scheduled', 'in_progress', 'fixed',
        'unable_to_fix', 'not_responsible', 'duplicate', 'internal_referral', 'closed',
        'withdrawn')),
    -- Null while no organisation covers the country.
    organisation_id BLOB REFERENCES organisations (id),
    assigned_to BLOB REFERENCES accounts (id),
    acknowledge_by BIGINT NOT NULL,
    feedback_by BIGINT NOT NULL,
    acknowledged_at BIGINT,
    -- 0: somebody is in danger; 1: open; 2: over. With queue_at and id the order of the queue.
    queue_rank BIGINT NOT NULL,
    queue_at BIGINT NOT NULL,
    -- When the work on it ended; the time of keeping counts from here.
    closed_at BIGINT,
    photo_count BIGINT NOT NULL,
    version BIGINT NOT NULL,
    filed_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX safety_reports_queue ON safety_reports (organisation_id, queue_rank, queue_at, id);
CREATE INDEX safety_reports_closed_at ON safety_reports (closed_at);

CREATE TABLE safety_report_hazards (
    report_id BLOB NOT NULL REFERENCES safety_reports (id),
    hazard_code TEXT NOT NULL,
    PRIMARY KEY (report_id, hazard_code)
) WITHOUT ROWID;
CREATE INDEX safety_report_hazards_code ON safety_report_hazards (hazard_code, report_id);

-- Type, size and hashes are sealed as well: whoever holds the same photo could recognise it.
CREATE TABLE safety_evidence (
    id BLOB NOT NULL PRIMARY KEY,
    report_id BLOB NOT NULL REFERENCES safety_reports (id),
    -- The name of the sealed file; never chosen by a client, so that no file is ever replaced.
    file_id BLOB NOT NULL UNIQUE,
    sealed_facts BLOB NOT NULL,
    received_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX safety_evidence_report ON safety_evidence (report_id, received_at, id);

-- What is left of an erased report: coded statistics that lead back to nobody.
CREATE TABLE safety_tombstones (
    id BLOB NOT NULL PRIMARY KEY,
    country TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- The first day of the month in which it was filed.
    filed_in TEXT NOT NULL,
    status TEXT NOT NULL,
    erased_because TEXT NOT NULL CONSTRAINT safety_tombstones_erased_because
        CHECK (erased_because IN ('wished', 'time_over'))
) WITHOUT ROWID;
