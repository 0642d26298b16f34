-- What workers say about agencies: filed without an account, read by a moderator, then public.

CREATE TABLE reviews (
    id BLOB NOT NULL PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    status TEXT NOT NULL CONSTRAINT reviews_status
        CHECK (status IN ('pending', 'published', 'rejected', 'withdrawn')),
    stage TEXT NOT NULL,
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    occupation TEXT,
    -- YYYY-MM: the day is never asked for.
    recruited_month TEXT,
    overall BIGINT NOT NULL CONSTRAINT reviews_overall CHECK (overall BETWEEN 1 AND 5),
    would_recommend BOOLEAN,
    relationship_declared TEXT NOT NULL CONSTRAINT reviews_relationship_declared
        CHECK (relationship_declared IN ('none', 'employee', 'competitor', 'relative_of_agency')),
    -- As the author wrote it, under the review's own key.
    sealed_comment BLOB,
    comment_language TEXT,
    -- What a moderator published of it.
    published_text TEXT,
    published_month TEXT,
    -- The public knows a review by this: `id` may tell when it was filed.
    public_id BLOB,
    rejection_reason TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (public_id),
    CONSTRAINT reviews_published CHECK (
        (status = 'published') = (published_month IS NOT NULL)
        AND (status = 'published') = (public_id IS NOT NULL)
        AND (status = 'published' OR published_text IS NULL)
        AND (status = 'rejected') = (rejection_reason IS NOT NULL)
    )
) WITHOUT ROWID;
CREATE INDEX reviews_of_agency ON reviews (agency_id, status, published_month, public_id);
CREATE INDEX reviews_queue ON reviews (status, created_at, id);

CREATE TABLE review_scores (
    review_id BLOB NOT NULL REFERENCES reviews (id),
    dimension TEXT NOT NULL,
    score BIGINT NOT NULL CONSTRAINT review_scores_score CHECK (score BETWEEN 1 AND 5),
    PRIMARY KEY (review_id, dimension)
) WITHOUT ROWID;

CREATE TABLE review_fee_items (
    review_id BLOB NOT NULL REFERENCES reviews (id),
    number BIGINT NOT NULL,
    category TEXT NOT NULL,
    -- In the currency's smallest unit.
    amount_minor BIGINT NOT NULL CONSTRAINT review_fee_items_amount CHECK (amount_minor >= 0),
    currency TEXT NOT NULL,
    paid_to TEXT NOT NULL,
    paid_how TEXT,
    receipt TEXT,
    PRIMARY KEY (review_id, number)
) WITHOUT ROWID;

-- What happened to a review, for its author.
CREATE TABLE review_events (
    review_id BLOB NOT NULL REFERENCES reviews (id),
    -- The version of the review that it led to.
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT review_events_kind
        CHECK (kind IN ('filed', 'edited', 'published', 'rejected', 'removed', 'withdrawn')),
    reason TEXT,
    PRIMARY KEY (review_id, version)
) WITHOUT ROWID;

-- Each time a moderator took a published review down. It says nothing of the review, so that it
-- outlives it: a page from which reviews vanish must show that they did.
CREATE TABLE review_removals (
    id BLOB NOT NULL PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    reason TEXT NOT NULL,
    month TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX review_removals_agency_id ON review_removals (agency_id);
