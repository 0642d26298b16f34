-- Plans of visits: one for each inspectorate, country and period, drawn once. Nothing in it says why an establishment was drawn.
CREATE TABLE inspection_plans (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    country TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    status TEXT NOT NULL CONSTRAINT inspection_plans_status CHECK (status IN ('proposed', 'accepted')),
    -- By which it was made, as data/inspection-planning had it then.
    method_version BIGINT NOT NULL,
    parameters TEXT NOT NULL,
    visits TEXT NOT NULL,
    version BIGINT NOT NULL,
    drawn_at BIGINT NOT NULL,
    drawn_by BLOB NOT NULL REFERENCES accounts (id),
    accepted_at BIGINT,
    accepted_by BLOB REFERENCES accounts (id),
    UNIQUE (organisation_id, country, first_day)
) WITHOUT ROWID;

-- When an inspector works outside, and where their days begin.
CREATE TABLE inspection_capacities (
    account_id BLOB NOT NULL PRIMARY KEY REFERENCES accounts (id),
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    document TEXT NOT NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX inspection_capacities_organisation ON inspection_capacities (organisation_id, account_id);
