-- The annual report reads the findings and measures of an inspectorate.
CREATE INDEX inspection_records_organisation ON inspection_records (organisation_id, kind, id);
