-- A referral that was rejected, or not answered, comes back to who made it.

-- SQLite changes no CHECK; the one of a column goes with its column.
ALTER TABLE assistance_requests ADD COLUMN attention_now TEXT
    CONSTRAINT assistance_requests_attention_now CHECK (attention_now IN (
        'outcome_disputed', 'worse', 'retaliation', 'referral_returned'));
UPDATE assistance_requests SET attention_now = attention;
ALTER TABLE assistance_requests DROP COLUMN attention;
ALTER TABLE assistance_requests RENAME COLUMN attention_now TO attention;
