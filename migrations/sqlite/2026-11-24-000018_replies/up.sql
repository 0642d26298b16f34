-- The right of reply: who speaks for an agency, what it answers to a review, and what it reports.

CREATE TABLE account_roles_new (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL CONSTRAINT account_roles_role
        CHECK (role IN ('case_worker', 'inspector', 'moderator', 'editor', 'administrator',
            'agency_representative')),
    PRIMARY KEY (account_id, role)
) WITHOUT ROWID;
INSERT INTO account_roles_new SELECT account_id, role FROM account_roles;
DROP TABLE account_roles;
ALTER TABLE account_roles_new RENAME TO account_roles;

-- Who says that they speak for an agency, and what was decided about it.
CREATE TABLE agency_claims (
    id BLOB NOT NULL PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    status TEXT NOT NULL CONSTRAINT agency_claims_status
        CHECK (status IN ('pending', 'approved', 'denied', 'revoked')),
    -- Statement and evidence, under the claim's own key.
    sealed_content BLOB NOT NULL,
    decision_reason TEXT,
    decision_note TEXT,
    version BIGINT NOT NULL,
    filed_on TEXT NOT NULL,
    changed_on TEXT NOT NULL,
    CONSTRAINT agency_claims_decided
        CHECK ((status IN ('denied', 'revoked')) = (decision_reason IS NOT NULL))
) WITHOUT ROWID;
-- One speaks for an agency; and nobody asks twice at once.
CREATE UNIQUE INDEX agency_claims_agency_id_key ON agency_claims (agency_id)
    WHERE status = 'approved';
CREATE UNIQUE INDEX agency_claims_agency_id_organisation_id_key
    ON agency_claims (agency_id, organisation_id) WHERE status IN ('pending', 'approved');
CREATE INDEX agency_claims_queue ON agency_claims (status, filed_on, id);
CREATE INDEX agency_claims_organisation_id ON agency_claims (organisation_id, agency_id);

-- What an agency answers to one publication of a review.
CREATE TABLE agency_replies (
    id BLOB NOT NULL PRIMARY KEY,
    claim_id BLOB NOT NULL REFERENCES agency_claims (id),
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    public_review_id BLOB NOT NULL,
    status TEXT NOT NULL CONSTRAINT agency_replies_status
        CHECK (status IN ('pending', 'published', 'rejected')),
    language TEXT NOT NULL,
    -- The text as it was written, under the reply's own key.
    sealed_text BLOB NOT NULL,
    rejection_reason TEXT,
    -- How often it was rejected: it is not read for ever.
    rejections BIGINT NOT NULL,
    version BIGINT NOT NULL,
    filed_on TEXT NOT NULL,
    changed_on TEXT NOT NULL,
    UNIQUE (public_review_id),
    CONSTRAINT agency_replies_rejected
        CHECK ((status = 'rejected') = (rejection_reason IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX agency_replies_queue ON agency_replies (status, filed_on, id);
CREATE INDEX agency_replies_claim_id ON agency_replies (claim_id);

-- What is shown of a reply, as long as its review is public.
CREATE TABLE review_replies (
    public_id BLOB NOT NULL PRIMARY KEY,
    -- It is shown while this claim is approved.
    claim_id BLOB NOT NULL,
    text TEXT NOT NULL,
    language TEXT NOT NULL,
    published_month TEXT NOT NULL
) WITHOUT ROWID;

-- An agency's reports of published reviews. They remove nothing by themselves.
CREATE TABLE review_reports (
    id BLOB NOT NULL PRIMARY KEY,
    claim_id BLOB NOT NULL REFERENCES agency_claims (id),
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    public_review_id BLOB NOT NULL,
    status TEXT NOT NULL CONSTRAINT review_reports_status
        CHECK (status IN ('open', 'kept', 'taken_down')),
    reason TEXT NOT NULL,
    -- The statement, under the report's own key.
    sealed_statement BLOB NOT NULL,
    version BIGINT NOT NULL,
    filed_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    changed_on TEXT NOT NULL,
    -- A reason is heard once for each publication of a review.
    UNIQUE (public_review_id, reason)
) WITHOUT ROWID;
CREATE UNIQUE INDEX review_reports_public_review_id_key ON review_reports (public_review_id)
    WHERE status = 'open';
CREATE INDEX review_reports_queue ON review_reports (status, due_on, id);
CREATE INDEX review_reports_agency_id ON review_reports (agency_id, filed_on);

-- How many of an agency's published reviews are answered, where its page reads it; a row for each
-- agency for which somebody speaks.
CREATE TABLE agency_reply_counts (
    agency_id BLOB NOT NULL PRIMARY KEY REFERENCES agencies (id),
    answered BIGINT NOT NULL,
    answered_soon BIGINT NOT NULL
) WITHOUT ROWID;
