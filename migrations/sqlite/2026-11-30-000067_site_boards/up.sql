-- Boards with a QR code at places of work. A board leads to its place; nothing here leads to a report.

CREATE TABLE safety_site_boards (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    subdivision TEXT,
    longitude DOUBLE,
    latitude DOUBLE,
    -- The token itself is made anew from the id and a key outside the database.
    token_hash BLOB NOT NULL,
    created_by BLOB NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
) WITHOUT ROWID;
CREATE UNIQUE INDEX safety_site_boards_token_hash_key ON safety_site_boards (token_hash);
CREATE INDEX safety_site_boards_organisation_id ON safety_site_boards (organisation_id, id);

-- Where the public is told that a place is: drawn once for each area of about a kilometre, on a grid of 5 km.
CREATE TABLE safety_place_blurs (
    -- A keyed hash of the area.
    area_hash BLOB NOT NULL PRIMARY KEY,
    longitude DOUBLE NOT NULL,
    latitude DOUBLE NOT NULL
) WITHOUT ROWID;
