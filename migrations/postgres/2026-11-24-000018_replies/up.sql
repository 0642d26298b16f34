-- The right of reply: who speaks for an agency, what it answers to a review, and what it reports.

ALTER TABLE account_roles DROP CONSTRAINT account_roles_role;
ALTER TABLE account_roles ADD CONSTRAINT account_roles_role
    CHECK (role IN ('case_worker', 'inspector', 'moderator', 'editor', 'administrator',
        'agency_representative'));


-- Who says that they speak for an agency, and what was decided about it.
CREATE TABLE agency_claims (
    id uuid NOT NULL PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    status text NOT NULL CONSTRAINT agency_claims_status
        CHECK (status IN ('pending', 'approved', 'denied', 'revoked')),
    -- Statement and evidence, under the claim's own key.
    sealed_content bytea NOT NULL,
    decision_reason text,
    decision_note text,
    version bigint NOT NULL,
    filed_on date NOT NULL,
    changed_on date NOT NULL,
    CONSTRAINT agency_claims_decided
        CHECK ((status IN ('denied', 'revoked')) = (decision_reason IS NOT NULL))
);
-- One speaks for an agency; and nobody asks twice at once.
CREATE UNIQUE INDEX agency_claims_agency_id_key ON agency_claims (agency_id)
    WHERE status = 'approved';
CREATE UNIQUE INDEX agency_claims_agency_id_organisation_id_key
    ON agency_claims (agency_id, organisation_id) WHERE status IN ('pending', 'approved');
CREATE INDEX agency_claims_queue ON agency_claims (status, filed_on, id);
CREATE INDEX agency_claims_organisation_id ON agency_claims (organisation_id, agency_id);

-- What an agency answers to one publication of a review.
CREATE TABLE agency_replies (
    id uuid NOT NULL PRIMARY KEY,
    claim_id uuid NOT NULL REFERENCES agency_claims (id),
    agency_id uuid NOT NULL REFERENCES agencies (id),
    public_review_id uuid NOT NULL,
    status text NOT NULL CONSTRAINT agency_replies_status
        CHECK (status IN ('pending', 'published', 'rejected')),
    language text NOT NULL,
    -- The text as it was written, under the reply's own key.
    sealed_text bytea NOT NULL,
    rejection_reason text,
    -- How often it was rejected: it is not read for ever.
    rejections bigint NOT NULL,
    version bigint NOT NULL,
    filed_on date NOT NULL,
    changed_on date NOT NULL,
    UNIQUE (public_review_id),
    CONSTRAINT agency_replies_rejected
        CHECK ((status = 'rejected') = (rejection_reason IS NOT NULL))
);
CREATE INDEX agency_replies_queue ON agency_replies (status, filed_on, id);
CREATE INDEX agency_replies_claim_id ON agency_replies (claim_id);

-- What is shown of a reply, as long as its review is public.
CREATE TABLE review_replies (
    public_id uuid NOT NULL PRIMARY KEY,
    -- It is shown while this claim is approved.
    claim_id uuid NOT NULL,
    text text NOT NULL,
    language text NOT NULL,
    published_month text NOT NULL
);

-- An agency's reports of published reviews. They remove nothing by themselves.
CREATE TABLE review_reports (
    id uuid NOT NULL PRIMARY KEY,
    claim_id uuid NOT NULL REFERENCES agency_claims (id),
    agency_id uuid NOT NULL REFERENCES agencies (id),
    public_review_id uuid NOT NULL,
    status text NOT NULL CONSTRAINT review_reports_status
        CHECK (status IN ('open', 'kept', 'taken_down')),
    reason text NOT NULL,
    -- The statement, under the report's own key.
    sealed_statement bytea NOT NULL,
    version bigint NOT NULL,
    filed_on date NOT NULL,
    due_on date NOT NULL,
    changed_on date NOT NULL,
    -- A reason is heard once for each publication of a review.
    UNIQUE (public_review_id, reason)
);
CREATE UNIQUE INDEX review_reports_public_review_id_key ON review_reports (public_review_id)
    WHERE status = 'open';
CREATE INDEX review_reports_queue ON review_reports (status, due_on, id);
CREATE INDEX review_reports_agency_id ON review_reports (agency_id, filed_on);

-- How many of an agency's published reviews are answered, where its page reads it; a row for each
-- agency for which somebody speaks.
CREATE TABLE agency_reply_counts (
    agency_id uuid NOT NULL PRIMARY KEY REFERENCES agencies (id),
    answered bigint NOT NULL,
    answered_soon bigint NOT NULL
);
