-- Receipts that are shown until they were used, replaced, given up, and handed over.

-- The same table with more states, and several receipts of one thing: that of its filing, the code with which it is
-- handed over, that of whom it was handed to, and the codes that were replaced.
CREATE TABLE receipts_anew (
    id BLOB NOT NULL PRIMARY KEY,
    code_hash BLOB NOT NULL,
    subject_kind TEXT NOT NULL CONSTRAINT receipts_subject_kind
        CHECK (subject_kind IN ('review', 'assistance_request', 'safety_report')),
    subject_id BLOB NOT NULL,
    status TEXT NOT NULL CONSTRAINT receipts_status
        CHECK (status IN ('issued', 'confirmed', 'rotated', 'revoked', 'expired', 'erased')),
    created_at BIGINT NOT NULL,
    origin TEXT NOT NULL CONSTRAINT receipts_origin
        CHECK (origin IN ('filing', 'rotation', 'handover', 'take_over')),
    scope TEXT NOT NULL CONSTRAINT receipts_scope CHECK (scope IN ('everything', 'status')),
    -- The receipt that goes on under another code.
    successor_id BLOB,
    expires_at BIGINT,
    second_word_hash TEXT,
    UNIQUE (code_hash)
) WITHOUT ROWID;
INSERT INTO receipts_anew (id, code_hash, subject_kind, subject_id, status, created_at, origin, scope)
    SELECT id, code_hash, subject_kind, subject_id, status, created_at, 'filing', 'everything' FROM receipts;
DROP TABLE receipts;
ALTER TABLE receipts_anew RENAME TO receipts;
-- What was erased keeps the receipt of its filing, so that nothing else takes its id.
CREATE UNIQUE INDEX receipts_subject_kind_subject_id_key ON receipts (subject_kind, subject_id)
    WHERE origin = 'filing';
CREATE INDEX receipts_subject_id ON receipts (subject_id, subject_kind);
CREATE INDEX receipts_expires_at ON receipts (expires_at) WHERE expires_at IS NOT NULL;

-- What a repetition is answered once a secret in the answer was used; null when there is none in it.
ALTER TABLE idempotency ADD COLUMN answer_without_secret BLOB;

-- In which stored answer a secret stands. Only who has the secret finds the row.
CREATE TABLE shown_once (
    secret_hash BLOB NOT NULL PRIMARY KEY,
    key_hash BLOB NOT NULL,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX shown_once_key_hash ON shown_once (key_hash);
CREATE INDEX shown_once_expires_at ON shown_once (expires_at);

-- When the narrative of a request was shown to who holds its receipt.
CREATE TABLE narrative_readings (
    id BLOB NOT NULL PRIMARY KEY,
    request_id BLOB NOT NULL,
    read_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX narrative_readings_request_id ON narrative_readings (request_id, read_at);

-- Proofs that something was filed; the reference is known to who shows the proof.
CREATE TABLE filing_proofs (
    reference_hash BLOB NOT NULL PRIMARY KEY,
    subject_kind TEXT NOT NULL CONSTRAINT filing_proofs_subject_kind
        CHECK (subject_kind IN ('review', 'assistance_request', 'safety_report')),
    subject_id BLOB NOT NULL,
    filed_on TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX filing_proofs_subject_id ON filing_proofs (subject_id);
