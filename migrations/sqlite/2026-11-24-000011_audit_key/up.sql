-- The end of the audit chain is sealed under a key outside the database. Entries up to `unkeyed` were
-- written before there was a key and are chained by bare hashes; later ones by keyed ones.
ALTER TABLE audit_head ADD COLUMN unkeyed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit_head ADD COLUMN key_id TEXT;
ALTER TABLE audit_head ADD COLUMN seal BLOB
    CONSTRAINT audit_head_seal CHECK ((seal IS NULL) = (key_id IS NULL));
