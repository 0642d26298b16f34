-- Reviews on paper forms, uploaded together by an outreach organisation, and comments that are spoken.

-- What an organisation uploaded in one go.
CREATE TABLE review_batches (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    received_on TEXT NOT NULL,
    accepted BIGINT NOT NULL,
    duplicates BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    -- What became of each row, under the batch's own key; null once its time is over.
    sealed_rows BLOB,
    CONSTRAINT review_batches_counts CHECK (accepted >= 0 AND duplicates >= 0 AND refused >= 0)
) WITHOUT ROWID;
CREATE INDEX review_batches_own ON review_batches (organisation_id, received_on, id);
CREATE INDEX review_batches_sealed ON review_batches (received_on) WHERE sealed_rows IS NOT NULL;

-- The forms that are in, so that none is taken twice, nor again when its review was erased: a keyed hash
-- of organisation and number, which leads to no review.
CREATE TABLE review_batch_forms (
    form_hash BLOB NOT NULL PRIMARY KEY,
    batch_id BLOB NOT NULL REFERENCES review_batches (id)
) WITHOUT ROWID;
CREATE INDEX review_batch_forms_batch ON review_batch_forms (batch_id);

-- Who collected a review.
CREATE TABLE collected_reviews (
    review_id BLOB NOT NULL PRIMARY KEY REFERENCES reviews (id),
    channel TEXT NOT NULL CONSTRAINT collected_reviews_channel CHECK (channel IN ('outreach_paper')),
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    batch_id BLOB NOT NULL REFERENCES review_batches (id),
    -- The day on which the form was filled in, under the review's own key.
    sealed_details BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX collected_reviews_batch ON collected_reviews (batch_id, review_id);
CREATE INDEX collected_reviews_organisation ON collected_reviews (organisation_id, review_id);

-- The language of the published text, which for a spoken comment is that of the transcript. Null for those of
-- before: it is then that of the comment.
ALTER TABLE reviews ADD COLUMN published_language TEXT;

-- A comment that is spoken: the file lies sealed in the evidence store.
CREATE TABLE review_recordings (
    review_id BLOB NOT NULL PRIMARY KEY REFERENCES reviews (id),
    file_id BLOB NOT NULL CONSTRAINT review_recordings_file_id_key UNIQUE,
    -- What is known about it, under the review's own key.
    sealed_facts BLOB NOT NULL
) WITHOUT ROWID;
