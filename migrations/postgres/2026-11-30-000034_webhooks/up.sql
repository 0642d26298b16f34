-- What organisations' systems are told: an outbox that is written with the change itself.

CREATE TABLE webhook_endpoints (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    name text NOT NULL,
    event_types jsonb NOT NULL,
    status text NOT NULL CONSTRAINT webhook_endpoints_status CHECK (status IN ('enabled', 'disabled')),
    disabled_because text CONSTRAINT webhook_endpoints_disabled_because
        CHECK (disabled_because IN ('by_administrator', 'failing', 'gone')),
    disabled_at timestamptz,
    -- The address and the secrets.
    sealed_target bytea NOT NULL,
    previous_secret_until timestamptz,
    failing_since timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX webhook_endpoints_organisation_id ON webhook_endpoints (organisation_id, id);

-- What happened, for organisations that have an endpoint. Ids only; the time is the hour.
CREATE TABLE webhook_events (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    event_type text NOT NULL,
    subject_id uuid NOT NULL,
    occurred_at timestamptz NOT NULL
);
CREATE INDEX webhook_events_occurred_at ON webhook_events (occurred_at);

-- Each event for each endpoint.
CREATE TABLE webhook_deliveries (
    id uuid NOT NULL PRIMARY KEY,
    event_id uuid NOT NULL REFERENCES webhook_events (id),
    endpoint_id uuid NOT NULL REFERENCES webhook_endpoints (id),
    status text NOT NULL CONSTRAINT webhook_deliveries_status CHECK (status IN ('pending', 'delivered', 'dead')),
    attempts bigint NOT NULL,
    sending_since timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    leased_until timestamptz,
    attempted_at timestamptz,
    response_status bigint,
    failure text,
    created_at timestamptz NOT NULL,
    UNIQUE (event_id, endpoint_id)
);
CREATE INDEX webhook_deliveries_due_at ON webhook_deliveries (status, due_at);
CREATE INDEX webhook_deliveries_endpoint_id ON webhook_deliveries (endpoint_id, created_at, id);
