-- What the operator says to the apps: oldest versions, and what a quick exit shows.

CREATE TABLE apps_configuration (
    -- There is one row.
    name TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL,
    imported_at BIGINT NOT NULL
) WITHOUT ROWID;
