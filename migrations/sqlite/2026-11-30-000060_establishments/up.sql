-- Workplaces as labour inspectors know them. What is known of one is a document; beside it stands what it is
-- found and sorted by. Nothing here comes from what a worker told.

CREATE TABLE establishments (
    id BLOB NOT NULL PRIMARY KEY,
    country TEXT NOT NULL,
    subdivision TEXT,
    name TEXT NOT NULL,
    facts TEXT NOT NULL,
    operating TEXT NOT NULL CONSTRAINT establishments_operating
        CHECK (operating IN ('open', 'closed', 'moved_to')),
    moved_to_id BLOB REFERENCES establishments (id),
    -- It turned out to be this one, as which it is shown from then on.
    merged_into BLOB REFERENCES establishments (id),
    -- Its legal entity among the employers; a link, not a copy.
    employer_id BLOB REFERENCES agencies (id),
    risk_value BIGINT NOT NULL,
    risk_band TEXT NOT NULL CONSTRAINT establishments_risk_band
        CHECK (risk_band IN ('low', 'medium', 'high', 'extreme')),
    risk_factors TEXT NOT NULL,
    risk_method BIGINT NOT NULL,
    -- The first day of the month until which reports were counted.
    risk_month TEXT NOT NULL,
    risk_computed_at BIGINT NOT NULL,
    searched TEXT NOT NULL,
    sort_key TEXT NOT NULL UNIQUE,
    -- Counts the events.
    version BIGINT NOT NULL,
    registered_by BLOB NOT NULL REFERENCES organisations (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX establishments_country ON establishments (country, sort_key);
CREATE INDEX establishments_risk ON establishments (country, risk_value, id);
CREATE INDEX establishments_risk_month ON establishments (risk_month);
CREATE INDEX establishments_merged_into ON establishments (merged_into);

CREATE TABLE establishment_trigrams (
    trigram TEXT NOT NULL,
    establishment_id BLOB NOT NULL REFERENCES establishments (id),
    PRIMARY KEY (trigram, establishment_id)
) WITHOUT ROWID;
CREATE INDEX establishment_trigrams_establishment ON establishment_trigrams (establishment_id);

CREATE TABLE establishment_identifiers (
    scheme TEXT NOT NULL,
    -- Folded and closed up.
    value_key TEXT NOT NULL,
    establishment_id BLOB NOT NULL REFERENCES establishments (id),
    PRIMARY KEY (scheme, value_key, establishment_id)
) WITHOUT ROWID;
CREATE INDEX establishment_identifiers_establishment ON establishment_identifiers (establishment_id);

-- Each industry with all wider ones.
CREATE TABLE establishment_industries (
    isic TEXT NOT NULL,
    establishment_id BLOB NOT NULL REFERENCES establishments (id),
    PRIMARY KEY (isic, establishment_id)
) WITHOUT ROWID;
CREATE INDEX establishment_industries_establishment ON establishment_industries (establishment_id);

-- What became of an establishment: only ever added to.
CREATE TABLE establishment_events (
    id BLOB NOT NULL PRIMARY KEY,
    establishment_id BLOB NOT NULL REFERENCES establishments (id),
    -- The version that it made.
    sequence BIGINT NOT NULL,
    act TEXT NOT NULL CONSTRAINT establishment_events_act CHECK (act IN (
        'registered', 'imported', 'changed', 'changed_by_import', 'operating_changed', 'linked', 'unlinked',
        'merged', 'unmerged')),
    at BIGINT NOT NULL,
    -- Null: whoever runs the service, by the command line.
    account_id BLOB,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    before TEXT,
    after TEXT,
    reason TEXT,
    other_id BLOB REFERENCES establishments (id),
    import_id BLOB,
    UNIQUE (establishment_id, sequence)
) WITHOUT ROWID;

CREATE TABLE establishment_links (
    id BLOB NOT NULL PRIMARY KEY,
    from_id BLOB NOT NULL REFERENCES establishments (id),
    to_id BLOB NOT NULL REFERENCES establishments (id),
    kind TEXT NOT NULL CONSTRAINT establishment_links_kind CHECK (kind IN (
        'subcontracts_to', 'supplies_labour_to', 'same_owner', 'hosts')),
    created_at BIGINT NOT NULL,
    UNIQUE (from_id, to_id, kind)
) WITHOUT ROWID;
CREATE INDEX establishment_links_to ON establishment_links (to_id);

-- The ways in which risk was ever reckoned; never changed.
CREATE TABLE establishment_risk_methods (
    version BIGINT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    method TEXT NOT NULL,
    in_force_from BIGINT NOT NULL
) WITHOUT ROWID;
