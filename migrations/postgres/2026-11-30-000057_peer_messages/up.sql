-- Messages that wait to be taken by another server; what was taken is not kept. What they say is sealed to that
-- server's key: this one cannot read it any more. Servers are never deleted, and no row of them is held while a
-- message is written: whoever takes one of theirs holds that row and waits for the case.
CREATE TABLE peer_messages (
    id uuid NOT NULL PRIMARY KEY,
    peer_id uuid NOT NULL,
    -- The referral; its messages are sent one after the other.
    about uuid NOT NULL,
    sequence bigint NOT NULL,
    kind text NOT NULL,
    sealed bytea NOT NULL,
    attempts bigint NOT NULL,
    give_up_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    leased_until timestamptz,
    failure text,
    UNIQUE (peer_id, about, sequence)
);
CREATE INDEX peer_messages_due_at ON peer_messages (due_at);
CREATE INDEX peer_messages_peer_id ON peer_messages (peer_id, due_at);

-- Messages that were taken from other servers, so that each is taken once; without what they said.
CREATE TABLE peer_received (
    peer_id uuid NOT NULL,
    message_id uuid NOT NULL,
    digest bytea NOT NULL,
    -- Why it was refused for good; nothing when it was taken.
    refusal text,
    -- What it was the last message about: whatever comes later about that was on its way and is refused.
    ends uuid,
    received_on date NOT NULL,
    PRIMARY KEY (peer_id, message_id)
);
CREATE INDEX peer_received_received_on ON peer_received (received_on);
CREATE INDEX peer_received_ends ON peer_received (peer_id, ends);
