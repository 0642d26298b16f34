-- What workers say about agencies: filed without an account, read by a moderator, then public.

CREATE TABLE reviews (
    id uuid NOT NULL CONSTRAINT reviews_id_key PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies (id),
    status text NOT NULL CONSTRAINT reviews_status
        CHECK (status IN ('pending', 'published', 'rejected', 'withdrawn')),
    stage text NOT NULL,
    origin text NOT NULL,
    destination text NOT NULL,
    occupation text,
    -- YYYY-MM: the day is never asked for.
    recruited_month text,
    overall bigint NOT NULL CONSTRAINT reviews_overall CHECK (overall BETWEEN 1 AND 5),
    would_recommend boolean,
    relationship_declared text NOT NULL CONSTRAINT reviews_relationship_declared
        CHECK (relationship_declared IN ('none', 'employee', 'competitor', 'relative_of_agency')),
    -- As the author wrote it, under the review's own key.
    sealed_comment bytea,
    comment_language text,
    -- What a moderator published of it.
    published_text text,
    published_month text,
    -- The public knows a review by this: `id` may tell when it was filed.
    public_id uuid,
    rejection_reason text,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (public_id),
    CONSTRAINT reviews_published CHECK (
        (status = 'published') = (published_month IS NOT NULL)
        AND (status = 'published') = (public_id IS NOT NULL)
        AND (status = 'published' OR published_text IS NULL)
        AND (status = 'rejected') = (rejection_reason IS NOT NULL)
    )
);
CREATE INDEX reviews_of_agency ON reviews (agency_id, status, published_month, public_id);
CREATE INDEX reviews_queue ON reviews (status, created_at, id);

CREATE TABLE review_scores (
    review_id uuid NOT NULL REFERENCES reviews (id),
    dimension text NOT NULL,
    score bigint NOT NULL CONSTRAINT review_scores_score CHECK (score BETWEEN 1 AND 5),
    PRIMARY KEY (review_id, dimension)
);

CREATE TABLE review_fee_items (
    review_id uuid NOT NULL REFERENCES reviews (id),
    number bigint NOT NULL,
    category text NOT NULL,
    -- In the currency's smallest unit.
    amount_minor bigint NOT NULL CONSTRAINT review_fee_items_amount CHECK (amount_minor >= 0),
    currency text NOT NULL,
    paid_to text NOT NULL,
    paid_how text,
    receipt text,
    PRIMARY KEY (review_id, number)
);

-- What happened to a review, for its author.
CREATE TABLE review_events (
    review_id uuid NOT NULL REFERENCES reviews (id),
    -- The version of the review that it led to.
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    kind text NOT NULL CONSTRAINT review_events_kind
        CHECK (kind IN ('filed', 'edited', 'published', 'rejected', 'removed', 'withdrawn')),
    reason text,
    PRIMARY KEY (review_id, version)
);

-- Each time a moderator took a published review down. It says nothing of the review, so that it
-- outlives it: a page from which reviews vanish must show that they did.
CREATE TABLE review_removals (
    id uuid NOT NULL PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies (id),
    reason text NOT NULL,
    month text NOT NULL
);
CREATE INDEX review_removals_agency_id ON review_removals (agency_id);
