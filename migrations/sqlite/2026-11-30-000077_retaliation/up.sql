-- Check-ins are for safety reports as well as for requests for help, and a report says whether its reporter is punished.

CREATE TABLE check_ins (
    id BLOB NOT NULL PRIMARY KEY,
    subject_kind TEXT NOT NULL CONSTRAINT check_ins_subject_kind
        CHECK (subject_kind IN ('assistance_request', 'safety_report')),
    -- The request or the report; its check-ins go with it.
    subject_id BLOB NOT NULL,
    after_days BIGINT NOT NULL CONSTRAINT check_ins_after_days CHECK (after_days IN (7, 30, 90)),
    due_at BIGINT NOT NULL,
    asked_at BIGINT,
    -- Of a report it is sealed with the report.
    answer TEXT CONSTRAINT check_ins_answer CHECK (answer IN ('fine', 'worse', 'retaliation')),
    answered_at BIGINT,
    CONSTRAINT check_ins_answered CHECK (answer IS NULL OR answered_at IS NOT NULL)
) WITHOUT ROWID;
INSERT INTO check_ins (id, subject_kind, subject_id, after_days, due_at, asked_at, answer, answered_at)
    SELECT id, 'assistance_request', request_id, after_days, due_at, asked_at, answer, answered_at
    FROM assistance_check_ins;
DROP TABLE assistance_check_ins;
CREATE INDEX check_ins_due ON check_ins (subject_kind, asked_at, due_at);
CREATE INDEX check_ins_subject ON check_ins (subject_id, subject_kind);

-- Whether it was put first though nobody is in danger; why is sealed.
ALTER TABLE safety_reports ADD COLUMN raised BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE safety_reports ADD COLUMN sealed_retaliation BLOB;
