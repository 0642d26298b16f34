-- What assistance requests and safety reports have in common: messages, and the history of states.

-- Messages between who filed something and who handles it, and facts that were added later; sealed
-- under the key of what they belong to.
CREATE TABLE messages (
    id uuid NOT NULL CONSTRAINT messages_id_key PRIMARY KEY,
    subject_kind text NOT NULL CONSTRAINT messages_subject_kind
        CHECK (subject_kind IN ('review', 'assistance_request', 'safety_report')),
    subject_id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT messages_kind CHECK (kind IN ('message', 'addition')),
    author text NOT NULL CONSTRAINT messages_author CHECK (author IN ('reporter', 'organisation')),
    account_id uuid REFERENCES accounts (id),
    sealed_body bytea NOT NULL,
    sent_at timestamptz NOT NULL,
    CONSTRAINT messages_written_by CHECK ((author = 'organisation') = (account_id IS NOT NULL))
);
CREATE INDEX messages_subject_id ON messages (subject_id, subject_kind, sent_at, id);

-- Every change of state, in the order in which they happened.
CREATE TABLE status_changes (
    subject_kind text NOT NULL CONSTRAINT status_changes_subject_kind
        CHECK (subject_kind IN ('review', 'assistance_request', 'safety_report')),
    subject_id uuid NOT NULL,
    sequence bigint NOT NULL,
    from_status text,
    to_status text NOT NULL,
    changed_by text NOT NULL CONSTRAINT status_changes_changed_by
        CHECK (changed_by IN ('reporter', 'organisation', 'system')),
    reason text,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, sequence)
);
