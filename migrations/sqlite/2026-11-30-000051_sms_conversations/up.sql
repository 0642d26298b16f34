-- Conversations by text message. What they remember is sealed under a key of their own; the number is a keyed hash.

CREATE TABLE sms_conversations (
    number_hash BLOB NOT NULL PRIMARY KEY,
    -- Names the key.
    id BLOB NOT NULL,
    sealed BLOB NOT NULL,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sms_conversations_expires_at ON sms_conversations (expires_at);
