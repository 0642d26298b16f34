-- Files of visits come in part by part as well, and who had them in their hands is logged.

ALTER TABLE uploads DROP CONSTRAINT uploads_subject_kind;
ALTER TABLE uploads ADD CONSTRAINT uploads_subject_kind
    CHECK (subject_kind IN ('assistance_request', 'safety_report', 'visit_evidence'));
-- The member of staff who alone goes on with it; null: whoever holds the receipt code.
ALTER TABLE uploads ADD COLUMN account_id uuid;

ALTER TABLE custody_entries DROP CONSTRAINT custody_entries_subject_kind;
ALTER TABLE custody_entries ADD CONSTRAINT custody_entries_subject_kind
    CHECK (subject_kind IN ('assistance_request', 'safety_report', 'visit_evidence'));
