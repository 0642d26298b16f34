-- Campaigns: what an inspectorate looks at first in a time. A document with a version, and events that are only ever added.
CREATE TABLE inspection_campaigns (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    document TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX inspection_campaigns_organisation ON inspection_campaigns (organisation_id, id);

CREATE TABLE inspection_campaign_events (
    campaign_id BLOB NOT NULL REFERENCES inspection_campaigns (id),
    -- The version that it made.
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    -- Members that changed, as they were and as they are since.
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (campaign_id, version)
) WITHOUT ROWID;
