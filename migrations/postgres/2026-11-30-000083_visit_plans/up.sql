-- Plans of visits: one for each inspectorate, country and period, drawn once. Nothing in it says why an establishment was drawn.
CREATE TABLE inspection_plans (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    country text NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    status text NOT NULL CONSTRAINT inspection_plans_status CHECK (status IN ('proposed', 'accepted')),
    -- By which it was made, as data/inspection-planning had it then.
    method_version bigint NOT NULL,
    parameters jsonb NOT NULL,
    visits jsonb NOT NULL,
    version bigint NOT NULL,
    drawn_at timestamptz NOT NULL,
    drawn_by uuid NOT NULL REFERENCES accounts (id),
    accepted_at timestamptz,
    accepted_by uuid REFERENCES accounts (id),
    UNIQUE (organisation_id, country, first_day)
);

-- When an inspector works outside, and where their days begin.
CREATE TABLE inspection_capacities (
    account_id uuid NOT NULL PRIMARY KEY REFERENCES accounts (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    document jsonb NOT NULL,
    version bigint NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX inspection_capacities_organisation ON inspection_capacities (organisation_id, account_id);
