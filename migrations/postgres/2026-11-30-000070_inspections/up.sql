-- What inspectors do and write down. A visit and all that belongs to it are records: a document each, with events
-- that are only ever added. Nothing here says why a workplace is visited (C081, Art. 15 c).

-- What a visit is found by, beside its record.
CREATE TABLE inspection_visits (
    -- That of its record.
    id uuid NOT NULL PRIMARY KEY,
    -- The inspectorate.
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    establishment_id uuid NOT NULL REFERENCES establishments (id),
    campaign_id uuid,
    status text NOT NULL CONSTRAINT inspection_visits_status
        CHECK (status IN ('planned', 'under_way', 'done', 'not_done', 'cancelled')),
    planned_on date,
    created_at timestamptz NOT NULL
);
CREATE INDEX inspection_visits_organisation ON inspection_visits (organisation_id, status, planned_on, id);
CREATE INDEX inspection_visits_establishment ON inspection_visits (establishment_id, id);
CREATE INDEX inspection_visits_campaign ON inspection_visits (campaign_id, id);

-- Whose visit it is.
CREATE TABLE inspection_assignments (
    visit_id uuid NOT NULL REFERENCES inspection_visits (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    assigned_by uuid REFERENCES accounts (id),
    assigned_at timestamptz NOT NULL,
    PRIMARY KEY (visit_id, account_id)
);
CREATE INDEX inspection_assignments_account ON inspection_assignments (account_id, visit_id);

CREATE TABLE inspection_records (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL CONSTRAINT inspection_records_kind CHECK (kind IN (
        'visit', 'answer', 'finding', 'measure', 'remediation_action', 'interview', 'evidence')),
    -- The visit to which it belongs; a visit's own id.
    visit_id uuid NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    document jsonb NOT NULL,
    -- Counts the events.
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX inspection_records_visit ON inspection_records (visit_id, kind, id);

-- What became of records: only ever added to.
CREATE TABLE inspection_record_events (
    id uuid NOT NULL PRIMARY KEY,
    record_id uuid NOT NULL REFERENCES inspection_records (id),
    -- The version that it made.
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    -- What the tablet's clock showed.
    client_time timestamptz,
    -- Null: the service itself.
    account_id uuid,
    device_id uuid,
    operation_id uuid,
    -- Members that changed, as they were and as they are since.
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    UNIQUE (record_id, version)
);

-- What each inspector's tablet is to be told: one row for each thing that it has or had.
CREATE TABLE inspection_feed (
    account_id uuid NOT NULL REFERENCES accounts (id),
    entity text NOT NULL,
    entity_id uuid NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- Numbers follow the order of the commits: they are given while the counter is locked.
    change_number bigint NOT NULL,
    -- The tablet is to forget it.
    is_gone boolean NOT NULL,
    PRIMARY KEY (account_id, entity, entity_id)
);
CREATE INDEX inspection_feed_order ON inspection_feed (account_id, change_number);

-- The last number of each inspectorate's feed.
CREATE TABLE inspection_change_counters (
    organisation_id uuid NOT NULL PRIMARY KEY REFERENCES organisations (id),
    last_number bigint NOT NULL
);
