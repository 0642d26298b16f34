-- Rosters and alerts are for reports of dangers as well as for requests for help.

CREATE TABLE duty_rosters_anew (
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    duty TEXT NOT NULL CONSTRAINT duty_rosters_duty CHECK (duty IN ('assistance_request', 'safety_report')),
    version BIGINT NOT NULL,
    -- Accounts with their hours and deputies, in the order in which they are called, without telephones.
    contacts TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- The telephones on duty, under a key of their own.
    key_id BLOB,
    sealed_telephones BLOB,
    PRIMARY KEY (organisation_id, duty),
    CONSTRAINT duty_rosters_sealed CHECK ((key_id IS NULL) = (sealed_telephones IS NULL))
) WITHOUT ROWID;
INSERT INTO duty_rosters_anew (organisation_id, duty, version, contacts, changed_at)
    SELECT organisation_id, 'assistance_request', version, contacts, changed_at FROM duty_rosters;
DROP TABLE duty_rosters;
ALTER TABLE duty_rosters_anew RENAME TO duty_rosters;

CREATE TABLE danger_alerts_anew (
    id BLOB NOT NULL PRIMARY KEY,
    duty TEXT NOT NULL CONSTRAINT danger_alerts_duty CHECK (duty IN ('assistance_request', 'safety_report')),
    -- The request or the report; its alerts go with it.
    subject_id BLOB NOT NULL,
    -- Null as long as no organisation covers the place.
    organisation_id BLOB REFERENCES organisations (id),
    -- Null for a report: those who are called learn nothing of where it is, and of what was told, before they open it.
    country TEXT,
    reasons TEXT,
    stop TEXT NOT NULL CONSTRAINT danger_alerts_stop CHECK (stop IN (
        'duty_contact', 'next_duty_contact', 'case_workers', 'inspectors', 'administrators', 'operator_desk')),
    -- The hour: the minute could tell whose telephone it was.
    raised_at BIGINT NOT NULL,
    -- When the first was called: the hour for a request, the time for a report, of which it is known anyway.
    called_at BIGINT,
    -- Null when nobody further is called, and once it is acknowledged or closed.
    escalates_at BIGINT,
    acknowledged_at BIGINT,
    acknowledged_by BLOB REFERENCES accounts (id),
    closed_at BIGINT,
    closed_because TEXT CONSTRAINT danger_alerts_closed_because CHECK (closed_because IN (
        'withdrawn', 'ended', 'lowered', 'handed_on')),
    CONSTRAINT danger_alerts_waits CHECK (
        escalates_at IS NULL OR (acknowledged_at IS NULL AND closed_at IS NULL))
) WITHOUT ROWID;
INSERT INTO danger_alerts_anew (id, duty, subject_id, organisation_id, country, reasons, stop, raised_at, called_at,
        escalates_at, acknowledged_at, acknowledged_by, closed_at, closed_because)
    SELECT id, 'assistance_request', request_id, organisation_id, country, reasons, stop, raised_at, raised_at,
        escalates_at, acknowledged_at, acknowledged_by, closed_at, closed_because FROM danger_alerts;

CREATE TABLE danger_calls_anew (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    alert_id BLOB NOT NULL REFERENCES danger_alerts_anew (id),
    stop TEXT NOT NULL,
    PRIMARY KEY (account_id, alert_id)
) WITHOUT ROWID;
INSERT INTO danger_calls_anew (account_id, alert_id, stop) SELECT account_id, alert_id, stop FROM danger_calls;
DROP TABLE danger_calls;
DROP TABLE danger_alerts;
ALTER TABLE danger_alerts_anew RENAME TO danger_alerts;
ALTER TABLE danger_calls_anew RENAME TO danger_calls;
CREATE INDEX danger_calls_alert_id ON danger_calls (alert_id);

-- A request or a report has one open alert at a time.
CREATE UNIQUE INDEX danger_alerts_open ON danger_alerts (duty, subject_id)
    WHERE acknowledged_at IS NULL AND closed_at IS NULL;
CREATE INDEX danger_alerts_subject ON danger_alerts (subject_id, duty);
CREATE INDEX danger_alerts_escalates_at ON danger_alerts (escalates_at) WHERE escalates_at IS NOT NULL;
