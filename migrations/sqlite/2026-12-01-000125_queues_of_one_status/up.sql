-- The queue of one status, and the queue of one inspector: without these both were found by walking past all other reports of an
-- organisation, or past those of all organisations.

CREATE INDEX safety_reports_of_status ON safety_reports (organisation_id, status, queue_rank, queue_at, id);

CREATE INDEX safety_reports_of_assignee ON safety_reports (assigned_to, organisation_id, queue_rank, queue_at, id)
    WHERE assigned_to IS NOT NULL;
