-- What workers say about agencies: filed without an account, read by a moderator, then public.

CREATE TABLE reviews (
    id BLOB NOT NULL PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    status TEXT NOT NULL CONSTRAINT reviews_status
        CHECK (status IN ('pending', 'published', 'rejected', 'withdrawn')),
    stage TEXT NOT NULL,
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    overall BIGINT NOT NULL CONSTRAINT reviews_overall CHECK (overall BETWEEN 1 AND 5),
    would_recommend BOOLEAN,
    relationship_declared TEXT NOT NULL CONSTRAINT reviews_relationship_declared
        CHECK (relationship_declared IN ('none', 'employee', 'competitor', 'relative_of_agency')),
    -- The occupation, the month of recruitment, what was paid and the comment as the author wrote
    -- it, under the review's own key: whom an agency placed when for how much is in its books.
    sealed_content BLOB NOT NULL,
    comment_language TEXT,
    -- What a moderator published of it, and of its circumstances what is shown in crowds only.
    published_text TEXT,
    published_occupation TEXT,
    published_recruited_year BIGINT,
    published_month TEXT,
    -- The public knows a review by this: `id` may tell when it was filed.
    public_id BLOB,
    rejection_reason TEXT,
    version BIGINT NOT NULL,
    -- Days, no times: an hour would help to guess who it was.
    filed_on TEXT NOT NULL,
    -- The day of its last event.
    changed_on TEXT NOT NULL,
    UNIQUE (public_id),
    CONSTRAINT reviews_published CHECK (
        (status = 'published') = (published_month IS NOT NULL)
        AND (status = 'published') = (public_id IS NOT NULL)
        AND (status = 'published' OR (published_text IS NULL
            AND published_occupation IS NULL AND published_recruited_year IS NULL))
        AND (status = 'rejected') = (rejection_reason IS NOT NULL)
    )
) WITHOUT ROWID;
CREATE INDEX reviews_of_agency ON reviews (agency_id, status, published_month, public_id);
CREATE INDEX reviews_queue ON reviews (status, filed_on, id);
CREATE INDEX reviews_changed_on ON reviews (status, changed_on);

CREATE TABLE review_scores (
    review_id BLOB NOT NULL REFERENCES reviews (id),
    dimension TEXT NOT NULL,
    score BIGINT NOT NULL CONSTRAINT review_scores_score CHECK (score BETWEEN 1 AND 5),
    PRIMARY KEY (review_id, dimension)
) WITHOUT ROWID;

-- What happened to a review, for its author.
CREATE TABLE review_events (
    review_id BLOB NOT NULL REFERENCES reviews (id),
    -- The version of the review that it led to.
    version BIGINT NOT NULL,
    happened_on TEXT NOT NULL,
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
