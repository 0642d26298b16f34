-- Keyed hashes of the ids of texts that came in, so that none is taken twice.

CREATE TABLE sms_texts (
    message_hash BLOB NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sms_texts_expires_at ON sms_texts (expires_at);
