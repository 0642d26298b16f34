-- What tablets have sent, each operation once for ever, and what a person has to decide.

CREATE TABLE sync_operations (
    -- The inspectorate: its operations have numbers of their own.
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    -- The tablet's own number of it.
    id BLOB NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    device_id BLOB NOT NULL,
    record_id BLOB NOT NULL,
    visit_id BLOB NOT NULL,
    -- Changes of one record that were made one after the other without hearing from the server.
    branch_id BLOB NOT NULL,
    base_version BIGINT NOT NULL,
    -- Of the operation: the same number with other contents is another operation.
    fingerprint BLOB NOT NULL,
    outcome TEXT NOT NULL CONSTRAINT sync_operations_outcome
        CHECK (outcome IN ('applied', 'parallel_merged', 'conflict', 'rejected', 'held')),
    -- The version that it made, what was wrong, the conflict.
    result TEXT NOT NULL,
    -- The operation, while it waits for the one before it.
    held TEXT,
    held_until BIGINT,
    received_at BIGINT NOT NULL,
    settled_at BIGINT,
    PRIMARY KEY (organisation_id, id)
) WITHOUT ROWID;
CREATE INDEX sync_operations_branch ON sync_operations (branch_id, record_id, base_version);
CREATE INDEX sync_operations_waiting ON sync_operations (device_id, visit_id) WHERE held_until IS NOT NULL;
CREATE INDEX sync_operations_overdue ON sync_operations (held_until) WHERE held_until IS NOT NULL;

-- What was written on a tablet and does not stand, because something else did first.
CREATE TABLE sync_conflicts (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    record_id BLOB NOT NULL,
    visit_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    operation_id BLOB NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    device_id BLOB NOT NULL,
    reason TEXT NOT NULL CONSTRAINT sync_conflicts_reason
        CHECK (reason IN ('same_member', 'does_not_fit', 'not_assigned')),
    -- Members as the tablet has them, as they stand, and as they were for both.
    mine TEXT NOT NULL,
    theirs TEXT NOT NULL,
    base TEXT NOT NULL,
    client_time BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    resolved_at BIGINT,
    resolved_by BLOB REFERENCES accounts (id),
    -- Members that were taken from the tablet after all.
    taken TEXT
) WITHOUT ROWID;
CREATE INDEX sync_conflicts_open ON sync_conflicts (organisation_id, id) WHERE resolved_at IS NULL;
