-- The sessions of a tablet end when it is trusted no more; those of tablets of which that was said before end now.

ALTER TABLE sessions DROP CONSTRAINT sessions_ended_because;
ALTER TABLE sessions ADD CONSTRAINT sessions_ended_because CHECK (ended_because IN (
    'signed_out', 'signed_out_everywhere', 'token_reused', 'disabled', 'reset', 'password_changed', 'device_revoked'));

CREATE INDEX sessions_key_thumbprint ON sessions (key_thumbprint) WHERE key_thumbprint IS NOT NULL;

UPDATE sessions SET ended_because = 'device_revoked', sealed_account_key = NULL, previous_account_key = NULL,
        ended_at = (SELECT revoked_at FROM devices d WHERE d.key_thumbprint = sessions.key_thumbprint)
    WHERE ended_at IS NULL
        AND key_thumbprint IN (SELECT key_thumbprint FROM devices WHERE revoked_at IS NOT NULL);
