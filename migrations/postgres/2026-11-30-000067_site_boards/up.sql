-- Boards with a QR code at places of work. A board leads to its place; nothing here leads to a report.

CREATE TABLE safety_site_boards (
    id uuid NOT NULL CONSTRAINT safety_site_boards_id_key PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    name text NOT NULL,
    country text NOT NULL,
    subdivision text,
    longitude double precision,
    latitude double precision,
    -- The token itself is made anew from the id and a key outside the database.
    token_hash bytea NOT NULL,
    created_by uuid NOT NULL REFERENCES accounts (id),
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE UNIQUE INDEX safety_site_boards_token_hash_key ON safety_site_boards (token_hash);
CREATE INDEX safety_site_boards_organisation_id ON safety_site_boards (organisation_id, id);

-- Where the public is told that a place is: drawn once for each area of about a kilometre, on a grid of 5 km.
CREATE TABLE safety_place_blurs (
    -- A keyed hash of the area.
    area_hash bytea NOT NULL PRIMARY KEY,
    longitude double precision NOT NULL,
    latitude double precision NOT NULL
);
