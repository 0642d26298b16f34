-- Risk, reports of one danger by several people, and by what they are found to be alike.

ALTER TABLE safety_reports ADD COLUMN risk_band TEXT
    CONSTRAINT safety_reports_risk_band CHECK (risk_band IN ('low', 'medium', 'high', 'extreme'));
-- Who reports it, for this report only: a keyed hash of a secret of their app.
ALTER TABLE safety_reports ADD COLUMN witness_hash BLOB;
-- What the reporter passes on, so that others can say that they saw it too; a keyed hash.
ALTER TABLE safety_reports ADD COLUMN reference_hash BLOB;
CREATE UNIQUE INDEX safety_reports_reference_hash ON safety_reports (reference_hash);

-- A report that stands behind another. Nothing in either changes by it, so that taking the row away is as if it had
-- never been there.
CREATE TABLE safety_report_merges (
    report_id BLOB NOT NULL PRIMARY KEY REFERENCES safety_reports (id),
    lead_id BLOB NOT NULL REFERENCES safety_reports (id),
    origin TEXT NOT NULL CONSTRAINT safety_report_merges_origin
        CHECK (origin IN ('staff', 'reference', 'board')),
    -- The same person counts once.
    is_counted BOOLEAN NOT NULL,
    -- Who says so, for this lead only: a keyed hash of a secret of their app.
    witness_hash BLOB,
    merged_by BLOB REFERENCES accounts (id),
    merged_at BIGINT NOT NULL,
    CONSTRAINT safety_report_merges_of_two CHECK (report_id <> lead_id)
) WITHOUT ROWID;
CREATE INDEX safety_report_merges_lead_id ON safety_report_merges (lead_id);

-- Keyed hashes of places and pieces of texts: that two are equal is all that they say.
CREATE TABLE safety_report_marks (
    mark BIGINT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT safety_report_marks_kind
        CHECK (kind IN ('board', 'area', 'employer', 'text')),
    report_id BLOB NOT NULL REFERENCES safety_reports (id),
    PRIMARY KEY (mark, kind, report_id)
) WITHOUT ROWID;
CREATE INDEX safety_report_marks_report_id ON safety_report_marks (report_id);
