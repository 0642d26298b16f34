-- The service directory: organisations, their services, and what was changed. What the public may see of a service
-- stands here as a document; all that is known of it, a shelter's address among it, is sealed.

CREATE TABLE directory_organisations (
    id uuid NOT NULL PRIMARY KEY,
    -- Whose staff look after it; nobody's but the keepers of the registers' when there is none.
    kept_by uuid REFERENCES organisations (id),
    name text NOT NULL,
    document jsonb NOT NULL,
    -- Counts the events.
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX directory_organisations_kept_by ON directory_organisations (kept_by, id);

CREATE TABLE directory_services (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES directory_organisations (id),
    -- What the public may see, and nothing else.
    document jsonb NOT NULL,
    -- When that was changed last: changes of the rest do not show.
    shown_changed_at timestamptz NOT NULL,
    sealed_facts bytea NOT NULL,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX directory_services_organisation ON directory_services (organisation_id, id);

CREATE TABLE directory_events (
    id uuid NOT NULL PRIMARY KEY,
    -- The service or the organisation.
    subject_id uuid NOT NULL,
    -- The version that it made.
    sequence bigint NOT NULL,
    act text NOT NULL CONSTRAINT directory_events_act CHECK (act IN ('created', 'changed', 'imported')),
    at timestamptz NOT NULL,
    -- Nobody on the command line.
    account_id uuid,
    organisation_id uuid,
    -- What was and what is, of the members that differ.
    sealed_changes bytea NOT NULL,
    CONSTRAINT directory_events_sequence UNIQUE (subject_id, sequence)
);
