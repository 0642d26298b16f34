-- How people are reached: what the sender of texts needs where the person has chosen them, and each attempt.

CREATE TABLE contact_plans (
    request_id uuid NOT NULL PRIMARY KEY REFERENCES assistance_requests (id),
    -- The subject of the key under which it is sealed, which the service opens in both modes of case keys.
    key_id uuid NOT NULL,
    sealed bytea NOT NULL
);

-- Nothing that was told is here, no number and no words.
CREATE TABLE contact_attempts (
    id uuid NOT NULL CONSTRAINT contact_attempts_id_key PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES assistance_requests (id),
    -- The hour.
    at timestamptz NOT NULL,
    -- Its place among those of the request.
    sequence bigint NOT NULL,
    occasion text NOT NULL CONSTRAINT contact_attempts_occasion
        CHECK (occasion IN ('message', 'check_in', 'need_info', 'by_hand', 'plan')),
    channel text,
    to_trusted_person boolean NOT NULL,
    -- The member of staff; null for the service and for the person.
    account_id uuid REFERENCES accounts (id),
    outcome text NOT NULL,
    refusal text,
    -- When it is tried, or may be.
    not_before timestamptz,
    UNIQUE (request_id, sequence)
);
