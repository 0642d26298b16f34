-- Requests for help. What a person told is sealed under the request's own keys; what the queue is
-- sorted and filtered by is coded and in the clear.

CREATE TABLE assistance_requests (
    id uuid NOT NULL CONSTRAINT assistance_requests_id_key PRIMARY KEY,
    -- Null as long as no organisation covers it.
    organisation_id uuid REFERENCES organisations (id),
    assigned_to uuid REFERENCES accounts (id),
    status text NOT NULL CONSTRAINT assistance_requests_status CHECK (status IN (
        'received', 'acknowledged', 'in_review', 'need_info', 'accepted', 'in_progress',
        'awaiting_other', 'referred', 'declined', 'remedy_proposed', 'remedy_agreed',
        'remedy_received', 'monitoring', 'closed', 'withdrawn', 'spam_closed')),
    version bigint NOT NULL,
    urgency text NOT NULL CONSTRAINT assistance_requests_urgency
        CHECK (urgency IN ('danger_now', 'this_week', 'not_urgent')),
    country text NOT NULL,
    issue_codes jsonb NOT NULL,
    priority text NOT NULL CONSTRAINT assistance_requests_priority
        CHECK (priority IN ('critical', 'high', 'medium', 'low')),
    priority_reasons jsonb NOT NULL,
    -- 0: somebody may be in danger; 1: open; 2: ended. With due_at and id the order of the queue.
    queue_rank bigint NOT NULL,
    due_at timestamptz NOT NULL,
    acknowledge_by timestamptz NOT NULL,
    feedback_by timestamptz NOT NULL,
    acknowledged_at timestamptz,
    -- Since when the person waits for an answer to what they wrote.
    unanswered_since timestamptz,
    -- The hour, and so are the times that are counted from it.
    filed_at timestamptz NOT NULL,
    ended_at timestamptz,
    -- How or why it ended.
    reason text,
    -- For whom, wishes, language, narrative, place, employer, indicators and safe contact, as one
    -- sealed document.
    sealed_content bytea NOT NULL,
    -- Name and number, under a key of their own; gone half a year after the end.
    sealed_identity bytea,
    CONSTRAINT assistance_requests_ended CHECK ((queue_rank = 2) = (ended_at IS NOT NULL)),
    CONSTRAINT assistance_requests_assigned CHECK (assigned_to IS NULL OR organisation_id IS NOT NULL)
);
CREATE INDEX assistance_requests_queue
    ON assistance_requests (organisation_id, queue_rank, due_at, id);
CREATE INDEX assistance_requests_ended_at ON assistance_requests (ended_at);

-- To what a person has agreed, and for which organisation; asked where something is opened.
CREATE TABLE assistance_consents (
    request_id uuid NOT NULL REFERENCES assistance_requests (id),
    purpose text NOT NULL CONSTRAINT assistance_consents_purpose
        CHECK (purpose IN ('handle_request', 'know_identity')),
    -- Null: the organisation that the service will find.
    organisation_id uuid REFERENCES organisations (id),
    given_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    PRIMARY KEY (request_id, purpose)
);

-- What is left of an erased request: coded statistics that lead back to nobody.
CREATE TABLE assistance_tombstones (
    id uuid NOT NULL PRIMARY KEY,
    country text NOT NULL,
    filed_in date NOT NULL,
    urgency text NOT NULL,
    issue_codes jsonb NOT NULL,
    status text NOT NULL,
    reason text,
    erased_because text NOT NULL CONSTRAINT assistance_tombstones_erased_because
        CHECK (erased_because IN ('wished', 'time_over'))
);
