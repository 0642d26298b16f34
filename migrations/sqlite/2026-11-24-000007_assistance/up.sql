-- Requests for help. What a person told is sealed under the request's own keys; what the queue is
-- sorted and filtered by is coded and in the clear.

CREATE TABLE assistance_requests (
    id BLOB NOT NULL PRIMARY KEY,
    -- Null as long as no organisation covers it.
    organisation_id BLOB REFERENCES organisations (id),
    assigned_to BLOB REFERENCES accounts (id),
    status TEXT NOT NULL CONSTRAINT assistance_requests_status CHECK (status IN (
        'received', 'acknowledged', 'in_review', 'need_info', 'accepted', 'in_progress',
        'awaiting_other', 'referred', 'declined', 'remedy_proposed', 'remedy_agreed',
        'remedy_received', 'monitoring', 'closed', 'withdrawn', 'spam_closed')),
    version BIGINT NOT NULL,
    urgency TEXT NOT NULL CONSTRAINT assistance_requests_urgency
        CHECK (urgency IN ('danger_now', 'this_week', 'not_urgent')),
    country TEXT NOT NULL,
    issue_codes TEXT NOT NULL,
    priority TEXT NOT NULL CONSTRAINT assistance_requests_priority
        CHECK (priority IN ('critical', 'high', 'medium', 'low')),
    priority_reasons TEXT NOT NULL,
    -- 0: somebody may be in danger; 1: open; 2: ended. With due_at and id the order of the queue.
    queue_rank BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    acknowledge_by BIGINT NOT NULL,
    feedback_by BIGINT NOT NULL,
    acknowledged_at BIGINT,
    -- Since when the person waits for an answer to what they wrote.
    unanswered_since BIGINT,
    -- The hour, and so are the times that are counted from it.
    filed_at BIGINT NOT NULL,
    ended_at BIGINT,
    -- How or why it ended.
    reason TEXT,
    -- For whom, wishes, language, narrative, place, employer, indicators and safe contact, as one
    -- sealed document.
    sealed_content BLOB NOT NULL,
    -- Name and number, under a key of their own; gone half a year after the end.
    sealed_identity BLOB,
    CONSTRAINT assistance_requests_ended CHECK ((queue_rank = 2) = (ended_at IS NOT NULL)),
    CONSTRAINT assistance_requests_assigned CHECK (assigned_to IS NULL OR organisation_id IS NOT NULL)
) WITHOUT ROWID;
CREATE INDEX assistance_requests_queue
    ON assistance_requests (organisation_id, queue_rank, due_at, id);
CREATE INDEX assistance_requests_ended_at ON assistance_requests (ended_at);

-- To what a person has agreed, and for which organisation; asked where something is opened.
CREATE TABLE assistance_consents (
    request_id BLOB NOT NULL REFERENCES assistance_requests (id),
    purpose TEXT NOT NULL CONSTRAINT assistance_consents_purpose
        CHECK (purpose IN ('handle_request', 'know_identity')),
    -- Null: the organisation that the service will find.
    organisation_id BLOB REFERENCES organisations (id),
    given_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    PRIMARY KEY (request_id, purpose)
) WITHOUT ROWID;

-- What is left of an erased request: coded statistics that lead back to nobody.
CREATE TABLE assistance_tombstones (
    id BLOB NOT NULL PRIMARY KEY,
    country TEXT NOT NULL,
    filed_in TEXT NOT NULL,
    urgency TEXT NOT NULL,
    issue_codes TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    erased_because TEXT NOT NULL CONSTRAINT assistance_tombstones_erased_because
        CHECK (erased_because IN ('wished', 'time_over'))
) WITHOUT ROWID;
