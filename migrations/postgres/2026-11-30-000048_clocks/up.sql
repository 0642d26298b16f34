-- What was not done in time and to whom it was told, and clocks that stand still for a reason. Nothing that was told
-- is here.

CREATE TABLE assistance_escalations (
    id uuid NOT NULL CONSTRAINT assistance_escalations_id_key PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES assistance_requests (id),
    clock text NOT NULL CONSTRAINT assistance_escalations_clock
        CHECK (clock IN ('acknowledgement', 'feedback', 'worker')),
    -- What was due then; of what the person escalated the hour in which they did.
    due_at timestamptz NOT NULL,
    level text NOT NULL CONSTRAINT assistance_escalations_level
        CHECK (level IN ('administrators', 'operator_desk')),
    -- Whose administrators; null when nobody had the request.
    organisation_id uuid REFERENCES organisations (id),
    -- Why, when the person escalated it and said so.
    reason text,
    -- The hour.
    escalated_at timestamptz NOT NULL,
    -- When the operator's desk is told; null when it was, or when something was done.
    goes_further_at timestamptz,
    -- When the organisation did something; null as long as it has not.
    settled_at timestamptz,
    -- Each escalation happens once.
    CONSTRAINT assistance_escalations_once UNIQUE (request_id, clock, due_at, level)
);
CREATE INDEX assistance_escalations_goes_further_at ON assistance_escalations (goes_further_at)
    WHERE goes_further_at IS NOT NULL;
CREATE INDEX assistance_escalations_organisation_id ON assistance_escalations (organisation_id, escalated_at, id);

CREATE TABLE assistance_pauses (
    request_id uuid NOT NULL REFERENCES assistance_requests (id),
    sequence bigint NOT NULL,
    reason text NOT NULL,
    paused_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    -- When somebody went on before that.
    resumed_at timestamptz,
    PRIMARY KEY (request_id, sequence)
);

CREATE INDEX assistance_requests_due_at ON assistance_requests (due_at) WHERE queue_rank < 2;
