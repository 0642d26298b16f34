-- Conversations by text message. What they remember is sealed under a key of their own; the number is a keyed hash.

CREATE TABLE sms_conversations (
    number_hash bytea NOT NULL PRIMARY KEY,
    -- Names the key.
    id uuid NOT NULL,
    sealed bytea NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX sms_conversations_expires_at ON sms_conversations (expires_at);
