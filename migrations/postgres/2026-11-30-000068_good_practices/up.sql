-- What is done well, shown in public by the reporter's choice and an inspector's decision.

CREATE TABLE safety_good_practices (
    -- Not the report's.
    id uuid NOT NULL PRIMARY KEY,
    report_id uuid NOT NULL UNIQUE REFERENCES safety_reports (id),
    -- As the inspector worded it; nothing of it is the reporter's own words unless the inspector took them over.
    text text NOT NULL,
    hazard_codes jsonb NOT NULL,
    country text NOT NULL,
    -- Where the public is told that it is.
    longitude double precision,
    latitude double precision,
    -- The first day of the month of publication.
    published_month date NOT NULL,
    published_by uuid NOT NULL REFERENCES accounts (id)
);
CREATE INDEX safety_good_practices_published_month ON safety_good_practices (published_month, id);
