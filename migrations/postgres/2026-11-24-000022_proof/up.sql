-- Proof without identity: documents that a moderator sees, tokens by which organisations vouch, and one
-- review of each author, agency and recruitment.

-- How it is known that the author was recruited by the agency.
ALTER TABLE reviews ADD COLUMN proof_tier text NOT NULL DEFAULT 'self_declared'
    CONSTRAINT reviews_proof_tier CHECK
        (proof_tier IN ('self_declared', 'document_seen', 'vouched', 'confirmed_by_decision'));

-- Ratings say from now on how many reviews have which proof: they are computed anew.
UPDATE scored_agencies SET as_of = '2000-01';

-- Who wrote which review of a recruitment, as a keyed hash of a secret that the author's app keeps.
CREATE TABLE review_authors (
    reviewer_ref bytea NOT NULL CONSTRAINT review_authors_reviewer_ref_key PRIMARY KEY,
    review_id uuid NOT NULL REFERENCES reviews (id),
    UNIQUE (review_id)
);

CREATE TABLE review_documents (
    -- Also the subject of its own key, which is destroyed with it.
    id uuid NOT NULL CONSTRAINT review_documents_id_key PRIMARY KEY,
    review_id uuid NOT NULL REFERENCES reviews (id),
    kind text NOT NULL,
    status text NOT NULL CONSTRAINT review_documents_status
        CHECK (status IN ('waiting', 'confirmed', 'refused', 'expired')),
    reason text,
    -- Whether the author wants it kept after the decision.
    keep boolean NOT NULL,
    -- The name of its sealed file; null once it is destroyed.
    file_id uuid,
    -- What it is, how large, and its hash; under its own key.
    sealed_facts bytea NOT NULL,
    -- Of a decision that confirms the review: whose, of when, and its reference; under the review's key.
    sealed_decision bytea,
    version bigint NOT NULL,
    -- Days, no times.
    added_on date NOT NULL,
    decided_on date,
    UNIQUE (file_id),
    CONSTRAINT review_documents_decided CHECK (
        (status = 'waiting') = (decided_on IS NULL)
        AND (status = 'refused') = (reason IS NOT NULL)
        AND (status = 'confirmed' OR sealed_decision IS NULL)
        AND (status <> 'waiting' OR file_id IS NOT NULL)
    )
);
CREATE INDEX review_documents_of_review ON review_documents (review_id, added_on, id);
CREATE INDEX review_documents_queue ON review_documents (status, added_on, id);

-- Which documents have proved a review: a keyed hash of the agency and of a document's number or content.
CREATE TABLE review_document_claims (
    claim_hash bytea NOT NULL CONSTRAINT review_document_claims_claim_hash_key PRIMARY KEY,
    review_id uuid NOT NULL REFERENCES reviews (id)
);
CREATE INDEX review_document_claims_of_review ON review_document_claims (review_id);

-- Sealed files whose keys are destroyed, until they are removed.
CREATE TABLE discarded_documents (
    file_id uuid NOT NULL PRIMARY KEY
);

-- The keys with which organisations vouch, one for each month. The public parts stay for good.
CREATE TABLE vouching_keys (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    month text NOT NULL,
    -- SHA-256 of the public key.
    key_id bytea NOT NULL,
    public_key bytea NOT NULL,
    -- Under a key of its own; null when the month is over.
    sealed_private_key bytea,
    -- How many tokens were signed with it.
    issued bigint NOT NULL,
    UNIQUE (key_id),
    UNIQUE (organisation_id, month)
);
CREATE INDEX vouching_keys_by_month ON vouching_keys (month, organisation_id);

-- For whom an organisation has vouched: a keyed hash of its own reference, the agency and the month of
-- recruitment. Neither a day nor what was signed is kept.
CREATE TABLE vouched_workers (
    worker_hash bytea NOT NULL CONSTRAINT vouched_workers_worker_hash_key PRIMARY KEY,
    month text NOT NULL
);
CREATE INDEX vouched_workers_month ON vouched_workers (month);

-- How many tokens a member of an organisation had signed on a day.
CREATE TABLE vouching_days (
    account_id uuid NOT NULL,
    day date NOT NULL,
    signed bigint NOT NULL,
    PRIMARY KEY (account_id, day)
);

-- Tokens that were redeemed, as keyed hashes: neither by which review nor from which organisation.
CREATE TABLE spent_vouching_tokens (
    token_hash bytea NOT NULL CONSTRAINT spent_vouching_tokens_token_hash_key PRIMARY KEY,
    month text NOT NULL
);
CREATE INDEX spent_vouching_tokens_month ON spent_vouching_tokens (month);
