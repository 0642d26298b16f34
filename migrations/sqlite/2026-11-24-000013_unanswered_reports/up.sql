-- Since when the reporter waits for an answer to what they wrote; null when nobody waits.
ALTER TABLE safety_reports ADD COLUMN unanswered_since BIGINT;
