-- A referral that was rejected, or not answered, comes back to who made it.

ALTER TABLE assistance_requests DROP CONSTRAINT assistance_requests_attention;
ALTER TABLE assistance_requests ADD CONSTRAINT assistance_requests_attention_now
    CHECK (attention IN ('outcome_disputed', 'worse', 'retaliation', 'referral_returned'));
