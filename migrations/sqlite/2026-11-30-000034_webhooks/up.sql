-- What organisations' systems are told: an outbox that is written with the change itself.

CREATE TABLE webhook_endpoints (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    event_types TEXT NOT NULL,
    status TEXT NOT NULL CONSTRAINT webhook_endpoints_status CHECK (status IN ('enabled', 'disabled')),
    disabled_because TEXT CONSTRAINT webhook_endpoints_disabled_because
        CHECK (disabled_because IN ('by_administrator', 'failing', 'gone')),
    disabled_at BIGINT,
    -- The address and the secrets.
    sealed_target BLOB NOT NULL,
    previous_secret_until BIGINT,
    failing_since BIGINT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX webhook_endpoints_organisation_id ON webhook_endpoints (organisation_id, id);

-- What happened, for organisations that have an endpoint. Ids only; the time is the hour.
CREATE TABLE webhook_events (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    event_type TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    occurred_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX webhook_events_occurred_at ON webhook_events (occurred_at);

-- Each event for each endpoint.
CREATE TABLE webhook_deliveries (
    id BLOB NOT NULL PRIMARY KEY,
    event_id BLOB NOT NULL REFERENCES webhook_events (id),
    endpoint_id BLOB NOT NULL REFERENCES webhook_endpoints (id),
    status TEXT NOT NULL CONSTRAINT webhook_deliveries_status CHECK (status IN ('pending', 'delivered', 'dead')),
    attempts BIGINT NOT NULL,
    sending_since BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    leased_until BIGINT,
    attempted_at BIGINT,
    response_status BIGINT,
    failure TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (event_id, endpoint_id)
) WITHOUT ROWID;
CREATE INDEX webhook_deliveries_due_at ON webhook_deliveries (status, due_at);
CREATE INDEX webhook_deliveries_endpoint_id ON webhook_deliveries (endpoint_id, created_at, id);
