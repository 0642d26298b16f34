-- What the public sees of a suspicion follows with the batch of a later day, so that it tells nobody that
-- something was filed just now; and what a page of reviews is shown by is counted when it changes.

-- Since when a published review does not count, and its page says that it is being checked.
ALTER TABLE reviews ADD COLUMN held_on date;
-- The day with whose batch that follows what moderators see (`suspected_on`).
ALTER TABLE reviews ADD COLUMN hold_follows_on date;
-- Counts what was found odd about a review since it was written: for moderators, never for its author.
ALTER TABLE reviews ADD COLUMN oddities bigint NOT NULL DEFAULT 0;
UPDATE reviews SET held_on = suspected_on WHERE status = 'published';
CREATE INDEX reviews_hold_follows_on ON reviews (hold_follows_on) WHERE hold_follows_on IS NOT NULL;

-- How many published reviews of an agency there are, of which circumstances, and how many say something on
-- which dimension. Made with its rating; an agency without a row is counted when its page is read.
CREATE TABLE review_shelves (
    agency_id uuid NOT NULL PRIMARY KEY REFERENCES agencies (id),
    content jsonb NOT NULL
);
