-- To which workplace the inspector of a report wants a visit made, and to which visit that led (C081, Art. 15 c). The only
-- place that knows both. Every report of which somebody has said where it is has a row, also when no visit is wanted: the sealed
-- part has the same length, and the hash is then chance.
CREATE TABLE inspection_wanted_visits (
    report_id uuid NOT NULL PRIMARY KEY,
    -- The inspectorate.
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- Under the report's key.
    sealed_wish bytea NOT NULL,
    -- The workplace by a keyed hash, for the planner.
    establishment_hash bytea NOT NULL
);
CREATE INDEX inspection_wanted_visits_organisation ON inspection_wanted_visits (organisation_id, report_id);
