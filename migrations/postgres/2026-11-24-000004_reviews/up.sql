-- What workers say about agencies: filed without an account, read by a moderator, then public.

CREATE TABLE reviews (
    id uuid NOT NULL CONSTRAINT reviews_id_key PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies (id),
    status text NOT NULL CONSTRAINT reviews_status
        CHECK (status IN ('pending', 'published', 'rejected', 'withdrawn')),
    stage text NOT NULL,
    origin text NOT NULL,
    destination text NOT NULL,
    overall bigint NOT NULL CONSTRAINT reviews_overall CHECK (overall BETWEEN 1 AND 5),
    would_recommend boolean,
    relationship_declared text NOT NULL CONSTRAINT reviews_relationship_declared
        CHECK (relationship_declared IN ('none', 'employee', 'competitor', 'relative_of_agency')),
    -- The occupation, the month of recruitment, what was paid and the comment as the author wrote
    -- it, under the review's own key: whom an agency placed when for how much is in its books.
    sealed_content bytea NOT NULL,
    comment_language text,
    -- What a moderator published of it, and of its circumstances what is shown in crowds only.
    published_text text,
    published_occupation text,
    published_recruited_year bigint,
    published_month text,
    -- The public knows a review by this: `id` may tell when it was filed.
    public_id uuid,
    rejection_reason text,
    version bigint NOT NULL,
    -- Days, no times: an hour would help to guess who it was.
    filed_on date NOT NULL,
    -- The day of its last event.
    changed_on date NOT NULL,
    UNIQUE (public_id),
    CONSTRAINT reviews_published CHECK (
        (status = 'published') = (published_month IS NOT NULL)
        AND (status = 'published') = (public_id IS NOT NULL)
        AND (status = 'published' OR (published_text IS NULL
            AND published_occupation IS NULL AND published_recruited_year IS NULL))
        AND (status = 'rejected') = (rejection_reason IS NOT NULL)
    )
);
CREATE INDEX reviews_of_agency ON reviews (agency_id, status, published_month, public_id);
CREATE INDEX reviews_queue ON reviews (status, filed_on, id);
CREATE INDEX reviews_changed_on ON reviews (status, changed_on);

CREATE TABLE review_scores (
    review_id uuid NOT NULL REFERENCES reviews (id),
    dimension text NOT NULL,
    score bigint NOT NULL CONSTRAINT review_scores_score CHECK (score BETWEEN 1 AND 5),
    PRIMARY KEY (review_id, dimension)
);

-- What happened to a review, for its author.
CREATE TABLE review_events (
    review_id uuid NOT NULL REFERENCES reviews (id),
    -- The version of the review that it led to.
    version bigint NOT NULL,
    happened_on date NOT NULL,
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
