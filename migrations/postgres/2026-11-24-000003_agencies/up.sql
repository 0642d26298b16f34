-- Recruitment agencies as the registers of licences list them, with the summary of their reviews.

CREATE TABLE agencies (
    id uuid NOT NULL PRIMARY KEY,
    -- The register's name (data/registers/<name>.toml) and what names the row in it.
    register text NOT NULL,
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
    licence_valid_from date,
    licence_expires_on date,
    retrieved_on date NOT NULL,
    -- Names and numbers, folded, for search.
    searched text NOT NULL,
    -- A hash of what the register says: unchanged rows are not written again.
    content_hash bytea NOT NULL,
    -- Kept here, so that a list reads one table: see `agencies::put_rating`.
    rating_count bigint NOT NULL,
    rating jsonb,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (register, register_key)
);
CREATE INDEX agencies_country ON agencies (country, id);
CREATE INDEX agencies_licence_number_key ON agencies (licence_number_key);
