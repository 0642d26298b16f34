-- Who may know what about the person: for one purpose and one recipient, with the fields that she allows. What
-- somebody wrote or said about it is sealed under the request's key.

CREATE TABLE assistance_data_consents (
    id BLOB NOT NULL PRIMARY KEY,
    request_id BLOB NOT NULL REFERENCES assistance_requests (id),
    version BIGINT NOT NULL,
    purpose TEXT NOT NULL CONSTRAINT assistance_data_consents_purpose
        CHECK (purpose IN ('referral', 'transfer', 'export')),
    -- An organisation here, or one of another server.
    recipient_organisation_id BLOB REFERENCES organisations (id),
    recipient_peer_id BLOB,
    recipient_peer_organisation_id BLOB,
    recipient_name TEXT,
    fields TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT assistance_data_consents_state
        CHECK (state IN ('asked', 'given', 'refused', 'withdrawn')),
    -- Why somebody asks, in plain words.
    sealed_reason BLOB,
    asked_by BLOB REFERENCES accounts (id),
    asked_at BIGINT,
    given_via TEXT CONSTRAINT assistance_data_consents_given_via
        CHECK (given_via IN ('receipt', 'spoken', 'witnessed')),
    given_at BIGINT,
    expires_at BIGINT,
    -- Since when it is refused or withdrawn.
    ended_at BIGINT,
    recorded_by BLOB REFERENCES accounts (id),
    evidence_attachment_id BLOB REFERENCES assistance_attachments (id),
    sealed_witness BLOB,
    changed_at BIGINT NOT NULL,
    CONSTRAINT assistance_data_consents_recipient CHECK (
        (recipient_peer_id IS NULL) = (recipient_organisation_id IS NOT NULL)
        AND (recipient_peer_id IS NULL) = (recipient_peer_organisation_id IS NULL)
        AND (recipient_peer_id IS NULL) = (recipient_name IS NULL)),
    CONSTRAINT assistance_data_consents_given CHECK (state <> 'given'
        OR (given_at IS NOT NULL AND given_via IS NOT NULL)),
    CONSTRAINT assistance_data_consents_ended CHECK (
        (state IN ('refused', 'withdrawn')) = (ended_at IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX assistance_data_consents_request_id ON assistance_data_consents (request_id, id);
