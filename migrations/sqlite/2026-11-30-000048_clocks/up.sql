-- What was not done in time and to whom it was told, and clocks that stand still for a reason. Nothing that was told
-- is here.

CREATE TABLE assistance_escalations (
    id BLOB NOT NULL PRIMARY KEY,
    request_id BLOB NOT NULL REFERENCES assistance_requests (id),
    clock TEXT NOT NULL CONSTRAINT assistance_escalations_clock
        CHECK (clock IN ('acknowledgement', 'feedback', 'worker')),
    -- What was due then; of what the person escalated the hour in which they did.
    due_at BIGINT NOT NULL,
    level TEXT NOT NULL CONSTRAINT assistance_escalations_level
        CHECK (level IN ('administrators', 'operator_desk')),
    -- Whose administrators; null when nobody had the request.
    organisation_id BLOB REFERENCES organisations (id),
    -- Why, when the person escalated it and said so.
    reason TEXT,
    -- The hour.
    escalated_at BIGINT NOT NULL,
    -- When the operator's desk is told; null when it was, or when something was done.
    goes_further_at BIGINT,
    -- When the organisation did something; null as long as it has not.
    settled_at BIGINT,
    -- Each escalation happens once.
    CONSTRAINT assistance_escalations_once UNIQUE (request_id, clock, due_at, level)
) WITHOUT ROWID;
CREATE INDEX assistance_escalations_goes_further_at ON assistance_escalations (goes_further_at)
    WHERE goes_further_at IS NOT NULL;
CREATE INDEX assistance_escalations_organisation_id ON assistance_escalations (organisation_id, escalated_at, id);

CREATE TABLE assistance_pauses (
    request_id BLOB NOT NULL REFERENCES assistance_requests (id),
    sequence BIGINT NOT NULL,
    reason TEXT NOT NULL,
    paused_at BIGINT NOT NULL,
    until BIGINT NOT NULL,
    -- When somebody went on before that.
    resumed_at BIGINT,
    PRIMARY KEY (request_id, sequence)
) WITHOUT ROWID;

CREATE INDEX assistance_requests_due_at ON assistance_requests (due_at) WHERE queue_rank < 2;
