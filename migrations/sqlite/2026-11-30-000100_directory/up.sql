-- The service directory: organisations, their services, and what was changed. What the public may see of a service
-- stands here as a document; all that is known of it, a shelter's address among it, is sealed.

CREATE TABLE directory_organisations (
    id BLOB NOT NULL PRIMARY KEY,
    -- Whose staff look after it; nobody's but the keepers of the registers' when there is none.
    kept_by BLOB REFERENCES organisations (id),
    name TEXT NOT NULL,
    document TEXT NOT NULL,
    -- Counts the events.
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX directory_organisations_kept_by ON directory_organisations (kept_by, id);

CREATE TABLE directory_services (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES directory_organisations (id),
    -- What the public may see, and nothing else.
    document TEXT NOT NULL,
    -- When that was changed last: changes of the rest do not show.
    shown_changed_at BIGINT NOT NULL,
    sealed_facts BLOB NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX directory_services_organisation ON directory_services (organisation_id, id);

CREATE TABLE directory_events (
    id BLOB NOT NULL PRIMARY KEY,
    -- The service or the organisation.
    subject_id BLOB NOT NULL,
    -- The version that it made.
    sequence BIGINT NOT NULL,
    act TEXT NOT NULL CONSTRAINT directory_events_act CHECK (act IN ('created', 'changed', 'imported')),
    at BIGINT NOT NULL,
    -- Nobody on the command line.
    account_id BLOB,
    organisation_id BLOB,
    -- What was and what is, of the members that differ.
    sealed_changes BLOB NOT NULL,
    CONSTRAINT directory_events_sequence UNIQUE (subject_id, sequence)
) WITHOUT ROWID;
