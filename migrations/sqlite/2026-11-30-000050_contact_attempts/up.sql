-- How people are reached: what the sender of texts needs where the person has chosen them, and each attempt.

CREATE TABLE contact_plans (
    request_id BLOB NOT NULL PRIMARY KEY REFERENCES assistance_requests (id),
    -- The subject of the key under which it is sealed, which the service opens in both modes of case keys.
    key_id BLOB NOT NULL,
    sealed BLOB NOT NULL
) WITHOUT ROWID;

-- Nothing that was told is here, no number and no words.
CREATE TABLE contact_attempts (
    id BLOB NOT NULL PRIMARY KEY,
    request_id BLOB NOT NULL REFERENCES assistance_requests (id),
    -- The hour.
    at BIGINT NOT NULL,
    -- Its place among those of the request.
    sequence BIGINT NOT NULL,
    occasion TEXT NOT NULL CONSTRAINT contact_attempts_occasion
        CHECK (occasion IN ('message', 'check_in', 'need_info', 'by_hand', 'plan')),
    channel TEXT,
    to_trusted_person BOOLEAN NOT NULL,
    -- The member of staff; null for the service and for the person.
    account_id BLOB REFERENCES accounts (id),
    outcome TEXT NOT NULL,
    refusal TEXT,
    -- When it is tried, or may be.
    not_before BIGINT,
    UNIQUE (request_id, sequence)
) WITHOUT ROWID;
