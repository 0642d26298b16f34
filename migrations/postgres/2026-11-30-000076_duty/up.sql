-- Rosters and alerts are for reports of dangers as well as for requests for help.

ALTER TABLE duty_rosters
    ADD COLUMN duty text NOT NULL DEFAULT 'assistance_request' CONSTRAINT duty_rosters_duty
        CHECK (duty IN ('assistance_request', 'safety_report')),
    -- The telephones on duty, under a key of their own.
    ADD COLUMN key_id uuid,
    ADD COLUMN sealed_telephones bytea,
    ADD CONSTRAINT duty_rosters_sealed CHECK ((key_id IS NULL) = (sealed_telephones IS NULL));
ALTER TABLE duty_rosters ALTER COLUMN duty DROP DEFAULT;
ALTER TABLE duty_rosters DROP CONSTRAINT duty_rosters_pkey;
ALTER TABLE duty_rosters ADD CONSTRAINT duty_rosters_pkey PRIMARY KEY (organisation_id, duty);

DROP INDEX danger_alerts_open;
DROP INDEX danger_alerts_request_id;
ALTER TABLE danger_alerts DROP CONSTRAINT danger_alerts_request_id_fkey;
-- The request or the report; its alerts go with it.
ALTER TABLE danger_alerts RENAME COLUMN request_id TO subject_id;
ALTER TABLE danger_alerts
    ADD COLUMN duty text NOT NULL DEFAULT 'assistance_request' CONSTRAINT danger_alerts_duty
        CHECK (duty IN ('assistance_request', 'safety_report')),
    -- When the first was called: the hour for a request, the time for a report, of which it is known anyway.
    ADD COLUMN called_at timestamptz,
    DROP CONSTRAINT danger_alerts_stop,
    ADD CONSTRAINT danger_alerts_stop CHECK (stop IN (
        'duty_contact', 'next_duty_contact', 'case_workers', 'inspectors', 'administrators', 'operator_desk')),
    -- Null for a report: those who are called learn nothing of where it is, and of what was told, before they open it.
    ALTER COLUMN country DROP NOT NULL,
    ALTER COLUMN reasons DROP NOT NULL;
ALTER TABLE danger_alerts ALTER COLUMN duty DROP DEFAULT;
UPDATE danger_alerts SET called_at = raised_at;

-- A request or a report has one open alert at a time.
CREATE UNIQUE INDEX danger_alerts_open ON danger_alerts (duty, subject_id)
    WHERE acknowledged_at IS NULL AND closed_at IS NULL;
CREATE INDEX danger_alerts_subject ON danger_alerts (subject_id, duty);
