-- What of a request is shown to another organisation, here or on another server, and what it answers. The case file
-- and the report are sealed under a key of the referral's own; destroying it is how a referral is revoked.

CREATE TABLE assistance_referrals (
    id BLOB NOT NULL PRIMARY KEY,
    -- Null for one that came from another server.
    request_id BLOB REFERENCES assistance_requests (id),
    version BIGINT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT assistance_referrals_kind CHECK (kind IN ('referral', 'transfer')),
    status TEXT NOT NULL CONSTRAINT assistance_referrals_status CHECK (
        status IN ('offered', 'accepted', 'rejected', 'lapsed', 'done', 'revoked')),
    sender_organisation_id BLOB REFERENCES organisations (id),
    recipient_organisation_id BLOB REFERENCES organisations (id),
    recipient_peer_id BLOB,
    recipient_peer_organisation_id BLOB,
    recipient_name TEXT,
    origin_peer_id BLOB,
    origin_reference TEXT,
    origin_name TEXT,
    -- What the recipient is asked to do.
    service_type TEXT,
    consent_id BLOB REFERENCES assistance_data_consents (id),
    legitimate_basis TEXT NOT NULL CONSTRAINT assistance_referrals_legitimate_basis
        CHECK (legitimate_basis IN ('consent', 'vital_interests')),
    -- What the case file carried when it was made.
    fields TEXT NOT NULL,
    -- Null once it is destroyed.
    sealed_file BLOB,
    -- Name and number, under a key of their own, so that they can be destroyed at once.
    sealed_identity BLOB,
    -- Why the consent was overridden; under the request's key.
    sealed_reason BLOB,
    made_by BLOB REFERENCES accounts (id),
    made_at BIGINT NOT NULL,
    -- Null once it is answered or over.
    answer_by BIGINT,
    answered_by BLOB REFERENCES accounts (id),
    answered_at BIGINT,
    -- Why it was rejected.
    reason TEXT,
    -- What came of it, and the key and text of the recipient's report.
    outcome TEXT,
    report_id BLOB,
    sealed_report BLOB,
    -- Since when nothing more happens.
    ended_at BIGINT,
    revoked_by TEXT CONSTRAINT assistance_referrals_revoked_by
        CHECK (revoked_by IN ('sender', 'person', 'service')),
    CONSTRAINT assistance_referrals_recipient CHECK (
        (recipient_peer_id IS NULL) = (recipient_organisation_id IS NOT NULL)),
    CONSTRAINT assistance_referrals_origin CHECK (
        (origin_peer_id IS NULL) = (origin_reference IS NULL)
        AND (origin_peer_id IS NULL) = (sender_organisation_id IS NOT NULL)),
    CONSTRAINT assistance_referrals_waits CHECK ((answer_by IS NOT NULL) = (status = 'offered')),
    CONSTRAINT assistance_referrals_basis CHECK (
        legitimate_basis = 'consent' OR sealed_reason IS NOT NULL OR request_id IS NULL),
    CONSTRAINT assistance_referrals_revoked CHECK ((revoked_by IS NOT NULL) = (status = 'revoked'))
) WITHOUT ROWID;
CREATE INDEX assistance_referrals_request_id ON assistance_referrals (request_id, made_at);
CREATE INDEX assistance_referrals_sender
    ON assistance_referrals (sender_organisation_id, made_at, id);
CREATE INDEX assistance_referrals_recipient_organisation
    ON assistance_referrals (recipient_organisation_id, made_at, id);
CREATE INDEX assistance_referrals_answer_by ON assistance_referrals (answer_by)
    WHERE answer_by IS NOT NULL;
-- What another server sends twice is one referral.
CREATE UNIQUE INDEX assistance_referrals_origin_reference
    ON assistance_referrals (origin_peer_id, origin_reference) WHERE origin_peer_id IS NOT NULL;
-- A request is handed over to one organisation at a time.
CREATE UNIQUE INDEX assistance_referrals_open_transfer ON assistance_referrals (request_id)
    WHERE kind = 'transfer' AND status = 'offered';
