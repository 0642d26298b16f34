DROP INDEX safety_reports_of_assignee;
DROP INDEX safety_reports_of_status;
