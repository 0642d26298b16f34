-- The public log of what moderators decide: an append-only Merkle tree (RFC 9162, C2SP tlog-tiles).

-- What was decided, in the order of the log. A leaf is never changed: every later tree holds its hash.
CREATE TABLE transparency_entries (
    entry bigint NOT NULL CONSTRAINT transparency_entries_key PRIMARY KEY,
    leaf text NOT NULL
);

-- The hashes of whole subtrees, in the order of Crosby and Wallach.
CREATE TABLE transparency_hashes (
    position bigint NOT NULL PRIMARY KEY,
    hash bytea NOT NULL
);

-- The signed tree heads.
CREATE TABLE transparency_checkpoints (
    size bigint NOT NULL PRIMARY KEY,
    origin text NOT NULL,
    root bytea NOT NULL,
    note text NOT NULL,
    signed_on date NOT NULL
);

-- Decisions that wait for the next batch. They go into the log in no order that tells anything.
CREATE TABLE transparency_pending (
    -- Random: the order of the ids is the order in the log.
    id uuid NOT NULL PRIMARY KEY,
    noted_on date NOT NULL,
    decision text NOT NULL CONSTRAINT transparency_pending_decision CHECK (decision IN
        ('published', 'rejected', 'taken_down', 'changed_by_author', 'withdrawn_by_author',
        'appeal_granted', 'appeal_dismissed')),
    reason text,
    -- What a publication commits to.
    commitment bytea,
    -- The publication that this is about, by its public id, until it is in the log.
    subject uuid,
    -- The entry of the publication that this ends.
    ends_entry bigint
);
CREATE INDEX transparency_pending_noted_on ON transparency_pending (noted_on, id);
CREATE INDEX transparency_pending_subject ON transparency_pending (subject);

-- How a published review is found in the log.
CREATE TABLE review_publications (
    public_id uuid NOT NULL PRIMARY KEY,
    -- The agency under which it was published; it may be joined into another one later.
    agency_id uuid NOT NULL,
    salt bytea NOT NULL,
    -- The entry in the log; null until its batch.
    entry bigint
);
