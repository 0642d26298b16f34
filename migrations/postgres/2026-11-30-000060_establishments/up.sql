-- Workplaces as labour inspectors know them. What is known of one is a document; beside it stands what it is
-- found and sorted by. Nothing here comes from what a worker told.

CREATE TABLE establishments (
    id uuid NOT NULL CONSTRAINT establishments_id_key PRIMARY KEY,
    country text NOT NULL,
    subdivision text,
    name text NOT NULL,
    facts jsonb NOT NULL,
    operating text NOT NULL CONSTRAINT establishments_operating
        CHECK (operating IN ('open', 'closed', 'moved_to')),
    moved_to_id uuid REFERENCES establishments (id),
    -- It turned out to be this one, as which it is shown from then on.
    merged_into uuid REFERENCES establishments (id),
    -- Its legal entity among the employers; a link, not a copy.
    employer_id uuid REFERENCES agencies (id),
    risk_value bigint NOT NULL,
    risk_band text NOT NULL CONSTRAINT establishments_risk_band
        CHECK (risk_band IN ('low', 'medium', 'high', 'extreme')),
    risk_factors jsonb NOT NULL,
    risk_method bigint NOT NULL,
    -- The first day of the month until which reports were counted.
    risk_month date NOT NULL,
    risk_computed_at timestamptz NOT NULL,
    searched text NOT NULL,
    sort_key text COLLATE "C" NOT NULL UNIQUE,
    -- Counts the events.
    version bigint NOT NULL,
    registered_by uuid NOT NULL REFERENCES organisations (id),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX establishments_country ON establishments (country, sort_key);
CREATE INDEX establishments_risk ON establishments (country, risk_value, id);
CREATE INDEX establishments_risk_month ON establishments (risk_month);
CREATE INDEX establishments_merged_into ON establishments (merged_into);

CREATE TABLE establishment_trigrams (
    trigram text COLLATE "C" NOT NULL,
    establishment_id uuid NOT NULL REFERENCES establishments (id),
    PRIMARY KEY (trigram, establishment_id)
);
CREATE INDEX establishment_trigrams_establishment ON establishment_trigrams (establishment_id);

CREATE TABLE establishment_identifiers (
    scheme text NOT NULL,
    -- Folded and closed up.
    value_key text NOT NULL,
    establishment_id uuid NOT NULL REFERENCES establishments (id),
    PRIMARY KEY (scheme, value_key, establishment_id)
);
CREATE INDEX establishment_identifiers_establishment ON establishment_identifiers (establishment_id);

-- Each industry with all wider ones.
CREATE TABLE establishment_industries (
    isic text NOT NULL,
    establishment_id uuid NOT NULL REFERENCES establishments (id),
    PRIMARY KEY (isic, establishment_id)
);
CREATE INDEX establishment_industries_establishment ON establishment_industries (establishment_id);

-- What became of an establishment: only ever added to.
CREATE TABLE establishment_events (
    id uuid NOT NULL PRIMARY KEY,
    establishment_id uuid NOT NULL REFERENCES establishments (id),
    -- The version that it made.
    sequence bigint NOT NULL,
    act text NOT NULL CONSTRAINT establishment_events_act CHECK (act IN (
        'registered', 'imported', 'changed', 'changed_by_import', 'operating_changed', 'linked', 'unlinked',
        'merged', 'unmerged')),
    at timestamptz NOT NULL,
    -- Null: whoever runs the service, by the command line.
    account_id uuid,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    before jsonb,
    after jsonb,
    reason text,
    other_id uuid REFERENCES establishments (id),
    import_id uuid,
    UNIQUE (establishment_id, sequence)
);

CREATE TABLE establishment_links (
    id uuid NOT NULL PRIMARY KEY,
    from_id uuid NOT NULL REFERENCES establishments (id),
    to_id uuid NOT NULL REFERENCES establishments (id),
    kind text NOT NULL CONSTRAINT establishment_links_kind CHECK (kind IN (
        'subcontracts_to', 'supplies_labour_to', 'same_owner', 'hosts')),
    created_at timestamptz NOT NULL,
    UNIQUE (from_id, to_id, kind)
);
CREATE INDEX establishment_links_to ON establishment_links (to_id);

-- The ways in which risk was ever reckoned; never changed.
CREATE TABLE establishment_risk_methods (
    version bigint NOT NULL PRIMARY KEY,
    title text NOT NULL,
    source text NOT NULL,
    method jsonb NOT NULL,
    in_force_from timestamptz NOT NULL
);
