-- Recruitment agencies as the registers of licences list them, with the summary of their reviews.

CREATE TABLE agencies (
    id BLOB NOT NULL PRIMARY KEY,
    -- The register's name (data/registers/<name>.toml) and what names the row in it.
    register TEXT NOT NULL,
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
    licence_valid_from TEXT,
    licence_expires_on TEXT,
    retrieved_on TEXT NOT NULL,
    -- Names and numbers, folded, for search.
    searched TEXT NOT NULL,
    -- A hash of what the register says: unchanged rows are not written again.
    content_hash BLOB NOT NULL,
    -- Kept here, so that a list reads one table: see `agencies::put_rating`.
    rating_count BIGINT NOT NULL,
    rating TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (register, register_key)
) WITHOUT ROWID;
CREATE INDEX agencies_country ON agencies (country, id);
CREATE INDEX agencies_licence_number_key ON agencies (licence_number_key);
