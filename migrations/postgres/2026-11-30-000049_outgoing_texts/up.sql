-- Texts to telephones: what waits to be sent, and the numbers to which nothing is sent. A row is gone once it was
-- sent or given up.

CREATE TABLE outgoing_texts (
    id uuid NOT NULL CONSTRAINT outgoing_texts_id_key PRIMARY KEY,
    -- The case for which it is sent; null for an answer to a text. Of such a row nothing is sealed: number and words come
    -- from the plan that is in force when it is sent.
    request_id uuid REFERENCES assistance_requests (id),
    attempt_id uuid,
    -- The number and the words of an answer, under a key of the row.
    sealed bytea,
    -- The keyed hash of the number of an answer: who says stop gets nothing of what waits.
    number_hash bytea,
    attempts bigint NOT NULL,
    -- The hour in which it came.
    created_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    -- Since when it is tried; null before the first time and after a wait for a window.
    trying_since timestamptz,
    leased_until timestamptz,
    -- One text for all that happens in a case meanwhile.
    UNIQUE (request_id)
);
CREATE INDEX outgoing_texts_due_at ON outgoing_texts (due_at);
CREATE INDEX outgoing_texts_number_hash ON outgoing_texts (number_hash) WHERE number_hash IS NOT NULL;

CREATE TABLE contact_stops (
    number_hash bytea NOT NULL PRIMARY KEY,
    -- The hour.
    stopped_at timestamptz NOT NULL
);
