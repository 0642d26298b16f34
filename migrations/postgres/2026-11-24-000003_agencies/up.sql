-- Recruitment agencies as the registers of licences list them, with the summary of their reviews.

-- The registers, as the mapping files (data/registers/<name>.toml) describe them.
CREATE TABLE registers (
    name text NOT NULL PRIMARY KEY,
    country text NOT NULL,
    title text NOT NULL,
    regulator text NOT NULL,
    regulator_url text,
    -- The language of the agencies' names.
    language text NOT NULL,
    source_name text NOT NULL,
    source_url text NOT NULL,
    licence_note text NOT NULL,
    -- The day of the list that is in force.
    retrieved_on date NOT NULL,
    imported_at timestamptz NOT NULL
);

CREATE TABLE agencies (
    id uuid NOT NULL PRIMARY KEY,
    -- The register, and what names the row in it.
    register text NOT NULL REFERENCES registers (name),
    register_key text NOT NULL,
    country text NOT NULL,
    name text NOT NULL,
    alternate_names jsonb NOT NULL,
    address text,
    telephones jsonb NOT NULL,
    website text,
    licence_number text,
    -- The number without letters, signs and leading zeros, for finding `RL 10` and `0010`.
    licence_number_key text,
    licence_status text NOT NULL,
    -- The register's own words for the status.
    licence_status_source text,
    -- Whether the register states the status or lists only who has it.
    licence_status_basis text NOT NULL
        CONSTRAINT agencies_licence_status_basis CHECK (licence_status_basis IN ('stated', 'listed')),
    licence_valid_from date,
    licence_expires_on date,
    -- The day of the newest list that had this row.
    retrieved_on date NOT NULL,
    -- The day of the first list that no longer had it. Absence is told, it is not a delisting.
    missing_since date,
    -- Names and licence number, folded, one a line, for search.
    searched text NOT NULL,
    -- The folded name and what makes it unique, compared by bytes: one order on both databases.
    sort_key text COLLATE "C" NOT NULL UNIQUE,
    -- A hash of what the register says: unchanged rows are not written again.
    content_hash bytea NOT NULL,
    -- Kept here, so that a list reads one table: see `agencies::put_rating`.
    rating_count bigint NOT NULL,
    rating jsonb,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (register, register_key)
);
CREATE INDEX agencies_country ON agencies (country, sort_key);

-- Where a register says that an agency sends people, and for what work; nothing when it does not say.
CREATE TABLE agency_destinations (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    country text NOT NULL,
    PRIMARY KEY (agency_id, country)
);
CREATE INDEX agency_destinations_country ON agency_destinations (country, agency_id);

CREATE TABLE agency_sectors (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    sector text NOT NULL,
    PRIMARY KEY (agency_id, sector)
);
CREATE INDEX agency_sectors_sector ON agency_sectors (sector, agency_id);

-- The trigrams of `searched`: see docs/decisions/0008-search-by-a-table-of-trigrams.md. No foreign key: an agency
-- is never deleted, and checking one would cost an import more than all the rest.
CREATE TABLE agency_trigrams (
    trigram text COLLATE "C" NOT NULL,
    agency_id uuid NOT NULL,
    PRIMARY KEY (trigram, agency_id)
);
