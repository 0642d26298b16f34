-- Who may know what about the person: for one purpose and one recipient, with the fields that she allows. What
-- somebody wrote or said about it is sealed under the request's key.

CREATE TABLE assistance_data_consents (
    id uuid NOT NULL CONSTRAINT assistance_data_consents_id_key PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES assistance_requests (id),
    version bigint NOT NULL,
    purpose text NOT NULL CONSTRAINT assistance_data_consents_purpose
        CHECK (purpose IN ('referral', 'transfer', 'export')),
    -- An organisation here, or one of another server.
    recipient_organisation_id uuid REFERENCES organisations (id),
    recipient_peer_id uuid,
    recipient_peer_organisation_id uuid,
    recipient_name text,
    fields jsonb NOT NULL,
    state text NOT NULL CONSTRAINT assistance_data_consents_state
        CHECK (state IN ('asked', 'given', 'refused', 'withdrawn')),
    -- Why somebody asks, in plain words.
    sealed_reason bytea,
    asked_by uuid REFERENCES accounts (id),
    asked_at timestamptz,
    given_via text CONSTRAINT assistance_data_consents_given_via
        CHECK (given_via IN ('receipt', 'spoken', 'witnessed')),
    given_at timestamptz,
    expires_at timestamptz,
    -- Since when it is refused or withdrawn.
    ended_at timestamptz,
    recorded_by uuid REFERENCES accounts (id),
    evidence_attachment_id uuid REFERENCES assistance_attachments (id),
    sealed_witness bytea,
    changed_at timestamptz NOT NULL,
    CONSTRAINT assistance_data_consents_recipient CHECK (
        (recipient_peer_id IS NULL) = (recipient_organisation_id IS NOT NULL)
        AND (recipient_peer_id IS NULL) = (recipient_peer_organisation_id IS NULL)
        AND (recipient_peer_id IS NULL) = (recipient_name IS NULL)),
    CONSTRAINT assistance_data_consents_given CHECK (state <> 'given'
        OR (given_at IS NOT NULL AND given_via IS NOT NULL)),
    CONSTRAINT assistance_data_consents_ended CHECK (
        (state IN ('refused', 'withdrawn')) = (ended_at IS NOT NULL))
);
CREATE INDEX assistance_data_consents_request_id ON assistance_data_consents (request_id, id);
