-- Authors appeal against a rejection, and another moderator decides.

-- Who rejected it: an appeal is for somebody else. Null for rejections of before.
ALTER TABLE reviews ADD COLUMN decided_by uuid;

CREATE TABLE review_appeals (
    review_id uuid NOT NULL REFERENCES reviews (id),
    -- The version of the review that was rejected: one appeal against each rejection.
    version bigint NOT NULL,
    status text NOT NULL CONSTRAINT review_appeals_status
        CHECK (status IN ('open', 'granted', 'dismissed', 'withdrawn')),
    -- What the author says, under the review's own key.
    sealed_statement bytea NOT NULL,
    filed_on date NOT NULL,
    decided_on date,
    PRIMARY KEY (review_id, version),
    CONSTRAINT review_appeals_decided CHECK ((status = 'open') = (decided_on IS NULL))
);
CREATE INDEX review_appeals_open ON review_appeals (status, filed_on, review_id);
