-- What the operator says to the apps: oldest versions, and what a quick exit shows.

CREATE TABLE apps_configuration (
    -- There is one row.
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    content jsonb NOT NULL,
    imported_at timestamptz NOT NULL
);
