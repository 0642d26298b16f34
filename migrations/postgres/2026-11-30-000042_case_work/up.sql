-- How an organisation works on a request. What is written is sealed under the request's key; only
-- appointments are shown to the person.

CREATE TABLE assistance_case_plans (
    request_id uuid NOT NULL PRIMARY KEY REFERENCES assistance_requests (id),
    version bigint NOT NULL,
    -- Sub-status, risk and plan, as one sealed document.
    sealed_plan bytea NOT NULL,
    changed_by uuid NOT NULL REFERENCES accounts (id),
    changed_at timestamptz NOT NULL
);

CREATE TABLE assistance_work_items (
    id uuid NOT NULL CONSTRAINT assistance_work_items_id_key PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES assistance_requests (id),
    kind text NOT NULL CONSTRAINT assistance_work_items_kind
        CHECK (kind IN ('note', 'task', 'service', 'appointment')),
    version bigint NOT NULL,
    sealed_item bytea NOT NULL,
    changed_by uuid NOT NULL REFERENCES accounts (id),
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    -- What the person says to an appointment.
    reply text CONSTRAINT assistance_work_items_reply CHECK (reply IN ('confirmed', 'other_time')),
    sealed_reply bytea,
    replied_at timestamptz,
    CONSTRAINT assistance_work_items_replied CHECK ((reply IS NULL) = (replied_at IS NULL)),
    CONSTRAINT assistance_work_items_of_appointment CHECK (reply IS NULL OR kind = 'appointment')
);
CREATE INDEX assistance_work_items_request_id ON assistance_work_items (request_id, kind, created_at);
