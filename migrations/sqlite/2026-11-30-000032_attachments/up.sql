-- What a worker adds to a request besides words: photos, recordings, documents. Each is a sealed file.

-- What it is, its size, its hashes and its name are sealed as well: whoever holds the same file could recognise it.
CREATE TABLE assistance_attachments (
    id BLOB NOT NULL PRIMARY KEY,
    request_id BLOB NOT NULL REFERENCES assistance_requests (id),
    -- The name of the sealed file; never chosen by a client, so that no file is ever replaced.
    file_id BLOB NOT NULL UNIQUE,
    sealed_facts BLOB NOT NULL,
    received_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX assistance_attachments_request ON assistance_attachments (request_id, received_at, id);
