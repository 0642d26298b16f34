-- Receipts that are shown until they were used, replaced, given up, and handed over.

-- More states, and several receipts of one thing: that of its filing, the code with which it is handed over, that of
-- whom it was handed to, and the codes that were replaced.
ALTER TABLE receipts DROP CONSTRAINT receipts_status;
ALTER TABLE receipts ADD CONSTRAINT receipts_status
    CHECK (status IN ('issued', 'confirmed', 'rotated', 'revoked', 'expired', 'erased'));
ALTER TABLE receipts DROP CONSTRAINT receipts_subject_kind_subject_id_key;
ALTER TABLE receipts ADD COLUMN origin text NOT NULL DEFAULT 'filing' CONSTRAINT receipts_origin
    CHECK (origin IN ('filing', 'rotation', 'handover', 'take_over'));
ALTER TABLE receipts ADD COLUMN scope text NOT NULL DEFAULT 'everything' CONSTRAINT receipts_scope
    CHECK (scope IN ('everything', 'status'));
-- The receipt that goes on under another code.
ALTER TABLE receipts ADD COLUMN successor_id uuid;
ALTER TABLE receipts ADD COLUMN expires_at timestamptz;
ALTER TABLE receipts ADD COLUMN second_word_hash text;
ALTER TABLE receipts ALTER COLUMN origin DROP DEFAULT;
ALTER TABLE receipts ALTER COLUMN scope DROP DEFAULT;
-- What was erased keeps the receipt of its filing, so that nothing else takes its id.
CREATE UNIQUE INDEX receipts_subject_kind_subject_id_key ON receipts (subject_kind, subject_id)
    WHERE origin = 'filing';
CREATE INDEX receipts_subject_id ON receipts (subject_id, subject_kind);
CREATE INDEX receipts_expires_at ON receipts (expires_at) WHERE expires_at IS NOT NULL;

-- What a repetition is answered once a secret in the answer was used; null when there is none in it.
ALTER TABLE idempotency ADD COLUMN answer_without_secret bytea;

-- In which stored answer a secret stands. Only who has the secret finds the row.
CREATE TABLE shown_once (
    secret_hash bytea NOT NULL PRIMARY KEY,
    key_hash bytea NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX shown_once_key_hash ON shown_once (key_hash);
CREATE INDEX shown_once_expires_at ON shown_once (expires_at);

-- When the narrative of a request was shown to who holds its receipt.
CREATE TABLE narrative_readings (
    id uuid NOT NULL PRIMARY KEY,
    request_id uuid NOT NULL,
    read_at timestamptz NOT NULL
);
CREATE INDEX narrative_readings_request_id ON narrative_readings (request_id, read_at);

-- Proofs that something was filed; the reference is known to who shows the proof.
CREATE TABLE filing_proofs (
    reference_hash bytea NOT NULL PRIMARY KEY,
    subject_kind text NOT NULL CONSTRAINT filing_proofs_subject_kind
        CHECK (subject_kind IN ('review', 'assistance_request', 'safety_report')),
    subject_id uuid NOT NULL,
    filed_on date NOT NULL
);
CREATE INDEX filing_proofs_subject_id ON filing_proofs (subject_id);
