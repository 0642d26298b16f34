-- What came of a request, in the words of both sides, and three more places where one can stand.

ALTER TABLE assistance_requests DROP CONSTRAINT assistance_requests_status;
ALTER TABLE assistance_requests ADD CONSTRAINT assistance_requests_status_now CHECK (status IN (
    'received', 'acknowledged', 'in_review', 'need_info', 'dormant', 'accepted', 'in_progress',
    'awaiting_other', 'referred', 'accepted_elsewhere', 'returned', 'declined',
    'remedy_proposed', 'remedy_agreed', 'remedy_received', 'monitoring', 'closed', 'withdrawn',
    'spam_closed'));

-- What somebody should look at though nothing is due: the person contradicts, or was punished.
ALTER TABLE assistance_requests ADD COLUMN attention text
    CONSTRAINT assistance_requests_attention
        CHECK (attention IN ('outcome_disputed', 'worse', 'retaliation'));

-- Each word on the outcome, of the organisation and of the person; none is ever changed.
CREATE TABLE assistance_outcome_statements (
    id uuid NOT NULL CONSTRAINT assistance_outcome_statements_id_key PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES assistance_requests (id),
    sequence bigint NOT NULL,
    author text NOT NULL CONSTRAINT assistance_outcome_statements_author
        CHECK (author IN ('reporter', 'organisation')),
    -- Where the request stood.
    status text NOT NULL,
    -- How it ended, where the organisation closed it.
    outcome text,
    resolved text CONSTRAINT assistance_outcome_statements_resolved
        CHECK (resolved IN ('yes', 'partly', 'no')),
    satisfaction bigint CONSTRAINT assistance_outcome_statements_satisfaction
        CHECK (satisfaction BETWEEN 1 AND 5),
    -- Claimed, agreed and received, sealed under the request's key.
    sealed_amounts bytea,
    stated_at timestamptz NOT NULL,
    CONSTRAINT assistance_outcome_statements_said
        CHECK ((author = 'reporter') = (resolved IS NOT NULL)),
    UNIQUE (request_id, sequence)
);

-- What statistics keep of it: codes, never an amount.
ALTER TABLE assistance_tombstones ADD COLUMN worker_says_resolved text;
ALTER TABLE assistance_tombstones ADD COLUMN satisfaction bigint;

-- Whether the person was left in peace 7, 30 and 90 days after things were settled. Nothing of it is
-- sealed, so that a job can ask without a key.
CREATE TABLE assistance_check_ins (
    id uuid NOT NULL CONSTRAINT assistance_check_ins_id_key PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES assistance_requests (id),
    after_days bigint NOT NULL CONSTRAINT assistance_check_ins_after_days
        CHECK (after_days IN (7, 30, 90)),
    due_at timestamptz NOT NULL,
    asked_at timestamptz,
    answer text CONSTRAINT assistance_check_ins_answer
        CHECK (answer IN ('fine', 'worse', 'retaliation')),
    answered_at timestamptz,
    CONSTRAINT assistance_check_ins_answered CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX assistance_check_ins_due ON assistance_check_ins (asked_at, due_at);
CREATE INDEX assistance_check_ins_request_id ON assistance_check_ins (request_id);
