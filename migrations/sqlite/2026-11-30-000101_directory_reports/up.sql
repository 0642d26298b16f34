-- What people say of a service: that something is wrong, or that it did not help. Only who looks after the service reads it.

CREATE TABLE directory_reports (
    id BLOB NOT NULL PRIMARY KEY,
    -- Of the directory, or of the contacts that come with the program and have no row.
    service_id BLOB NOT NULL,
    kind TEXT NOT NULL CONSTRAINT directory_reports_kind
        CHECK (kind IN ('wrong_information', 'did_not_help', 'asked_for_money', 'not_safe')),
    sealed_words BLOB,
    -- The day and no more: a service may remember who was there at what time.
    reported_on TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT directory_reports_state CHECK (state IN ('open', 'closed')),
    outcome TEXT CONSTRAINT directory_reports_outcome
        CHECK (outcome IN ('corrected', 'was_right', 'talked_to_the_service', 'cannot_be_checked')),
    sealed_note BLOB,
    closed_at BIGINT,
    closed_by BLOB,
    version BIGINT NOT NULL,
    CONSTRAINT directory_reports_closed CHECK ((state = 'closed') = (outcome IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX directory_reports_service ON directory_reports (service_id, id);
CREATE INDEX directory_reports_closed_at ON directory_reports (closed_at);
