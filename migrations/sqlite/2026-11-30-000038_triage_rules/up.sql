-- The rules by which a request gets its priority, as versions: a draft has no number; what was published
-- is never changed.

CREATE TABLE triage_rule_sets (
    id BLOB NOT NULL PRIMARY KEY,
    version BIGINT CONSTRAINT triage_rule_sets_version_key UNIQUE,
    origin TEXT NOT NULL CONSTRAINT triage_rule_sets_origin CHECK (origin IN ('built_in', 'authority')),
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    rules TEXT NOT NULL,
    drafted_at BIGINT NOT NULL,
    drafted_by BLOB REFERENCES accounts (id),
    published_at BIGINT,
    published_by BLOB REFERENCES accounts (id),
    valid_from BIGINT,
    CONSTRAINT triage_rule_sets_published CHECK (
        (version IS NULL) = (published_at IS NULL) AND (version IS NULL) = (valid_from IS NULL))
) WITHOUT ROWID;
CREATE INDEX triage_rule_sets_valid_from ON triage_rule_sets (valid_from, version);

-- Which version led to the priority; null for requests from before there were versions.
ALTER TABLE assistance_requests ADD COLUMN triage_version BIGINT;
ALTER TABLE assistance_requests ADD COLUMN priority_source TEXT NOT NULL DEFAULT 'rules'
    CONSTRAINT assistance_requests_priority_source CHECK (priority_source IN ('rules', 'case_worker'));
-- Why a case worker set it: a code.
ALTER TABLE assistance_requests ADD COLUMN priority_set_because TEXT;
