-- What assistance requests and safety reports have in common: messages, and the history of states.

-- Messages between who filed something and who handles it, and facts that were added later; sealed
-- under the key of what they belong to.
CREATE TABLE messages (
    id BLOB NOT NULL PRIMARY KEY,
    subject_kind TEXT NOT NULL CONSTRAINT messages_subject_kind
        CHECK (subject_kind IN ('review', 'assistance_request', 'safety_report')),
    subject_id BLOB NOT NULL,
    kind TEXT NOT NULL CONSTRAINT messages_kind CHECK (kind IN ('message', 'addition')),
    author TEXT NOT NULL CONSTRAINT messages_author CHECK (author IN ('reporter', 'organisation')),
    account_id BLOB REFERENCES accounts (id),
    sealed_body BLOB NOT NULL,
    sent_at BIGINT NOT NULL,
    CONSTRAINT messages_written_by CHECK ((author = 'organisation') = (account_id IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX messages_subject_id ON messages (subject_id, subject_kind, sent_at, id);

-- Every change of state, in the order in which they happened.
CREATE TABLE status_changes (
    subject_kind TEXT NOT NULL CONSTRAINT status_changes_subject_kind
        CHECK (subject_kind IN ('review', 'assistance_request', 'safety_report')),
    subject_id BLOB NOT NULL,
    sequence BIGINT NOT NULL,
    from_status TEXT,
    to_status TEXT NOT NULL,
    changed_by TEXT NOT NULL CONSTRAINT status_changes_changed_by
        CHECK (changed_by IN ('reporter', 'organisation', 'system')),
    reason TEXT,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, sequence)
) WITHOUT ROWID;
