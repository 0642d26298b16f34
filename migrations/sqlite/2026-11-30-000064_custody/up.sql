-- Who had a file in their hands, from its receipt on. It is erased with what the file belongs to.

CREATE TABLE custody_entries (
    id BLOB NOT NULL PRIMARY KEY,
    subject_kind TEXT NOT NULL CONSTRAINT custody_entries_subject_kind
        CHECK (subject_kind IN ('assistance_request', 'safety_report')),
    subject_id BLOB NOT NULL,
    -- The evidence or the attachment.
    item_id BLOB NOT NULL,
    event TEXT NOT NULL CONSTRAINT custody_entries_event
        CHECK (event IN ('received', 'sealed', 'opened', 'exported')),
    -- The member of staff; null when nobody of the staff did it.
    account_id BLOB,
    at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX custody_entries_item ON custody_entries (subject_kind, subject_id, item_id, at, id);
