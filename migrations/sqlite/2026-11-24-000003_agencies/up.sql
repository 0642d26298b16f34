-- Recruitment agencies as the registers of licences list them, with the summary of their reviews.

-- The registers, as the mapping files (data/registers/<name>.toml) describe them.
CREATE TABLE registers (
    name TEXT NOT NULL PRIMARY KEY,
    country TEXT NOT NULL,
    title TEXT NOT NULL,
    regulator TEXT NOT NULL,
    regulator_url TEXT,
    -- The language of the agencies' names.
    language TEXT NOT NULL,
    source_name TEXT NOT NULL,
    source_url TEXT NOT NULL,
    licence_note TEXT NOT NULL,
    -- The day of the list that is in force.
    retrieved_on TEXT NOT NULL,
    imported_at BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE agencies (
    id BLOB NOT NULL PRIMARY KEY,
    -- The register, and what names the row in it.
    register TEXT NOT NULL REFERENCES registers (name),
    register_key TEXT NOT NULL,
    country TEXT NOT NULL,
    name TEXT NOT NULL,
    alternate_names TEXT NOT NULL,
    address TEXT,
    telephones TEXT NOT NULL,
    website TEXT,
    licence_number TEXT,
    -- The number without letters, signs and leading zeros, for finding `RL 10` and `0010`.
    licence_number_key TEXT,
    licence_status TEXT NOT NULL,
    -- The register's own words for the status.
    licence_status_source TEXT,
    -- Whether the register states the status or lists only who has it.
    licence_status_basis TEXT NOT NULL
        CONSTRAINT agencies_licence_status_basis CHECK (licence_status_basis IN ('stated', 'listed')),
    licence_valid_from TEXT,
    licence_expires_on TEXT,
    -- The day of the newest list that had this row.
    retrieved_on TEXT NOT NULL,
    -- The day of the first list that no longer had it. Absence is told, it is not a delisting.
    missing_since TEXT,
    -- Names and licence number, folded, one a line, for search.
    searched TEXT NOT NULL,
    -- The folded name and what makes it unique, compared by bytes: one order on both databases.
    sort_key TEXT NOT NULL UNIQUE,
    -- A hash of what the register says: unchanged rows are not written again.
    content_hash BLOB NOT NULL,
    -- Kept here, so that a list reads one table: see `agencies::put_rating`.
    rating_count BIGINT NOT NULL,
    rating TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (register, register_key)
) WITHOUT ROWID;
CREATE INDEX agencies_country ON agencies (country, sort_key);

-- Where a register says that an agency sends people, and for what work; nothing when it does not say.
CREATE TABLE agency_destinations (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    country TEXT NOT NULL,
    PRIMARY KEY (agency_id, country)
) WITHOUT ROWID;
CREATE INDEX agency_destinations_country ON agency_destinations (country, agency_id);

CREATE TABLE agency_sectors (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    sector TEXT NOT NULL,
    PRIMARY KEY (agency_id, sector)
) WITHOUT ROWID;
CREATE INDEX agency_sectors_sector ON agency_sectors (sector, agency_id);

-- The trigrams of `searched`: see docs/decisions/0008-search-by-a-table-of-trigrams.md. No foreign key: an agency
-- is never deleted, and checking one would cost an import more than all the rest.
CREATE TABLE agency_trigrams (
    trigram TEXT NOT NULL,
    agency_id BLOB NOT NULL,
    PRIMARY KEY (trigram, agency_id)
) WITHOUT ROWID;
