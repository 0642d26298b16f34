-- For how long a request is kept once it has ended, and what must not be destroyed meanwhile.

-- One row for each request that has ended; a reopened one has none.
CREATE TABLE assistance_retention (
    request_id uuid NOT NULL PRIMARY KEY REFERENCES assistance_requests (id),
    class text NOT NULL CONSTRAINT assistance_retention_class
        CHECK (class IN ('rejected_spam', 'unsubstantiated', 'withdrawn', 'valid_case')),
    expires_at timestamptz NOT NULL,
    -- Since when both sides are told that the end is near; null as long as it is not.
    warned_at timestamptz
);
CREATE INDEX assistance_retention_expires_at ON assistance_retention (expires_at);

-- What ended before there were classes is kept for as long as it was promised: two years.
INSERT INTO assistance_retention (request_id, class, expires_at)
    SELECT id, 'valid_case', ended_at + interval '730 days'
    FROM assistance_requests WHERE ended_at IS NOT NULL;

-- Legal holds: what they hold is not destroyed because its time is over.
CREATE TABLE assistance_holds (
    request_id uuid NOT NULL PRIMARY KEY REFERENCES assistance_requests (id),
    -- The subject of the key under which the reference is sealed.
    id uuid NOT NULL,
    -- A code of legal_hold_reasons.
    reason text NOT NULL,
    placed_by uuid NOT NULL REFERENCES accounts (id),
    placed_at timestamptz NOT NULL,
    held_until timestamptz NOT NULL,
    -- Since when the person wishes that the request be erased, which a court's order delays.
    erasure_wished_at timestamptz,
    -- The number of the order or of the proceedings. It is the organisation's word and not the
    -- person's, so that it has a key of its own and can be read when the request cannot.
    sealed_reference bytea NOT NULL
);
CREATE INDEX assistance_holds_held_until ON assistance_holds (held_until);
