-- Campaigns: what an inspectorate looks at first in a time. A document with a version, and events that are only ever added.
CREATE TABLE inspection_campaigns (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    document jsonb NOT NULL,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX inspection_campaigns_organisation ON inspection_campaigns (organisation_id, id);

CREATE TABLE inspection_campaign_events (
    campaign_id uuid NOT NULL REFERENCES inspection_campaigns (id),
    -- The version that it made.
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts (id),
    -- Members that changed, as they were and as they are since.
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    PRIMARY KEY (campaign_id, version)
);
