-- Files that come in by the tus protocol, part by part. The parts are sealed files in a store of their own, below the
-- id of their upload.

CREATE TABLE uploads (
    id uuid NOT NULL CONSTRAINT uploads_id_key PRIMARY KEY,
    -- What the file is for; an upload that nothing has any more is its own subject.
    subject_kind text NOT NULL CONSTRAINT uploads_subject_kind
        CHECK (subject_kind IN ('assistance_request', 'safety_report')),
    subject_id uuid NOT NULL,
    -- Its length, its name and its parts: whoever holds the same file could recognise it by its length.
    sealed_state bytea NOT NULL,
    is_finished boolean NOT NULL,
    -- Counts the changes: of two that go on from the same place one wins.
    version bigint NOT NULL,
    -- A whole hour.
    expires_at timestamptz NOT NULL
);
CREATE INDEX uploads_subject ON uploads (subject_kind, subject_id, id);
CREATE INDEX uploads_expires_at ON uploads (expires_at);
