-- Texts to telephones: what waits to be sent, and the numbers to which nothing is sent. A row is gone once it was
-- sent or given up.

CREATE TABLE outgoing_texts (
    id BLOB NOT NULL PRIMARY KEY,
    -- The case for which it is sent; null for an answer to a text. Of such a row nothing is sealed: number and words come
    -- from the plan that is in force when it is sent.
    request_id BLOB REFERENCES assistance_requests (id),
    attempt_id BLOB,
    -- The number and the words of an answer, under a key of the row.
    sealed BLOB,
    -- The keyed hash of the number of an answer: who says stop gets nothing of what waits.
    number_hash BLOB,
    attempts BIGINT NOT NULL,
    -- The hour in which it came.
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    -- Since when it is tried; null before the first time and after a wait for a window.
    trying_since BIGINT,
    leased_until BIGINT,
    -- One text for all that happens in a case meanwhile.
    UNIQUE (request_id)
) WITHOUT ROWID;
CREATE INDEX outgoing_texts_due_at ON outgoing_texts (due_at);
CREATE INDEX outgoing_texts_number_hash ON outgoing_texts (number_hash) WHERE number_hash IS NOT NULL;

CREATE TABLE contact_stops (
    number_hash BLOB NOT NULL PRIMARY KEY,
    -- The hour.
    stopped_at BIGINT NOT NULL
) WITHOUT ROWID;
