-- What is done well, shown in public by the reporter's choice and an inspector's decision.

CREATE TABLE safety_good_practices (
    -- Not the report's.
    id BLOB NOT NULL PRIMARY KEY,
    report_id BLOB NOT NULL UNIQUE REFERENCES safety_reports (id),
    -- As the inspector worded it; nothing of it is the reporter's own words unless the inspector took them over.
    text TEXT NOT NULL,
    hazard_codes TEXT NOT NULL,
    country TEXT NOT NULL,
    -- Where the public is told that it is.
    longitude DOUBLE,
    latitude DOUBLE,
    -- The first day of the month of publication.
    published_month TEXT NOT NULL,
    published_by BLOB NOT NULL REFERENCES accounts (id)
) WITHOUT ROWID;
CREATE INDEX safety_good_practices_published_month ON safety_good_practices (published_month, id);
