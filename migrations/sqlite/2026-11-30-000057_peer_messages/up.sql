-- Messages that wait to be taken by another server; what was taken is not kept. What they say is sealed to that
-- server's key: this one cannot read it any more. Servers are never deleted, and no row of them is held while a
-- message is written: whoever takes one of theirs holds that row and waits for the case.
CREATE TABLE peer_messages (
    id BLOB NOT NULL PRIMARY KEY,
    peer_id BLOB NOT NULL,
    -- The referral; its messages are sent one after the other.
    about BLOB NOT NULL,
    sequence BIGINT NOT NULL,
    kind TEXT NOT NULL,
    sealed BLOB NOT NULL,
    attempts BIGINT NOT NULL,
    give_up_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    leased_until BIGINT,
    failure TEXT,
    UNIQUE (peer_id, about, sequence)
) WITHOUT ROWID;
CREATE INDEX peer_messages_due_at ON peer_messages (due_at);
CREATE INDEX peer_messages_peer_id ON peer_messages (peer_id, due_at);

-- Messages that were taken from other servers, so that each is taken once; without what they said.
CREATE TABLE peer_received (
    peer_id BLOB NOT NULL,
    message_id BLOB NOT NULL,
    digest BLOB NOT NULL,
    -- Why it was refused for good; nothing when it was taken.
    refusal TEXT,
    -- What it was the last message about: whatever comes later about that was on its way and is refused.
    ends BLOB,
    received_on TEXT NOT NULL,
    PRIMARY KEY (peer_id, message_id)
) WITHOUT ROWID;
CREATE INDEX peer_received_received_on ON peer_received (received_on);
CREATE INDEX peer_received_ends ON peer_received (peer_id, ends);
