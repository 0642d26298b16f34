-- By what a program that filed a report through Open311 asks for what is shown of it in public. The token is not stored.

CREATE TABLE safety_open311_tokens (
    token_hash BLOB NOT NULL PRIMARY KEY,
    report_id BLOB NOT NULL REFERENCES safety_reports (id),
    UNIQUE (report_id)
) WITHOUT ROWID;
