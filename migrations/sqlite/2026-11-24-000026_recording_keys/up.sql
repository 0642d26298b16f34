-- A recording has a key of its own, which is destroyed with it.

-- Whether its file and what is known about it are sealed under a key whose subject is `file_id`; those of before
-- are under the key of their review.
ALTER TABLE review_recordings ADD COLUMN has_own_key BOOLEAN NOT NULL DEFAULT FALSE;

-- Recordings that were destroyed wait there for their removal, too.
ALTER TABLE discarded_documents RENAME TO discarded_files;
