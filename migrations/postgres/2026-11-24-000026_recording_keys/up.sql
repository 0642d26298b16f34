-- A recording has a key of its own, which is destroyed with it.

-- Whether its file and what is known about it are sealed under a key whose subject is `file_id`; those of before
-- are under the key of their review.
ALTER TABLE review_recordings ADD COLUMN has_own_key boolean NOT NULL DEFAULT false;

-- Recordings that were destroyed wait there for their removal, too.
ALTER TABLE discarded_documents RENAME TO discarded_files;
ALTER INDEX discarded_documents_pkey RENAME TO discarded_files_pkey;
