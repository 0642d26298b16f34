-- What came of a request, in the words of both sides, and three more places where one can stand.

-- SQLite changes no CHECK; the one of a column goes with its column.
ALTER TABLE assistance_requests ADD COLUMN status_now TEXT NOT NULL DEFAULT 'received'
    CONSTRAINT assistance_requests_status_now CHECK (status_now IN (
        'received', 'acknowledged', 'in_review', 'need_info', 'dormant', 'accepted', 'in_progress',
        'awaiting_other', 'referred', 'accepted_elsewhere', 'returned', 'declined',
        'remedy_proposed', 'remedy_agreed', 'remedy_received', 'monitoring', 'closed', 'withdrawn',
        'spam_closed'));
UPDATE assistance_requests SET status_now = status;
ALTER TABLE assistance_requests DROP COLUMN status;
ALTER TABLE assistance_requests RENAME COLUMN status_now TO status;

-- What somebody should look at though nothing is due: the person contradicts, or was punished.
ALTER TABLE assistance_requests ADD COLUMN attention TEXT
    CONSTRAINT assistance_requests_attention
        CHECK (attention IN ('outcome_disputed', 'worse', 'retaliation'));

-- Each word on the outcome, of the organisation and of the person; none is ever changed.
CREATE TABLE assistance_outcome_statements (
    id BLOB NOT NULL PRIMARY KEY,
    request_id BLOB NOT NULL REFERENCES assistance_requests (id),
    sequence BIGINT NOT NULL,
    author TEXT NOT NULL CONSTRAINT assistance_outcome_statements_author
        CHECK (author IN ('reporter', 'organisation')),
    -- Where the request stood.
    status TEXT NOT NULL,
    -- How it ended, where the organisation closed it.
    outcome TEXT,
    resolved TEXT CONSTRAINT assistance_outcome_statements_resolved
        CHECK (resolved IN ('yes', 'partly', 'no')),
    satisfaction BIGINT CONSTRAINT assistance_outcome_statements_satisfaction
        CHECK (satisfaction BETWEEN 1 AND 5),
    -- Claimed, agreed and received, sealed under the request's key.
    sealed_amounts BLOB,
    stated_at BIGINT NOT NULL,
    CONSTRAINT assistance_outcome_statements_said
        CHECK ((author = 'reporter') = (resolved IS NOT NULL)),
    UNIQUE (request_id, sequence)
) WITHOUT ROWID;

-- What statistics keep of it: codes, never an amount.
ALTER TABLE assistance_tombstones ADD COLUMN worker_says_resolved TEXT;
ALTER TABLE assistance_tombstones ADD COLUMN satisfaction BIGINT;

-- Whether the person was left in peace 7, 30 and 90 days after things were settled. Nothing of it is
-- sealed, so that a job can ask without a key.
CREATE TABLE assistance_check_ins (
    id BLOB NOT NULL PRIMARY KEY,
    request_id BLOB NOT NULL REFERENCES assistance_requests (id),
    after_days BIGINT NOT NULL CONSTRAINT assistance_check_ins_after_days
        CHECK (after_days IN (7, 30, 90)),
    due_at BIGINT NOT NULL,
    asked_at BIGINT,
    answer TEXT CONSTRAINT assistance_check_ins_answer
        CHECK (answer IN ('fine', 'worse', 'retaliation')),
    answered_at BIGINT,
    CONSTRAINT assistance_check_ins_answered CHECK ((answer IS NULL) = (answered_at IS NULL))
) WITHOUT ROWID;
CREATE INDEX assistance_check_ins_due ON assistance_check_ins (asked_at, due_at);
CREATE INDEX assistance_check_ins_request_id ON assistance_check_ins (request_id);
