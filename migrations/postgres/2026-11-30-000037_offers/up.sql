-- Who is asked to take a request, in which order, and what they answered. Nothing that was told is here.

CREATE TABLE assistance_candidates (
    request_id uuid NOT NULL REFERENCES assistance_requests (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- The least is asked first.
    rank bigint NOT NULL,
    reasons jsonb NOT NULL,
    PRIMARY KEY (request_id, organisation_id)
);

CREATE TABLE assistance_exclusions (
    request_id uuid NOT NULL REFERENCES assistance_requests (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    PRIMARY KEY (request_id, organisation_id)
);

CREATE TABLE assistance_offers (
    id uuid NOT NULL CONSTRAINT assistance_offers_id_key PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES assistance_requests (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- The order in which organisations were asked.
    sequence bigint NOT NULL,
    reasons jsonb NOT NULL,
    -- Whether nobody else is asked after it, by the person's wish.
    is_only boolean NOT NULL,
    -- The hour: the minute could tell whose telephone it was.
    offered_at timestamptz NOT NULL,
    -- Null once it is over.
    answer_by timestamptz,
    outcome text CONSTRAINT assistance_offers_outcome
        CHECK (outcome IN ('given', 'accepted', 'declined', 'lapsed', 'withdrawn')),
    -- Why it was declined.
    reason text,
    -- The hour.
    ended_at timestamptz,
    answered_by uuid REFERENCES accounts (id),
    CONSTRAINT assistance_offers_sequence UNIQUE (request_id, sequence),
    CONSTRAINT assistance_offers_waits CHECK ((answer_by IS NULL) = (outcome IS NOT NULL)),
    CONSTRAINT assistance_offers_ended CHECK ((ended_at IS NULL) = (outcome IS NULL))
);
-- A request is offered to one organisation at a time.
CREATE UNIQUE INDEX assistance_offers_open ON assistance_offers (request_id) WHERE outcome IS NULL;
CREATE INDEX assistance_offers_organisation_id ON assistance_offers (organisation_id, offered_at, id);
CREATE INDEX assistance_offers_answer_by ON assistance_offers (answer_by) WHERE answer_by IS NOT NULL;
