-- Files that come in by the tus protocol, part by part. The parts are sealed files in a store of their own, below the
-- id of their upload.

CREATE TABLE uploads (
    id BLOB NOT NULL PRIMARY KEY,
    -- What the file is for; an upload that nothing has any more is its own subject.
    subject_kind TEXT NOT NULL CONSTRAINT uploads_subject_kind
        CHECK (subject_kind IN ('assistance_request', 'safety_report')),
    subject_id BLOB NOT NULL,
    -- Its length, its name and its parts: whoever holds the same file could recognise it by its length.
    sealed_state BLOB NOT NULL,
    is_finished BOOLEAN NOT NULL,
    -- Counts the changes: of two that go on from the same place one wins.
    version BIGINT NOT NULL,
    -- A whole hour.
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX uploads_subject ON uploads (subject_kind, subject_id, id);
CREATE INDEX uploads_expires_at ON uploads (expires_at);
