-- Files of visits come in part by part as well, and who had them in their hands is logged.

-- The same table for one more kind of thing, and with whose upload it is.
CREATE TABLE uploads_anew (
    id BLOB NOT NULL PRIMARY KEY,
    -- What the file is for; an upload that nothing has any more is its own subject.
    subject_kind TEXT NOT NULL CONSTRAINT uploads_subject_kind
        CHECK (subject_kind IN ('assistance_request', 'safety_report', 'visit_evidence')),
    subject_id BLOB NOT NULL,
    -- Its length, its name and its parts: whoever holds the same file could recognise it by its length.
    sealed_state BLOB NOT NULL,
    is_finished BOOLEAN NOT NULL,
    -- Counts the changes: of two that go on from the same place one wins.
    version BIGINT NOT NULL,
    -- A whole hour.
    expires_at BIGINT NOT NULL,
    -- The member of staff who alone goes on with it; null: whoever holds the receipt code.
    account_id BLOB
) WITHOUT ROWID;
INSERT INTO uploads_anew (id, subject_kind, subject_id, sealed_state, is_finished, version, expires_at)
    SELECT id, subject_kind, subject_id, sealed_state, is_finished, version, expires_at FROM uploads;
DROP TABLE uploads;
ALTER TABLE uploads_anew RENAME TO uploads;
CREATE INDEX uploads_subject ON uploads (subject_kind, subject_id, id);
CREATE INDEX uploads_expires_at ON uploads (expires_at);

CREATE TABLE custody_entries_anew (
    id BLOB NOT NULL PRIMARY KEY,
    subject_kind TEXT NOT NULL CONSTRAINT custody_entries_subject_kind
        CHECK (subject_kind IN ('assistance_request', 'safety_report', 'visit_evidence')),
    subject_id BLOB NOT NULL,
    -- The evidence or the attachment.
    item_id BLOB NOT NULL,
    event TEXT NOT NULL CONSTRAINT custody_entries_event
        CHECK (event IN ('received', 'sealed', 'opened', 'exported')),
    -- The member of staff; null when nobody of the staff did it.
    account_id BLOB,
    at BIGINT NOT NULL
) WITHOUT ROWID;
INSERT INTO custody_entries_anew (id, subject_kind, subject_id, item_id, event, account_id, at)
    SELECT id, subject_kind, subject_id, item_id, event, account_id, at FROM custody_entries;
DROP TABLE custody_entries;
ALTER TABLE custody_entries_anew RENAME TO custody_entries;
CREATE INDEX custody_entries_item ON custody_entries (subject_kind, subject_id, item_id, at, id);
