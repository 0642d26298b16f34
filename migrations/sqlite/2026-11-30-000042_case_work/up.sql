-- How an organisation works on a request. What is written is sealed under the request's key; only
-- appointments are shown to the person.

CREATE TABLE assistance_case_plans (
    request_id BLOB NOT NULL PRIMARY KEY REFERENCES assistance_requests (id),
    version BIGINT NOT NULL,
    -- Sub-status, risk and plan, as one sealed document.
    sealed_plan BLOB NOT NULL,
    changed_by BLOB NOT NULL REFERENCES accounts (id),
    changed_at BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE assistance_work_items (
    id BLOB NOT NULL PRIMARY KEY,
    request_id BLOB NOT NULL REFERENCES assistance_requests (id),
    kind TEXT NOT NULL CONSTRAINT assistance_work_items_kind
        CHECK (kind IN ('note', 'task', 'service', 'appointment')),
    version BIGINT NOT NULL,
    sealed_item BLOB NOT NULL,
    changed_by BLOB NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- What the person says to an appointment.
    reply TEXT CONSTRAINT assistance_work_items_reply CHECK (reply IN ('confirmed', 'other_time')),
    sealed_reply BLOB,
    replied_at BIGINT,
    CONSTRAINT assistance_work_items_replied CHECK ((reply IS NULL) = (replied_at IS NULL)),
    CONSTRAINT assistance_work_items_of_appointment CHECK (reply IS NULL OR kind = 'appointment')
) WITHOUT ROWID;
CREATE INDEX assistance_work_items_request_id ON assistance_work_items (request_id, kind, created_at);
