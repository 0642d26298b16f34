-- Proof without identity: documents that a moderator sees, tokens by which organisations vouch, and one
-- review of each author, agency and recruitment.

-- How it is known that the author was recruited by the agency.
ALTER TABLE reviews ADD COLUMN proof_tier TEXT NOT NULL DEFAULT 'self_declared'
    CONSTRAINT reviews_proof_tier CHECK
        (proof_tier IN ('self_declared', 'document_seen', 'vouched', 'confirmed_by_decision'));

-- Ratings say from now on how many reviews have which proof: they are computed anew.
UPDATE scored_agencies SET as_of = '2000-01';

-- Who wrote which review of a recruitment, as a keyed hash of a secret that the author's app keeps.
CREATE TABLE review_authors (
    reviewer_ref BLOB NOT NULL PRIMARY KEY,
    review_id BLOB NOT NULL REFERENCES reviews (id),
    UNIQUE (review_id)
) WITHOUT ROWID;

CREATE TABLE review_documents (
    -- Also the subject of its own key, which is destroyed with it.
    id BLOB NOT NULL PRIMARY KEY,
    review_id BLOB NOT NULL REFERENCES reviews (id),
    kind TEXT NOT NULL,
    status TEXT NOT NULL CONSTRAINT review_documents_status
        CHECK (status IN ('waiting', 'confirmed', 'refused', 'expired')),
    reason TEXT,
    -- Whether the author wants it kept after the decision.
    keep BOOLEAN NOT NULL,
    -- The name of its sealed file; null once it is destroyed.
    file_id BLOB,
    -- What it is, how large, and its hash; under its own key.
    sealed_facts BLOB NOT NULL,
    -- Of a decision that confirms the review: whose, of when, and its reference; under the review's key.
    sealed_decision BLOB,
    version BIGINT NOT NULL,
    -- Days, no times.
    added_on TEXT NOT NULL,
    decided_on TEXT,
    UNIQUE (file_id),
    CONSTRAINT review_documents_decided CHECK (
        (status = 'waiting') = (decided_on IS NULL)
        AND (status = 'refused') = (reason IS NOT NULL)
        AND (status = 'confirmed' OR sealed_decision IS NULL)
        AND (status <> 'waiting' OR file_id IS NOT NULL)
    )
) WITHOUT ROWID;
CREATE INDEX review_documents_of_review ON review_documents (review_id, added_on, id);
CREATE INDEX review_documents_queue ON review_documents (status, added_on, id);

-- Which documents have proved a review: a keyed hash of the agency and of a document's number or content.
CREATE TABLE review_document_claims (
    claim_hash BLOB NOT NULL PRIMARY KEY,
    review_id BLOB NOT NULL REFERENCES reviews (id)
) WITHOUT ROWID;
CREATE INDEX review_document_claims_of_review ON review_document_claims (review_id);

-- Sealed files whose keys are destroyed, until they are removed.
CREATE TABLE discarded_documents (
    file_id BLOB NOT NULL PRIMARY KEY
) WITHOUT ROWID;

-- The keys with which organisations vouch, one for each month. The public parts stay for good.
CREATE TABLE vouching_keys (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    month TEXT NOT NULL,
    -- SHA-256 of the public key.
    key_id BLOB NOT NULL,
    public_key BLOB NOT NULL,
    -- Under a key of its own; null when the month is over.
    sealed_private_key BLOB,
    -- How many tokens were signed with it.
    issued BIGINT NOT NULL,
    UNIQUE (key_id),
    UNIQUE (organisation_id, month)
) WITHOUT ROWID;
CREATE INDEX vouching_keys_by_month ON vouching_keys (month, organisation_id);

-- For whom an organisation has vouched: a keyed hash of its own reference, the agency and the month of
-- recruitment. Neither a day nor what was signed is kept.
CREATE TABLE vouched_workers (
    worker_hash BLOB NOT NULL PRIMARY KEY,
    month TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX vouched_workers_month ON vouched_workers (month);

-- How many tokens a member of an organisation had signed on a day.
CREATE TABLE vouching_days (
    account_id BLOB NOT NULL,
    day TEXT NOT NULL,
    signed BIGINT NOT NULL,
    PRIMARY KEY (account_id, day)
) WITHOUT ROWID;

-- Tokens that were redeemed, as keyed hashes: neither by which review nor from which organisation.
CREATE TABLE spent_vouching_tokens (
    token_hash BLOB NOT NULL PRIMARY KEY,
    month TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX spent_vouching_tokens_month ON spent_vouching_tokens (month);
