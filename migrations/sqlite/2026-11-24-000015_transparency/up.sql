-- The public log of what moderators decide: an append-only Merkle tree (RFC 9162, C2SP tlog-tiles).

-- What was decided, in the order of the log. A leaf is never changed: every later tree holds its hash.
CREATE TABLE transparency_entries (
    entry BIGINT NOT NULL PRIMARY KEY,
    leaf TEXT NOT NULL
) WITHOUT ROWID;

-- The hashes of whole subtrees, in the order of Crosby and Wallach.
CREATE TABLE transparency_hashes (
    position BIGINT NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL
) WITHOUT ROWID;

-- The signed tree heads.
CREATE TABLE transparency_checkpoints (
    size BIGINT NOT NULL PRIMARY KEY,
    origin TEXT NOT NULL,
    root BLOB NOT NULL,
    note TEXT NOT NULL,
    signed_on TEXT NOT NULL
) WITHOUT ROWID;

-- Decisions that wait for the next batch. They go into the log in no order that tells anything.
CREATE TABLE transparency_pending (
    -- Random: the order of the ids is the order in the log.
    id BLOB NOT NULL PRIMARY KEY,
    noted_on TEXT NOT NULL,
    decision TEXT NOT NULL CONSTRAINT transparency_pending_decision CHECK (decision IN
        ('published', 'rejected', 'taken_down', 'changed_by_author', 'withdrawn_by_author',
        'appeal_granted', 'appeal_dismissed')),
    reason TEXT,
    -- What a publication commits to.
    commitment BLOB,
    -- The publication that this is about, by its public id, until it is in the log.
    subject BLOB,
    -- The entry of the publication that this ends.
    ends_entry BIGINT
) WITHOUT ROWID;
CREATE INDEX transparency_pending_noted_on ON transparency_pending (noted_on, id);
CREATE INDEX transparency_pending_subject ON transparency_pending (subject);

-- How a published review is found in the log.
CREATE TABLE review_publications (
    public_id BLOB NOT NULL PRIMARY KEY,
    -- The agency under which it was published; it may be joined into another one later.
    agency_id BLOB NOT NULL,
    salt BLOB NOT NULL,
    -- The entry in the log; null until its batch.
    entry BIGINT
) WITHOUT ROWID;
