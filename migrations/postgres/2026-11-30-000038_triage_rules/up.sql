-- The rules by which a request gets its priority, as versions: a draft has no number; what was published
-- is never changed.

CREATE TABLE triage_rule_sets (
    id uuid NOT NULL CONSTRAINT triage_rule_sets_id_key PRIMARY KEY,
    version bigint CONSTRAINT triage_rule_sets_version_key UNIQUE,
    origin text NOT NULL CONSTRAINT triage_rule_sets_origin CHECK (origin IN ('built_in', 'authority')),
    title text NOT NULL,
    source text NOT NULL,
    rules jsonb NOT NULL,
    drafted_at timestamptz NOT NULL,
    drafted_by uuid REFERENCES accounts (id),
    published_at timestamptz,
    published_by uuid REFERENCES accounts (id),
    valid_from timestamptz,
    CONSTRAINT triage_rule_sets_published CHECK (
        (version IS NULL) = (published_at IS NULL) AND (version IS NULL) = (valid_from IS NULL))
);
CREATE INDEX triage_rule_sets_valid_from ON triage_rule_sets (valid_from, version);

-- Which version led to the priority; null for requests from before there were versions.
ALTER TABLE assistance_requests ADD COLUMN triage_version bigint;
ALTER TABLE assistance_requests ADD COLUMN priority_source text NOT NULL DEFAULT 'rules'
    CONSTRAINT assistance_requests_priority_source CHECK (priority_source IN ('rules', 'case_worker'));
-- Why a case worker set it: a code.
ALTER TABLE assistance_requests ADD COLUMN priority_set_because text;
