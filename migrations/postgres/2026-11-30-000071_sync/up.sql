-- What tablets have sent, each operation once for ever, and what a person has to decide.

CREATE TABLE sync_operations (
    -- The inspectorate: its operations have numbers of their own.
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- The tablet's own number of it.
    id uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts (id),
    device_id uuid NOT NULL,
    record_id uuid NOT NULL,
    visit_id uuid NOT NULL,
    -- Changes of one record that were made one after the other without hearing from the server.
    branch_id uuid NOT NULL,
    base_version bigint NOT NULL,
    -- Of the operation: the same number with other contents is another operation.
    fingerprint bytea NOT NULL,
    outcome text NOT NULL CONSTRAINT sync_operations_outcome
        CHECK (outcome IN ('applied', 'parallel_merged', 'conflict', 'rejected', 'held')),
    -- The version that it made, what was wrong, the conflict.
    result jsonb NOT NULL,
    -- The operation, while it waits for the one before it.
    held jsonb,
    held_until timestamptz,
    received_at timestamptz NOT NULL,
    settled_at timestamptz,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX sync_operations_branch ON sync_operations (branch_id, record_id, base_version);
CREATE INDEX sync_operations_waiting ON sync_operations (device_id, visit_id) WHERE held_until IS NOT NULL;
CREATE INDEX sync_operations_overdue ON sync_operations (held_until) WHERE held_until IS NOT NULL;

-- What was written on a tablet and does not stand, because something else did first.
CREATE TABLE sync_conflicts (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    record_id uuid NOT NULL,
    visit_id uuid NOT NULL,
    kind text NOT NULL,
    operation_id uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts (id),
    device_id uuid NOT NULL,
    reason text NOT NULL CONSTRAINT sync_conflicts_reason
        CHECK (reason IN ('same_member', 'does_not_fit', 'not_assigned')),
    -- Members as the tablet has them, as they stand, and as they were for both.
    mine jsonb NOT NULL,
    theirs jsonb NOT NULL,
    base jsonb NOT NULL,
    client_time timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    resolved_at timestamptz,
    resolved_by uuid REFERENCES accounts (id),
    -- Members that were taken from the tablet after all.
    taken jsonb
);
CREATE INDEX sync_conflicts_open ON sync_conflicts (organisation_id, id) WHERE resolved_at IS NULL;
