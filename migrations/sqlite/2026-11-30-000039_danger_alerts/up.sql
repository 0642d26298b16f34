-- Who is called when a request is critical, and the calls. Nothing that a person told is here.

CREATE TABLE duty_rosters (
    organisation_id BLOB NOT NULL PRIMARY KEY REFERENCES organisations (id),
    version BIGINT NOT NULL,
    -- Accounts with their hours and deputies, in the order in which they are called.
    contacts TEXT NOT NULL,
    changed_at BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE danger_alerts (
    id BLOB NOT NULL PRIMARY KEY,
    request_id BLOB NOT NULL REFERENCES assistance_requests (id),
    -- Null as long as no organisation covers the country.
    organisation_id BLOB REFERENCES organisations (id),
    country TEXT NOT NULL,
    reasons TEXT NOT NULL,
    stop TEXT NOT NULL CONSTRAINT danger_alerts_stop CHECK (stop IN (
        'duty_contact', 'next_duty_contact', 'case_workers', 'administrators', 'operator_desk')),
    -- The hour: the minute could tell whose telephone it was.
    raised_at BIGINT NOT NULL,
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
-- A request has one open alert at a time.
CREATE UNIQUE INDEX danger_alerts_open ON danger_alerts (request_id)
    WHERE acknowledged_at IS NULL AND closed_at IS NULL;
CREATE INDEX danger_alerts_request_id ON danger_alerts (request_id);
CREATE INDEX danger_alerts_escalates_at ON danger_alerts (escalates_at) WHERE escalates_at IS NOT NULL;

CREATE TABLE danger_calls (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    alert_id BLOB NOT NULL REFERENCES danger_alerts (id),
    stop TEXT NOT NULL,
    PRIMARY KEY (account_id, alert_id)
) WITHOUT ROWID;
CREATE INDEX danger_calls_alert_id ON danger_calls (alert_id);
