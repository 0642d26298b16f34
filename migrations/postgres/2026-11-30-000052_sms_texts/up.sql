-- Keyed hashes of the ids of texts that came in, so that none is taken twice.

CREATE TABLE sms_texts (
    message_hash bytea NOT NULL PRIMARY KEY,
    expires_at timestamptz NOT NULL
);
CREATE INDEX sms_texts_expires_at ON sms_texts (expires_at);
